import './tokens.css';
import './base.css';
import { Ban, Check, CircleAlert, Ellipsis, GitMerge, History, Pin, Play, Plus, TableProperties, Trash2, Search, X } from 'lucide-react';
import { StrictMode, useState, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { column } from '../../core/schema.ts';
import { Button, IconButton, LinkButton } from './button.tsx';
import { Field } from './field.tsx';
import { TextInput } from './text-input.tsx';
import { NumberInput } from './number-input.tsx';
import { Select } from './select.tsx';
import { Checkbox, Switch } from './checkbox.tsx';
import { Segmented } from './segmented.tsx';
import { Slider } from './slider.tsx';
import { Tabs } from './tabs.tsx';
import { ContextMenu, Menu, MenuAt, type MenuEntry } from './menu.tsx';
import { Dialog } from './dialog.tsx';
import { CommandList } from './command-list.tsx';
import { Popover } from './popover.tsx';
import { TooltipProvider } from './tooltip.tsx';
import { notify, Toasts } from './toasts.tsx';
import { Badge, ColumnChip } from './chip.tsx';
import { ColumnPicker } from './column-picker.tsx';
import { ColumnSelect } from './column-select.tsx';
import { Empty, Note, Progress, Spinner } from './feedback.tsx';
import { BrandMark, FamilyIcon, StateIcon, type NodeState } from './icons.tsx';
import { ExpressionField } from './expression-field.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { cycleTheme, restoreTheme, useTheme } from './theme.ts';
import { Kbd } from './kbd.tsx';

restoreTheme();
const columns = [column('customer_id','string',{role:'id'}), column('recency_days','int'), column('orders','int'), column('spend','double',{role:'money'}), column('city','string',{role:'city'}), column('last_order','date'), column('consent_email','bool'), column('__proto__','double')];
const S = ({ title, sub, children }: { title: string; sub?: string; children: ReactNode }) => <section className="ss"><h2>{title}</h2>{sub && <p className="muted" style={{ font: 'var(--t-12)' }}>{sub}</p>}<div style={{ marginTop: 12 }}>{children}</div></section>;
const row = { display: 'flex', gap: 8, alignItems: 'center', flexWrap: 'wrap' } as const;
const items: MenuEntry[] = [
  { label: 'Run to here', icon: Play, shortcut: 'Shift+Enter', onSelect: () => notify({ text: 'ran' }) },
  { label: 'Pin the result', icon: Pin, shortcut: 'P', onSelect() {} },
  { label: 'Disable', icon: Ban, shortcut: 'D', onSelect() {} },
  { label: 'Delete and reconnect', icon: GitMerge, disabledReason: 'No wire goes on', onSelect() {} },
  'separator', { heading: 'Show' }, { label: 'Minimap', checked: true, onSelect() {} }, { label: 'Grid', checked: false, onSelect() {} },
  'separator', { label: 'Delete', icon: Trash2, shortcut: 'Del', danger: true, onSelect() {} },
];
function Bomb(): ReactNode { throw new Error('No longitude in row 3'); }
function App() {
  const theme = useTheme();
  const [k, setK] = useState(5); const [n, setN] = useState<number | undefined>(10); const [tol, setTol] = useState<number | undefined>(0.0001);
  const [t, setT] = useState('42'); const [sel, setSel] = useState<'a' | 'b'>(); const [on, setOn] = useState(true); const [seg, setSeg] = useState('sample');
  const [tab, setTab] = useState('settings'); const [cols, setCols] = useState<readonly string[]>(['recency_days', 'city', 'last_order', 'email_consent']);
  const [one, setOne] = useState<string | undefined>('spend'); const [dlg, setDlg] = useState(false); const [cmd, setCmd] = useState<'' | 'palette' | 'at'>('');
  const [expr, setExpr] = useState('spend / ordrs'); const [at, setAt] = useState<{ x: number; y: number }>();
  return <TooltipProvider><main className="sheet">
    <header style={{ gridColumn: '1/-1', ...row }}><BrandMark /><h1>Clade components</h1><Button small kind="ghost" onClick={cycleTheme}>{`Theme: ${theme}`}</Button></header>
    <S title="States"><div style={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 8 }}>{(['unconfigured','ready','queued','running','done','stale','error','disabled','pinned'] as NodeState[]).map((s) => <StateIcon key={s} state={s} />)}</div></S>
    <S title="Families"><div style={row}>{(['input','prepare','clean','features','cluster','model','explain','output','unknown'] as const).map((f, i) => <span key={f} style={row}><FamilyIcon family={f} icon={['file-text','merge','fingerprint','grid-3x3','chart-scatter','trees','scan-search','megaphone','nope'][i] ?? ''} /><FamilyIcon look="glyph" family={f} icon="rocket" /></span>)}</div></S>
    <S title="Buttons" sub="28 high, 24 in tight rows. One primary per screen."><div style={{ display: 'grid', gap: 10 }}>
      <div style={row}><Button kind="primary" icon={Play} shortcut="Ctrl+Enter">Run</Button><Button kind="primary" disabledReason="Nothing to run yet">Disabled</Button></div>
      <div style={row}><Button tooltip="Two results side by side">Compare</Button><Button disabledReason="Choose two results">Disabled</Button></div>
      <div style={row}><Button kind="ghost">More</Button><Button kind="ghost" disabledReason="Nothing">Disabled</Button><Button pressed>Pressed</Button></div>
      <div style={row}><Segmented label="Data" value={seg} onChange={setSeg} options={[{ value: 'sample', label: 'Sample' }, { value: 'full', label: 'Full data' }]} /><Button small>Small</Button><IconButton kind="default" icon={Plus} label="Add node" shortcut="N" /><Menu trigger={<IconButton icon={Ellipsis} label="More actions" />} items={items} /></div></div></S>
    <S title="Fields"><div style={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: '0 16px' }}>
      <Field label="Restarts"><NumberInput value={n} onChange={setN} min={1} max={50} onClear={() => setN(undefined)} /></Field>
      <Field label="Focus"><TextInput value={t} onChange={setT} /></Field>
      <Field label="Empty"><TextInput value="" onChange={() => {}} placeholder="All columns" icon={Search} /></Field>
      <Field label="Disabled"><TextInput value="k-means++" onChange={() => {}} disabledReason="Set by the model" /></Field>
      <Field label="k" error={k > 12 ? 'Between 2 and 12.' : undefined} description="Segments"><NumberInput value={k} onChange={setK} min={2} max={20} /></Field>
      <Field label="Guessed" hint="guessed" description="9 fields in every line."><Select value={sel} onChange={setSel} options={[{ value: 'a', label: 'Semicolon ;' }, { value: 'b', label: 'Comma ,', detail: 'rare' }]} /></Field>
      <Field label="Tolerance" error="Between 0 and 1."><NumberInput value={tol} onChange={setTol} step={0.0001} unit="€" /></Field>
      <Field label="Locked"><Select value="a" onChange={() => {}} options={[{ value: 'a', label: 'Fixed' }]} disabledReason="View only" /></Field></div>
      <div style={{ ...row, gap: 20 }}><Checkbox label="On" checked={on} onChange={setOn} /><Checkbox label="Off" checked={!on} onChange={() => setOn(!on)} /><Checkbox label="Some" indeterminate checked={false} onChange={() => {}} /><Checkbox label="Locked" checked onChange={() => {}} disabledReason="View only" /><Switch label="Auto-run" checked={on} onChange={setOn} /><Switch label="Off" checked={!on} onChange={() => setOn(!on)} /></div>
      <Field label="Number of segments, k"><div style={{ display: 'flex', gap: 8 }}><span style={{ width: 56 }}><NumberInput label="k" value={k} onChange={setK} min={2} max={12} /></span><Slider label="k, slider" value={Math.min(k, 12)} onChange={setK} min={2} max={12} /></div></Field></S>
    <S title="Column picker" sub="Knows the columns before any run."><Field label="Features" hint={`${cols.length} of ${columns.length} columns`}><ColumnPicker value={cols} onChange={setCols} columns={columns} detail={(c) => c === 'orders' ? '× 0.6' : undefined} /></Field>
      <Field label="Value column"><ColumnSelect value={one} onChange={setOne} onClear={() => setOne(undefined)} columns={columns} types={['int', 'double']} /></Field>
      <Field label="Gone"><ColumnSelect value="margin" onChange={() => {}} columns={columns} /></Field>
      <Field label="Formula"><ExpressionField value={expr} onChange={setExpr} columns={columns} error={expr.includes('ordrs') ? { message: 'There is no column "ordrs". Did you mean "orders"?', from: expr.indexOf('ordrs'), to: expr.indexOf('ordrs') + 5 } : undefined} /></Field>
      <div style={row}><ColumnChip name="segment" type="int" /><ColumnChip name="distance" type="double" /></div></S>
    <S title="Badges"><div style={row}><Badge>Sample</Badge><Badge kind="accent">Running</Badge><Badge kind="ok" icon={Check}>Full data, 0.3 s</Badge><Badge kind="warn" icon={History}>2 stale</Badge><Badge kind="error" icon={CircleAlert}>1 error</Badge><Badge icon={Pin}>Pinned</Badge><Kbd keys="N" /></div>
      <h3 style={{ font: 'var(--t-12)', fontWeight: 600, margin: '12px 0 8px' }}>Notes</h3><div style={{ display: 'grid', gap: 8 }}><Note>Returned is 5 % nearly everywhere.</Note><Note kind="warn">Frequency counts orders, not lines: 1,204 double lines were merged.</Note><Note kind="error" action={{ label: 'Leave out age', run() {} }}><b style={{ fontWeight: 500 }}>age has 457 missing values.</b> k-Means needs complete numbers. <LinkButton>Add Missing Values</LinkButton>.</Note><Note kind="stale">Changing k made 2 nodes stale.</Note></div></S>
    <S title="Menus and dialogs"><div style={row}><Menu trigger={<Button>Menu</Button>} items={items} /><Button onClick={() => setDlg(true)}>Dialog</Button><Button onClick={() => setCmd('palette')}>Palette</Button><Button onClick={() => setCmd('at')}>Add at</Button><Popover trigger={<Button>Popover</Button>} title="As of"><TextInput label="Date" value={t} onChange={setT} /></Popover><Button onClick={(e) => setAt({ x: e.clientX, y: e.clientY })}>Menu at</Button></div>
      <ContextMenu items={items}><div style={{ marginTop: 8, padding: 16, background: 'var(--canvas)' }}>Right-click here</div></ContextMenu></S>
    <S title="Toasts"><div style={row}><Button onClick={() => notify({ text: 'Deleted Joiner and 3 wires', action: { label: 'Undo', run: () => notify({ text: 'Back' }) } })}>Undo toast</Button><Button onClick={() => notify({ text: 'orders.csv could not be read', detail: 'Line 4 has 12 fields, not 9.', kind: 'error', action: { label: 'Show line', run() {} } })}>Error toast</Button></div></S>
    <S title="Tabs"><div style={{ display: 'flex', height: 120, margin: '0 -16px' }}><Tabs label="Inspector" tabs={[{ id: 'settings', label: 'Settings' }, { id: 'result', label: 'Result', icon: TableProperties }, { id: 'notes', label: 'Notes' }]} value={tab} onChange={setTab} aside={<IconButton small icon={X} label="Close the dock" />}><div style={{ padding: 12 }}>{tab}</div></Tabs></div></S>
    <S title="Empty, loading, error"><div style={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 8 }}><Empty icon={TableProperties} title="No rows yet" text="Run to here to see the table." action={<Button small icon={Play}>Run to here</Button>} /><ErrorBoundary what="The map"><Bomb /></ErrorBoundary></div><Progress label="Reading orders.csv" value={0.74} detail="3.1 of 4.2 MB" /><br /><Progress label="Fitting" value={undefined} /><br /><Spinner label="Opening the workflow" /></S>
    <Dialog open={dlg} onClose={() => setDlg(false)} title="Read orders.csv" footer={<><Button onClick={() => setDlg(false)}>Cancel</Button><Button kind="primary" onClick={() => setDlg(false)}>Read 48,704 rows</Button></>}>
      <Field label="Separator"><Select value={sel} onChange={setSel} options={[{ value: 'a', label: 'Semicolon ;' }, { value: 'b', label: 'Comma ,' }]} /></Field><Field label="Keys"><ColumnPicker value={cols} onChange={setCols} columns={columns} types={['int', 'double']} /></Field></Dialog>
    <CommandList open={cmd !== ''} onClose={() => setCmd('')} at={cmd === 'at' ? { x: 900, y: 500 } : undefined} label={cmd === 'at' ? 'Add a node after k-Means' : 'Find a command'} onChoose={(id) => notify({ text: `chose ${id}` })} groups={[
      { label: 'Fits this table: 11,413 × 36', items: [{ id: 'sp', title: 'Segment Profile', description: 'Has a segment column: sizes, value, traits', icon: <FamilyIcon family="cluster" icon="id-card" /> }, { id: 'rf', title: 'Random Forest', description: 'Predict the segment from other columns', icon: <FamilyIcon family="model" icon="trees" /> }, { id: 'pr', title: 'Predictor', disabledReason: 'Needs a model: drag from the diamond', icon: <FamilyIcon family="model" icon="signpost" /> }] },
      { label: 'Commands', items: [{ id: 'run', title: 'Run all', detail: 'Ctrl+Enter' }, { id: 'undo', title: 'Undo', detail: 'Ctrl+Z' }] }]} />
    <MenuAt at={at} onClose={() => setAt(undefined)} items={items} label="Node" />
    <Toasts />
  </main></TooltipProvider>;
}
createRoot(document.getElementById('root')!).render(<StrictMode><App /></StrictMode>);

import { useMemo } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import type { Schema } from '../../core/schema.ts';
import { useEditor, useEditorState } from '../editor.ts';
import { nameOf } from '../node-state.ts';
import type { DockPort } from './dock-ports.ts';
import type { ColumnMark } from './grid-head.tsx';
import { lookOf } from './grid-looks.ts';
import { Grid } from './grid.tsx';
import { count } from './numbers.ts';
import { scrollLink, type ScrollLink } from './scroll-link.ts';
import { NotThere, Shown } from './table-panel.tsx';
import { usePort, type PortTable } from './use-port.ts';

/** What goes into a node beside what comes out of it. Tables of as many rows scroll together. */
export function BesidePanel({ input, output }: { input: DockPort; output: DockPort }) {
  const [before, after] = [usePort(input), usePort(output)];
  const link = useMemo(() => scrollLink(), []);
  const [gone, added] = useMemo(
    () => [marksOf(before.op?.schema, after.op?.schema, 'dropped'), marksOf(after.op?.schema, before.op?.schema, 'new')],
    [before.op, after.op],
  );
  return (
    <Group orientation="horizontal" className="beside">
      <Panel id="input" minSize={200}>
        <Side port={input} table={before} marks={gone} link={link} />
      </Panel>
      <Separator className="workspace-split" aria-label="Width of the input" />
      <Panel id="output" minSize={200}>
        <Side port={output} table={after} marks={added} link={link} />
      </Panel>
    </Group>
  );
}

/** The columns of a table that another does not have. */
export function marksOf(schema: Schema | undefined, other: Schema | undefined, mark: ColumnMark): ReadonlyMap<string, ColumnMark> {
  if (!schema || !other) return new Map();
  const there = new Set(other.map((c) => c.name));
  return new Map(schema.flatMap(({ name }) => (there.has(name) ? [] : [[name, mark] as const])));
}

interface SideProps {
  port: DockPort;
  table: PortTable;
  marks: ReadonlyMap<string, ColumnMark>;
  link: ScrollLink;
}

function Side({ port, table: { op, isPrevious, state }, marks, link }: SideProps) {
  const { engine } = useEditor();
  const place = useEditorState((s) => lookOf(s.id, port));
  const owner = useEditorState((s) => nameOf(s.workflow, port.owner));
  const isInput = port.id.startsWith('in:');
  const rows = op && engine.rows(op);
  const words = [
    isInput && `from ${owner}`,
    rows !== undefined && `${count(rows)} rows × ${count(op!.schema.length)}`,
    marks.size > 0 && `${count(marks.size)} ${isInput ? 'dropped' : 'new'}`,
  ].filter(Boolean);
  return (
    <section className="beside-side" aria-label={port.label}>
      <header className="num">
        <b>{port.label}</b>
        <span className="ellipsis">{words.join(', ')}</span>
      </header>
      {op ? (
        <Shown node={port.owner} state={state} isPrevious={isPrevious}>
          <Grid
            key={`${port.owner} ${port.output}`}
            op={op}
            label={`Rows of ${port.label}`}
            place={place}
            port={port}
            marks={marks}
            link={link}
          />
        </Shown>
      ) : (
        <NotThere node={port.owner} state={state} what="The rows" />
      )}
    </section>
  );
}

import { ChevronDown, Play, Square } from 'lucide-react';
import { useEffect, useState } from 'react';
import { commandEntry } from '../commands/command-entry.ts';
import { perform } from '../commands/commands.ts';
import { openTab } from '../dock/dock-state.ts';
import { useEditor, useEditorState } from '../editor.ts';
import { labelOf, nodeState, runningIn, sampleWords } from '../node-state.ts';
import type { State } from '../store.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Menu } from '../ui/menu.tsx';
import { Tooltip } from '../ui/tooltip.tsx';

/** What the results on show come from, and the buttons that start and stop a run. */
export function RunControl() {
  const editor = useEditor();
  const running = useEditorState((s) => s.running);
  const empty = useEditorState((s) => s.workflow.nodes.length === 0);
  const progress = useEditorState((s) => (s.running ? runningText(s) : ''));
  if (running)
    return (
      <>
        <span className="topbar-progress num" role="status">
          {progress}
        </span>
        <Button icon={Square} shortcut="Ctrl+." onClick={() => editor.stop()}>
          Stop
        </Button>
      </>
    );
  return (
    <>
      <Basis />
      <span className="topbar-run">
        <Button
          kind="primary"
          icon={Play}
          shortcut="Ctrl+Enter"
          disabledReason={empty ? 'There is no node to run' : undefined}
          onClick={() => perform('run', editor)}
        >
          Run
        </Button>
        <RunMenu quiet={empty} />
      </span>
    </>
  );
}

function RunMenu({ quiet }: { quiet: boolean }) {
  const editor = useEditor();
  return (
    <Menu
      align="end"
      trigger={<IconButton icon={ChevronDown} label="More ways to run" kind={quiet ? 'default' : 'primary'} />}
      items={() => [commandEntry('run', editor), commandEntry('run-to-here', editor), 'separator', commandEntry('auto-run', editor)]}
    />
  );
}

/** Whether what is on show was computed from a sample or from everything. */
function Basis() {
  const basis = useBasis();
  const text = BASIS[basis.kind];
  if (!text) return <span className="topbar-basis" />;
  return (
    <Tooltip text={text.about}>
      <button type="button" className="topbar-basis num" data-basis={basis.kind} onClick={() => openTab('log')}>
        {basis.kind === 'sample' ? sampleWords(basis.share) : text.words}
      </button>
    </Tooltip>
  );
}

const BASIS = {
  none: undefined,
  busy: { words: 'Updating', about: 'What the last edit changes is being computed. Run computes everything.' },
  sample: {
    words: 'Sample',
    about: 'The newest results come from a share of the rows, so that they are here at once. Run computes them from all rows.',
  },
  full: { words: 'Full data', about: 'What is on show was computed from all rows.' },
} as const;

interface Basis {
  readonly kind: keyof typeof BASIS;
  readonly share: number;
}

const NO_BASIS: Basis = { kind: 'none', share: 1 };

/** All nodes are looked at for it, so it comes a moment after an edit and not with it, in milliseconds. */
const LATER_MS = 150;

function useBasis(): Basis {
  const editor = useEditor();
  const [basisOf] = useState(basisSource);
  const [basis, setBasis] = useState(NO_BASIS);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      timer = undefined;
      setBasis(basisOf(editor.getState()));
    };
    const lookLater = (): void => {
      timer ??= setTimeout(look, LATER_MS);
    };
    lookLater();
    const unsubscribe = editor.subscribe(lookLater);
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, [editor, basisOf]);
  return basis;
}

/** What the results of a workflow come from, found anew only when something about that has changed. */
function basisSource(): (state: State) => Basis {
  let of: Pick<State, 'compiled' | 'statuses' | 'sample' | 'previewing'> | undefined;
  let basis = NO_BASIS;
  return (state) => {
    const { compiled, statuses, sample, previewing } = state;
    const isSame = of?.compiled === compiled && of.statuses === statuses && of.sample === sample && of.previewing === previewing;
    if (isSame) return basis;
    of = { compiled, statuses, sample, previewing };
    const kinds = new Set(state.workflow.nodes.map((node) => nodeState(state, node.id).kind));
    const kind = previewing ? 'busy' : kinds.has('sampled') ? 'sample' : kinds.has('done') ? 'full' : 'none';
    const share = sample?.share ?? 1;
    if (basis.kind !== kind || basis.share !== share) basis = { kind, share };
    return basis;
  };
}

/** Which node is being computed and how far it is: "k-Means 62 %". */
export function runningText(state: State): string {
  for (const node of state.workflow.nodes) {
    const running = runningIn(state, node.id);
    if (running) return running.share === undefined ? labelOf(node) : `${labelOf(node)} ${Math.round(running.share * 100)} %`;
  }
  return '';
}

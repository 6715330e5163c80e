import './export.css';
import { Copy, Download } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { copyText } from '../copy-text.ts';
import { useEditorState } from '../editor.ts';
import { download } from '../files/transfer.ts';
import { nameOf } from '../node-state.ts';
import { openSheet, setSparkCheck } from '../shell/shell-state.ts';
import { sizeText } from '../start/words.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Empty, Note, Spinner } from '../ui/feedback.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { codeLayout } from './code-blocks.ts';
import { Code } from './code.tsx';
import type { Language } from './gaps.ts';
import { Obstacles } from './obstacles.tsx';
import { runLine, scriptFile } from './print.ts';
import { RunFirst } from './run-first.tsx';
import { usePrinted, type Shown } from './use-printed.ts';

const close = (): void => openSheet(undefined);

const NAMES: { readonly [L in Language]: string } = { pyspark: 'PySpark', sql: 'SQL' };
const LANGUAGES = (['pyspark', 'sql'] as const).map((value) => ({ value, label: NAMES[value] }));

/** The workflow as a script, to read, to copy and to download. */
export function ExportDialog({ language }: { language: Language }) {
  const { shown, busy } = usePrinted(language);
  const marked = shown?.kind === 'refused' && shown.gaps && shown.language === 'pyspark';
  useEffect(() => {
    if (marked) setSparkCheck(true);
  }, [marked]);
  return (
    <Dialog
      open
      onClose={close}
      title="Export the workflow as a script"
      size="large"
      footer={<Footer language={shown?.language ?? language} text={shown?.kind === 'script' ? shown.text : undefined} />}
    >
      <div className="export" aria-busy={busy}>
        <div className="export-bar">
          <Segmented label="Language" value={language} onChange={openSheet} options={LANGUAGES} />
          {shown?.kind === 'script' && <Facts text={shown.text} />}
        </div>
        {shown ? <Body shown={shown} marked={marked} /> : <Printing />}
      </div>
    </Dialog>
  );
}

const Printing = () => (
  <div className="export-middle">
    <Spinner label="Printing the script" />
  </div>
);

function Facts({ text }: { text: string }) {
  const words = useMemo(() => `${codeLayout(text).lines.toLocaleString('en')} lines, ${sizeText(new Blob([text]).size)}`, [text]);
  return <span className="export-facts num">{words}</span>;
}

function Body({ shown, marked }: { shown: Shown; marked: boolean }) {
  switch (shown.kind) {
    case 'script':
      return (
        <>
          <LeftOut nodes={shown.leftOut} />
          <Code
            key={shown.language}
            text={shown.text}
            language={shown.language === 'sql' ? 'sql' : 'python'}
            label={`${NAMES[shown.language]} script`}
          />
        </>
      );
    case 'unfitted':
      return <RunFirst nodes={shown.nodes} learners={shown.learners} />;
    case 'refused':
      return <Obstacles obstacles={shown.obstacles} marked={marked} />;
    case 'failed':
      return (
        <div className="export-middle" role="alert">
          <Empty kind="error" title="The script could not be printed" text={shown.message} />
        </div>
      );
  }
}

function LeftOut({ nodes }: { nodes: readonly string[] }) {
  const workflow = useEditorState((s) => s.workflow);
  if (!nodes.length) return null;
  return (
    <div className="export-note">
      <Note kind="warn">{`Left out of the script, waiting for an input: ${nodes.map((id) => nameOf(workflow, id)).join(', ')}.`}</Note>
    </div>
  );
}

function Footer({ language, text }: { language: Language; text: string | undefined }) {
  const file = useEditorState((s) => scriptFile(s.workflow, language));
  const disabledReason = text === undefined ? 'There is no script yet' : undefined;
  return (
    <>
      <p className="export-run">
        <span>Run it beside its data:</span> <code className="ellipsis">{runLine(file, language)}</code>
      </p>
      <Button icon={Copy} disabledReason={disabledReason} onClick={() => void copyText(text!, 'the script')}>
        Copy
      </Button>
      <Button kind="primary" icon={Download} disabledReason={disabledReason} onClick={() => download(file, new Blob([text!]))}>
        Download
      </Button>
    </>
  );
}

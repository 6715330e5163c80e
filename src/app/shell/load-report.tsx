import './sheets.css';
import type { Problem } from '../../core/workflow-file.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Note } from '../ui/feedback.tsx';
import { showReport, useShell, type LoadReport as Report } from './shell-state.ts';

const close = (): void => showReport(undefined);

/** What could not be taken from a workflow file as it stands, and what was kept. */
export function LoadReport() {
  const report = useShell((s) => s.report);
  return (
    <Dialog
      open={report !== undefined}
      onClose={close}
      title={report ? titleOf(report) : ''}
      footer={
        <Button kind="primary" onClick={close}>
          {report?.nodes === undefined ? 'Close' : 'Show the workflow'}
        </Button>
      }
    >
      {report && <Body report={report} />}
    </Dialog>
  );
}

const titleOf = ({ name, nodes, from }: Report): string =>
  nodes === undefined ? `${name} could not be opened` : `${name} was ${from === 'text' ? 'taken in' : 'opened'} with remarks`;

function Body({ report: { from, nodes, newer, problems } }: { report: Report }) {
  return (
    <>
      <p className="report-lead">
        {nodes === undefined
          ? `Nothing was changed. The ${from} is as it was.`
          : `${nodes === 1 ? '1 node was' : `${nodes} nodes were`} read; what is listed here was kept where it could be.${from === 'text' ? '' : ` The ${from} itself is as it was: changes go to a copy in this browser.`}`}
      </p>
      {newer && (
        <Note kind="warn">It was made by a newer version. Save it under another name, or what only that version knows is lost.</Note>
      )}
      <ul className="report-list">
        {problems.map((problem, i) => (
          <li key={i}>
            <Remark problem={problem} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Remark({ problem: { level, node, field, message, fix } }: { problem: Problem }) {
  const where = [node, field].filter(Boolean).join(', ');
  return (
    <Note kind={level === 'error' ? 'error' : 'warn'}>
      {where && <span className="report-where mono">{where}: </span>}
      {message}
      {fix && ` ${fix}`}
    </Note>
  );
}

import './fix-buttons.css';
import { WandSparkles } from 'lucide-react';
import { useMemo } from 'react';
import type { Issue } from '../core/compile.ts';
import { applyFix } from './apply-fix.ts';
import { useEditor, useEditorState } from './editor.ts';
import { fixesFor, type Fix } from './fixes.ts';
import { issueOf } from './node-state.ts';
import { useShell } from './shell/shell-state.ts';
import { Button, LinkButton } from './ui/button.tsx';
import { Menu } from './ui/menu.tsx';

/** What can be done about an issue; nothing while the workflow can only be looked at. */
export function useFixes(issue: Issue | undefined): readonly Fix[] {
  const workflow = useEditorState((s) => s.workflow);
  const compiled = useEditorState((s) => s.compiled);
  const ran = useEditorState((s) => s.ran);
  const frozen = useShell((s) => s.viewOnly);
  return useMemo(() => (issue && !frozen ? fixesFor(issue, { workflow, compiled, ran }) : []), [issue, frozen, workflow, compiled, ran]);
}

/** What can be done about an issue, as buttons: the likeliest at once, the others in a menu. */
export function Fixes({ issue }: { issue: Issue }) {
  const editor = useEditor();
  const [first, ...others] = useFixes(issue);
  if (!first) return null;
  const act = (fix: Fix) => ({ label: fix.label, onSelect: () => applyFix(editor, issue.node, fix) });
  return (
    <div className="fixes" role="group" aria-label="Ways to put it right">
      <Button small icon={WandSparkles} tooltip="Alt+F" onClick={() => applyFix(editor, issue.node, first)}>
        {first.label}
      </Button>
      {others.length > 0 && <Menu trigger={<LinkButton>Something else</LinkButton>} items={others.map(act)} />}
    </div>
  );
}

/** The same for whatever is wrong with a node. */
export function FixesOf({ node }: { node: string }) {
  const issue = useEditorState((s) => issueOf(s.compiled, node));
  return issue ? <Fixes issue={issue} /> : null;
}

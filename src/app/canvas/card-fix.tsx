import './card-fix.css';
import { WandSparkles } from 'lucide-react';
import { useEditor, useEditorState } from '../editor.ts';
import { applyFix } from '../apply-fix.ts';
import { useFixes } from '../fix-buttons.tsx';
import { issueOf } from '../node-state.ts';
import { Button } from '../ui/button.tsx';

/** Below the selected card, what would put right what is wrong with it. */
export function CardFix({ node }: { node: string }) {
  const editor = useEditor();
  const issue = useEditorState((s) => issueOf(s.compiled, node));
  const [fix] = useFixes(issue);
  return (
    fix && (
      <div className="card-fix nodrag nopan">
        <Button small icon={WandSparkles} shortcut="Alt+F" onClick={() => applyFix(editor, node, fix)}>
          {fix.label}
        </Button>
      </div>
    )
  );
}

import type { ScriptRequest } from '../spark/workflow-script.ts';

export function workflowSql(_request: ScriptRequest): string {
  throw new Error('not yet');
}

import type { Compiled } from '../../core/compile.ts';
import type { NodeTypes } from '../../core/node.ts';
import { paramUses } from '../../core/param-uses.ts';
import { inOrder } from '../../core/plan.ts';
import { VERSION } from '../../core/version.ts';
import type { Workflow } from '../../core/workflow.ts';
import { blocksOf, checkedOutputs, gapsOf, type Limits, type NodeGap, type ScriptRequest } from '../script-parts.ts';
import { gapOf, sinkGap } from './gaps.ts';
import { sparkScript, type Script } from './script.ts';

export type { Fitted, NodeGap, ScriptRequest } from '../script-parts.ts';

const LIMITS: Limits = { gapOf, sinkGap, needed: inOrder };

/** Prints a workflow as a PySpark script; a PlanError where a gap, or a model that is not there, forbids it. */
export function workflowScript(request: ScriptRequest): Script {
  const { workflow, compiled, types, file, fitted, refit } = request;
  const outputs = checkedOutputs(request, LIMITS);
  const { literals } = paramUses(workflow, compiled, types);
  return sparkScript({
    title: workflow.title,
    description: workflow.description,
    origin: `Clade ${VERSION} from ${file}`,
    frames: blocksOf(workflow, compiled, types),
    params: workflow.params,
    literals,
    outputs,
    models: (op) => fitted.model(op),
    refit,
    known: (op) => fitted.rows(op),
  });
}

/** What of a workflow cannot run on Spark, by node, in the order of the workflow. */
export function sparkGaps(workflow: Workflow, compiled: Compiled, types: NodeTypes, until?: string): NodeGap[] {
  return gapsOf(workflow, compiled, types, LIMITS, until);
}

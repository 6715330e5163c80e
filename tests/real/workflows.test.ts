import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { nodeTypes } from '../../nodes/index.ts';
import { compiler } from '../../src/core/compile.ts';
import { loadWorkflow, saveWorkflow } from '../../src/core/workflow-file.ts';

const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.clade.json'));

describe.each(files)('%s', (file) => {
  const text = readFileSync(new URL(file, import.meta.url), 'utf8');
  const { workflow, problems } = loadWorkflow(text, nodeTypes);

  test('compiles without its data', () => {
    expect(problems).toEqual([]);
    expect(compiler(nodeTypes)(workflow).issues).toEqual([]);
  });

  test('is written as the app writes it', () => {
    expect(saveWorkflow(workflow, nodeTypes)).toBe(text);
  });
});

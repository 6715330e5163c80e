import { readFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { nodeTypes } from '../../nodes/index.ts';
import { fromBase64Url, pack, toBase64Url, unpack } from '../../src/app/files/pack.ts';
import { lengthWarning, linkTo, sharedIn, textOf, type Look } from '../../src/app/files/share-link.ts';
import { idIn } from '../../src/app/shell/route.ts';
import { contentsOf } from '../../src/app/share/share-dialog.tsx';
import { loadWorkflow, saveWorkflow } from '../../src/core/workflow-file.ts';
import { EMPTY, type Workflow } from '../../src/core/workflow.ts';

const example = readFileSync(new URL('../../examples/rfm.clade.json', import.meta.url), 'utf8');
const { workflow: rfm } = loadWorkflow(example, nodeTypes);
const page = 'https://clade.example/app/?x=1#/w/abc';

describe('a link', () => {
  test.each<Look>(['edit', 'view', 'present'])('to %s holds the workflow as its file would', async (look) => {
    const link = await linkTo(rfm, look, page);
    expect(link.startsWith('https://clade.example/app/?x=1#/s/')).toBe(true);
    const shared = sharedIn(new URL(link).hash)!;
    expect(shared.look).toBe(look);
    expect(await textOf(shared)).toBe(saveWorkflow(rfm, nodeTypes));
  });

  test('is written in letters that no program changes, and is short', async () => {
    const link = await linkTo(rfm, 'edit', 'https://clade.example/');
    expect(link).toMatch(/^https:\/\/clade\.example\/#\/s\/[\w-]+$/);
    expect(link.length).toBeLessThan(4000);
  });

  test('holds no password and no folder of this computer', async () => {
    const workflow: Workflow = {
      ...rfm,
      params: [{ name: 'api_key', type: 'string', value: 'hunter2' }],
      sources: rfm.sources.map((s) => ({ ...s, path: 'C:\\ada\\secret\\orders.csv' })),
    };
    const text = await textOf(sharedIn(new URL(await linkTo(workflow, 'edit', page)).hash)!);
    expect(text).not.toContain('hunter2');
    expect(text).not.toContain('ada');
    expect(text).toContain('"orders.csv"');
  });

  test.each(['#/s/', '#/s/x y', '#/w/abc', '#/s/q/abc', '', '#/s/v/'])('is not what "%s" is', (hash) => {
    expect(sharedIn(hash)).toBeUndefined();
    expect(idIn('#/s/v/abc')).toBeUndefined();
  });

  test('that was cut on its way says what to do', async () => {
    const payload = toBase64Url(await pack(example));
    const cut = textOf({ look: 'edit', payload: payload.slice(0, payload.length / 2) });
    await expect(cut).rejects.toThrow('The link could not be opened.\nIt is damaged: a part may be missing. Copy it again');
    await expect(textOf({ look: 'edit', payload: 'AAAA' })).rejects.toThrow('could not be opened');
  });

  test('that unpacks to far more than a workflow is refused on the way', async () => {
    const bomb = deflateRawSync(Buffer.alloc(40_000_000));
    await expect(textOf({ look: 'edit', payload: toBase64Url(bomb) })).rejects.toThrow('It unpacks to more than 32 MB.');
    await expect(unpack(await pack('abc'), 2)).rejects.toThrow(RangeError);
    expect(await unpack(await pack('abc'), 3)).toBe('abc');
  });

  test.each([
    [4000, ''],
    [9000, 'Some chat'],
    [31_000, 'Many programs cut'],
  ])('of %i characters gets the warning %s', (length, warning) => {
    expect((lengthWarning(length) ?? '').slice(0, warning.length)).toBe(warning);
  });
});

test('the alphabet of links gives back all bytes', () => {
  const bytes = Uint8Array.from({ length: 70_000 }, (_, i) => (i * 7) % 256);
  expect(fromBase64Url(toBase64Url(bytes))).toEqual(bytes);
  expect(() => fromBase64Url('a+b')).toThrow(SyntaxError);
});

test('the dialog says what is in the link and which files it needs', () => {
  expect(contentsOf({ ...rfm, frames: [] })).toBe(
    `In it: ${rfm.nodes.length} nodes with their settings and the names and types of columns. Passwords, keys and folders of this computer are left out. To run it, choose ${rfm.sources[0]!.path} there.`,
  );
  expect(contentsOf(EMPTY)).not.toContain('To run it');
});

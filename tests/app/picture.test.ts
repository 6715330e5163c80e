import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { CanvasPicture, type Look } from '../../src/app/picture/canvas-picture.tsx';
import { fittedText, plainText, wrappedText } from '../../src/app/picture/fitted-text.ts';
import { createEditor } from '../../src/app/store.ts';
import { EMPTY, type Workflow } from '../../src/core/workflow.ts';
import { fakeEngine } from './fake-engine.ts';

const measure = (text: string): number => text.length * 6;
const look: Look = { colour: (token) => `#${token.length.toString(16).padStart(6, '0')}`, font: 'sans-serif', measure };

const drawn = (workflow: Workflow): string =>
  renderToStaticMarkup(createElement(CanvasPicture, { state: createEditor(fakeEngine(), workflow).getState(), look }));

const evil = '<script>alert("1")</script> & co';
const shop: Workflow = {
  ...EMPTY,
  title: evil,
  nodes: [
    { id: 'data', type: 'sample-data', version: 1, label: evil, params: [], at: [100, 100] },
    { id: 'order', type: 'sort', version: 1, params: [['order', [{ column: evil }]]], at: [324, 100] },
    { id: 'odd', type: evil, version: 1, params: [], at: [548, 100] },
  ],
  edges: [{ from: ['data', 'customers'], to: ['order', 'table'] }],
  notes: [{ id: 'note', text: `${evil}\nsecond line`, at: [100, 260], size: [400, 80] }],
  frames: [{ id: 'frame', title: evil, at: [60, 40], size: [760, 320] }],
};

/** Reads XML strictly enough to see whether every element is closed where it must be, and gives the names in it. */
function elementsOf(xml: string): string[] {
  const open: string[] = [];
  const names = new Set<string>();
  let at = 0;
  for (const { 0: tag, 1: close, 2: name, 3: empty, index } of xml.matchAll(/<(\/?)([a-zA-Z][\w:-]*)(?:\s+[\w:-]+="[^"<]*")*\s*(\/?)>/g)) {
    if (/[<>]|&(?!(amp|lt|gt|quot|#x?[0-9a-fA-F]+);)/.test(xml.slice(at, index))) throw new Error(`No text: ${xml.slice(at, index)}`);
    at = index + tag.length;
    names.add(name!);
    if (!close && !empty) open.push(name!);
    else if (close && open.pop() !== name) throw new Error(`${name} is closed and was not open.`);
  }
  if (open.length || at < xml.length) throw new Error('It ends in the middle.');
  return [...names];
}

describe('the picture of a canvas', () => {
  test('is well-formed and holds shapes and texts alone, whatever names say', () => {
    const svg = drawn(shop);
    const names = elementsOf(svg);
    expect(names).toContain('text');
    expect(names.filter((name) => /script|style|image|foreignObject|^a$|use/i.test(name))).toEqual([]);
    expect(svg).not.toMatch(/\son\w+=|href=|url\(/);
    expect(svg).toContain('&lt;script&gt;');
  });

  test('needs nothing from outside: no variable, no class of the page decides a colour', () => {
    expect(drawn(shop)).not.toMatch(/var\(|currentColor/);
  });

  test('shows each card, the wire with its columns, the note and the frame with its number', () => {
    const svg = drawn({
      ...shop,
      title: 'Shop',
      nodes: shop.nodes.map((n) => ({ ...n, label: n.id === 'odd' ? 'Odd one' : undefined })),
      frames: [{ ...shop.frames[0]!, title: 'Prepare' }],
    });
    for (const text of ['Sample Data', 'Sort', 'Odd one', '1 Prepare', 'second line']) expect(svg).toContain(`>${text}<`);
    expect(svg).toMatch(/>\d+ cols</);
    expect(svg).toContain('stroke-dasharray="4 4"');
  });

  test('has room for all that is drawn', () => {
    const [, x, y, width, height] = /viewBox="(\S+) (\S+) (\S+) (\S+)"/.exec(drawn(shop))!.map(Number);
    expect([x! < 60, y! < 40, x! + width! > 820, y! + height! > 360]).toEqual([true, true, true, true]);
  });

  test('of a folded frame is one card, and nothing that is folded away is drawn', () => {
    const svg = drawn({ ...shop, frames: [{ ...shop.frames[0]!, title: 'Prepare', folded: ['data', 'order'] }] });
    expect(svg).toContain('1 Prepare');
    expect(svg).not.toContain('>Sort<');
  });

  test('of nothing is empty and still a picture', () => {
    expect(elementsOf(drawn(EMPTY))).toEqual(['svg', 'title', 'rect']);
  });
});

describe('a text in a picture', () => {
  test('is cut where it does not fit', () => {
    expect(fittedText('short', 60, measure)).toBe('short');
    expect(fittedText('Monthly customers', 60, measure)).toBe('Monthly c…');
    expect(fittedText('👩👩👩👩👩👩', 30, measure)).not.toMatch(/\p{Surrogate}/u);
  });

  test('is broken between words, in as many lines as there is room for', () => {
    expect(wrappedText('one two three\nfour', 48, 3, measure)).toEqual(['one two', 'three', 'four']);
    expect(wrappedText('one two three\nfour', 48, 2, measure)).toEqual(['one two', 'three']);
  });

  test('has no sign that XML forbids', () => {
    expect(plainText('a\u0000b\u001bc\ud800d\ufffee')).toBe('abcde');
  });
});

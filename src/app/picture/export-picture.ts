import { createElement } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { slugOf } from '../files/formats.ts';
import { download } from '../files/transfer.ts';
import type { Editor } from '../store.ts';
import { CanvasPicture, type Look } from './canvas-picture.tsx';
import { pngOf, svgOf, type Drawing } from './png-of.ts';

/** Hands the canvas to the browser's downloads as a drawing. */
export function exportSvg(editor: Editor): void {
  download(`${slugOf(editor.getState().workflow.title)}.svg`, svgOf(drawn(editor)));
}

/** The same as an image, twice as sharp as on the screen. */
export async function exportPng(editor: Editor): Promise<void> {
  download(`${slugOf(editor.getState().workflow.title)}.png`, await pngOf(drawn(editor)));
}

function drawn(editor: Editor): Drawing {
  const place = document.createElement('div');
  const root = createRoot(place);
  flushSync(() => root.render(createElement(CanvasPicture, { state: editor.getState(), look: lookNow() })));
  const svg = place.querySelector('svg')!;
  const size = { width: Number(svg.getAttribute('width')), height: Number(svg.getAttribute('height')) };
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}\n`;
  root.unmount();
  return { text, ...size };
}

/** The theme's colours as they are now, each as it is over the canvas, and the widths of texts in its font. */
function lookNow(): Look {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
  const probe = document.createElement('span');
  document.body.append(probe);
  const computed = (token: string): string => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  const tokens = new Map<string, string>();
  const colour = (token: string): string => {
    const known = tokens.get(token);
    if (known !== undefined) return known;
    for (const layer of ['--canvas', token]) {
      context.fillStyle = computed(layer);
      context.fillRect(0, 0, 1, 1);
    }
    const [r = 0, g = 0, b = 0] = context.getImageData(0, 0, 1, 1).data;
    const hex = `#${[r, g, b].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
    tokens.set(token, hex);
    return hex;
  };
  for (const token of TOKENS) colour(token);
  probe.remove();
  const font = getComputedStyle(document.body).fontFamily;
  return {
    colour,
    font,
    measure(text, size, weight) {
      context.font = `${weight} ${size}px ${font}`;
      return context.measureText(text).width;
    },
  };
}

const TOKENS = `--canvas --surface --surface-2 --frame --note --note-line --line --line-strong --control --accent --text --text-2
  --text-3 --ok --warn --warn-weak --err --err-weak --err-line --on-fam --fam-input --fam-prepare --fam-clean --fam-features
  --fam-cluster --fam-model --fam-explain --fam-output`.split(/\s+/);

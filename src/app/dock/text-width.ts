let pen: CanvasRenderingContext2D | null | undefined;

/** How wide texts are in a font, in pixels. */
export function widestOf(texts: Iterable<string>, font: string): number {
  pen ??= document.createElement('canvas').getContext('2d');
  if (!pen) return 0;
  pen.font = font;
  let widest = 0;
  for (const text of texts) widest = Math.max(widest, pen.measureText(text.slice(0, MOST_CHARACTERS)).width);
  return Math.ceil(widest);
}

const MOST_CHARACTERS = 400;

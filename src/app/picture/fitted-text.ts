/** How wide a text is drawn, in pixels. */
export type Measure = (text: string, size: number, weight: number) => number;

/** What stands for a text in XML: without signs that no XML may hold. */
export const plainText = (text: string): string => text.replace(NOT_XML, '');

// oxlint-disable-next-line no-control-regex -- these are the signs that are meant
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

/** As much of a text as fits, and an ellipsis for the rest. */
export function fittedText(text: string, width: number, measure: (text: string) => number): string {
  const plain = plainText(text).replace(/\s+/g, ' ').trim().slice(0, MOST_LETTERS);
  if (measure(plain) <= width) return plain;
  const letters = [...plain];
  let [fits, tooMany] = [0, letters.length];
  while (tooMany - fits > 1) {
    const half = (fits + tooMany) >> 1;
    if (measure(`${letters.slice(0, half).join('')}…`) <= width) fits = half;
    else tooMany = half;
  }
  return `${letters.slice(0, fits).join('').trimEnd()}…`;
}

const MOST_LETTERS = 500;

/** A text in lines of a width, broken between words; as many as there is room for. */
export function wrappedText(text: string, width: number, most: number, measure: (text: string) => number): string[] {
  const lines: string[] = [];
  for (const paragraph of plainText(text).split('\n')) {
    let line = '';
    for (const word of paragraph.split(' ')) {
      if (lines.length >= most) return lines;
      const longer = line ? `${line} ${word}` : word;
      if (line && measure(longer) > width) {
        lines.push(line);
        line = fittedText(word, width, measure);
      } else line = line ? longer : fittedText(word, width, measure);
    }
    lines.push(line);
  }
  return lines.slice(0, most);
}

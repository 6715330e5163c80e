import { download } from '../../files/transfer.ts';

/** What an SVG takes from style sheets, and loses outside of them. */
const STYLES = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
] as const;

const MARGIN = 16;

/** A drawing on its own, as it looks on the screen, with a margin. */
function standalone(svg: SVGSVGElement): SVGSVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = [svg, ...svg.querySelectorAll('*')];
  for (const [i, element] of [copy, ...copy.querySelectorAll('*')].entries()) {
    const style = getComputedStyle(originals[i]!);
    for (const name of [...element.attributes].map((a) => a.name))
      if (name === 'class' || name === 'style' || name === 'tabindex' || name === 'role' || /^(data|aria)-/.test(name))
        element.removeAttribute(name);
    if (element instanceof SVGGraphicsElement || element.tagName === 'tspan')
      for (const name of STYLES) element.setAttribute(name, style.getPropertyValue(name));
  }
  const [width, height] = [svg.width.baseVal.value, svg.height.baseVal.value];
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('viewBox', `${-MARGIN} ${-MARGIN} ${width + 2 * MARGIN} ${height + 2 * MARGIN}`);
  copy.setAttribute('width', String(width + 2 * MARGIN));
  copy.setAttribute('height', String(height + 2 * MARGIN));
  copy.prepend(backdrop(svg, width, height));
  return copy;
}

function backdrop(svg: SVGSVGElement, width: number, height: number): SVGRectElement {
  const rect = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  const place = svg.closest('.chart-picture') ?? document.body;
  const box = { x: -MARGIN, y: -MARGIN, width: width + 2 * MARGIN, height: height + 2 * MARGIN };
  for (const [name, value] of Object.entries(box)) rect.setAttribute(name, String(value));
  rect.setAttribute('fill', getComputedStyle(place).backgroundColor);
  return rect;
}

const blobOf = (svg: SVGSVGElement): Blob => new Blob([new XMLSerializer().serializeToString(svg)], { type: 'image/svg+xml' });

export function saveSvg(svg: SVGSVGElement, name: string): void {
  download(`${name}.svg`, blobOf(standalone(svg)));
}

/** Twice as many pixels as on the screen, so that it is sharp in a presentation. */
const SCALE = 2;

export async function savePng(svg: SVGSVGElement, name: string): Promise<void> {
  const copy = standalone(svg);
  const url = URL.createObjectURL(blobOf(copy));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Number(copy.getAttribute('width')) * SCALE;
    canvas.height = Number(copy.getAttribute('height')) * SCALE;
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
    const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (!png) throw new Error('The picture is too large.');
    download(`${name}.png`, png);
  } finally {
    URL.revokeObjectURL(url);
  }
}

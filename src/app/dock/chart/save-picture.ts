import { download } from '../../files/transfer.ts';
import { pngOf, svgOf, type Drawing } from '../../picture/png-of.ts';

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
function standalone(svg: SVGSVGElement): Drawing {
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
  const [width, height] = [svg.width.baseVal.value + 2 * MARGIN, svg.height.baseVal.value + 2 * MARGIN];
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('viewBox', `${-MARGIN} ${-MARGIN} ${width} ${height}`);
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  copy.prepend(backdrop(svg, width, height));
  return { text: new XMLSerializer().serializeToString(copy), width, height };
}

function backdrop(svg: SVGSVGElement, width: number, height: number): SVGRectElement {
  const rect = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  const place = svg.closest('.chart-picture') ?? document.body;
  const box = { x: -MARGIN, y: -MARGIN, width, height };
  for (const [name, value] of Object.entries(box)) rect.setAttribute(name, String(value));
  rect.setAttribute('fill', getComputedStyle(place).backgroundColor);
  return rect;
}

export const saveSvg = (svg: SVGSVGElement, name: string): void => download(`${name}.svg`, svgOf(standalone(svg)));

export const savePng = async (svg: SVGSVGElement, name: string): Promise<void> => download(`${name}.png`, await pngOf(standalone(svg)));

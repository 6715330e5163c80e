/** No browser draws an image that is longer, or larger, than this. */
const MOST_SIDE = 16_384;
const MOST_PIXELS = 200_000_000;
/** Pixels of the image for one of the drawing, so that it is sharp in a presentation. */
const SCALE = 2;

export interface Drawing {
  /** An SVG that stands on its own. */
  readonly text: string;
  readonly width: number;
  readonly height: number;
}

export const svgOf = ({ text }: Drawing): Blob => new Blob([text], { type: 'image/svg+xml' });

/** A drawing as an image. */
export async function pngOf(drawing: Drawing): Promise<Blob> {
  const { width, height } = drawing;
  const scale = Math.min(SCALE, MOST_SIDE / Math.max(width, height), Math.sqrt(MOST_PIXELS / (width * height)));
  const canvas = document.createElement('canvas');
  canvas.width = Math.floor(width * scale);
  canvas.height = Math.floor(height * scale);
  const url = URL.createObjectURL(svgOf(drawing));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
  } finally {
    URL.revokeObjectURL(url);
  }
  const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!png) throw new Error('The browser could not make an image of it.\nSave it as SVG instead.');
  return png;
}

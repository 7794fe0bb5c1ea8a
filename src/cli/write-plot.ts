import { writeFileSync } from 'node:fs';
import { createCanvas, loadImage } from '@napi-rs/canvas';

/** Writes a plot as SVG, and as PNG beside it. */
export async function writePlot(file: string, svg: string): Promise<void> {
  writeFileSync(file, svg);
  const image = await loadImage(Buffer.from(svg));
  const canvas = createCanvas(image.width, image.height);
  canvas.getContext('2d').drawImage(image, 0, 0);
  writeFileSync(file.replace(/(\.svg)?$/, '.png'), await canvas.encode('png'));
}

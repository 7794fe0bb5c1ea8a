import { readFileSync } from 'node:fs';
import { createCanvas, loadImage, type Canvas } from '@napi-rs/canvas';
import type { Frame } from '../../camera/frames.ts';

/** The largest picture taken; frames of cameras are smaller anyway (frames.ts). */
const largestSide = 4096;

/** A PNG or JPEG on white, its sides even, or 'broken' when the file is no picture or too large to be a camera's. */
export async function loadCanvas(file: string): Promise<Canvas | 'broken'> {
  try {
    const image = await loadImage(readFileSync(file));
    // Frames have even sides.
    const width = image.width - (image.width % 2);
    const height = image.height - (image.height % 2);
    if (width < 2 || height < 2 || width > largestSide || height > largestSide) return 'broken';
    const canvas = createCanvas(width, height);
    const ink = canvas.getContext('2d');
    ink.fillStyle = '#ffffff';
    ink.fillRect(0, 0, width, height);
    ink.drawImage(image, 0, 0);
    return canvas;
  } catch {
    return 'broken';
  }
}

/** The same as a grey frame. */
export async function loadPicture(file: string, time: number): Promise<Frame | 'broken'> {
  const canvas = await loadCanvas(file);
  if (canvas === 'broken') return 'broken';
  const { width, height } = canvas;
  const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
  const planes = new Uint8Array(new ArrayBuffer(width * height));
  for (let at = 0; at < planes.length; at++) {
    const first = at * 4;
    const grey = 0.299 * (data[first] ?? 0) + 0.587 * (data[first + 1] ?? 0) + 0.114 * (data[first + 2] ?? 0);
    planes[at] = grey + 0.5;
  }
  return { width, height, format: 'grey', time, planes };
}

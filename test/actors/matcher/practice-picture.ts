import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { ClipStage } from '../../../src/actors/camera/practice/attacks/clip-stage.ts';

/** Puts a picture of a practice person in colour into a folder of its own, as `evaluate --faces` takes them. */
export function writePracticePicture(faces: string, number: number): void {
  const [width, height] = [320, 240];
  const rgb = new ClipStage(width, height).play({ kind: 'genuine', number }).picture(800, []);
  const canvas = createCanvas(width, height);
  const ink = canvas.getContext('2d');
  const image = ink.createImageData(width, height);
  for (let i = 0; i < width * height; i++) image.data.set([...rgb.subarray(3 * i, 3 * i + 3), 255], 4 * i);
  ink.putImageData(image, 0, 0);
  const folder = join(faces, `practice-${number}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, '1.png'), canvas.toBuffer('image/png'));
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { ClipStage } from '../../../src/actors/camera/practice/attacks/clip-stage.ts';

/**
 * Puts a picture of a practice person in colour into a folder of its own, as `evaluate --faces` takes them; `count` of them
 * in weaker and weaker light.
 */
export function writePracticePicture(faces: string, number: number, count = 1): void {
  const [width, height] = [320, 240];
  const rgb = new ClipStage(width, height).play({ kind: 'genuine', number }).picture(800, []);
  const canvas = createCanvas(width, height);
  const ink = canvas.getContext('2d');
  const image = ink.createImageData(width, height);
  const folder = join(faces, `practice-${number}`);
  mkdirSync(folder, { recursive: true });
  for (let picture = 1; picture <= count; picture++) {
    const light = 1 - 0.04 * (picture - 1);
    for (let i = 0; i < width * height; i++)
      image.data.set([...rgb.subarray(3 * i, 3 * i + 3).map((value) => light * value), 255], 4 * i);
    ink.putImageData(image, 0, 0);
    writeFileSync(join(folder, `${picture}.png`), canvas.toBuffer('image/png'));
  }
}

import { createCanvas, ImageData, loadImage } from '@napi-rs/canvas';
import { eyeDistance, fivePoints, type Landmarks } from '../engine/landmarks.ts';
import { sample, type Picture } from '../engine/picture.ts';

/** The size expected of the photo in the chip (card.md), and the quality that gives it about 15 KB. */
const width = 240;
const height = 320;
const quality = 70;
/** Width of the portrait in eye distances, and where the middle of the eyes lies in its height: an official portrait. */
const eyeDistances = 4.2;
const eyeHeight = 0.45;

/** What a picture would look like in a chip: a portrait cut, 240 × 320, grey, and compressed. */
export async function chipReference(picture: Picture, landmarks: Landmarks): Promise<Picture> {
  const [lx = 0, ly = 0, rx = 0, ry = 0] = fivePoints(landmarks);
  const scale = (eyeDistances * eyeDistance(landmarks)) / width;
  const left = (lx + rx) / 2 - (scale * width) / 2;
  const top = (ly + ry) / 2 - scale * height * eyeHeight;
  const grey = new Float32Array(width * height);
  sample(picture, [scale, 0, left, 0, scale, top], width, height, grey, 'clamp');
  const canvas = createCanvas(width, height);
  const ink = canvas.getContext('2d');
  const data = new ImageData(width, height);
  grey.forEach((value, i) => data.data.set([value, value, value, 255], 4 * i));
  ink.putImageData(data, 0, 0);
  ink.drawImage(await loadImage(await canvas.encode('jpeg', quality)), 0, 0);
  const compressed = ink.getImageData(0, 0, width, height).data;
  const pixels = new Uint8Array(new ArrayBuffer(width * height));
  for (let i = 0; i < pixels.length; i++) pixels[i] = compressed[4 * i] ?? 0;
  return { width, height, pixels };
}

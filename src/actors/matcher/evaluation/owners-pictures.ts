import { createCanvas, type Canvas } from '@napi-rs/canvas';
import type { OwnersPictures } from '../../camera/practice/attacks/clip-stage.ts';
import { loadCanvas, loadPicture } from '../../scanner/practice/picture-file.ts';
import type { Engine } from '../engine/engine.ts';
import { eyeDistance, fivePoints, type Landmarks } from '../engine/landmarks.ts';
import { chipReference } from './chip-reference.ts';

/** A portrait has this size, is so many eye distances wide, and its eyes lie in this height: life size on 20 cm. */
const [width, height] = [480, 640];
const eyeDistances = 3.2;
const eyeHeight = 0.42;

/**
 * What somebody has who prints a picture of the card's owner: a portrait in colour, and what the chip would hold of the
 * same picture. Undefined where the file is no picture or shows no face.
 */
export async function ownersPictures(engine: Engine, file: string): Promise<OwnersPictures | undefined> {
  const canvas = await loadCanvas(file);
  const frame = await loadPicture(file, 0);
  if (canvas === 'broken' || frame === 'broken') return undefined;
  const picture = { width: frame.width, height: frame.height, pixels: frame.planes };
  const [face] = await engine.find(picture);
  const landmarks = face === undefined ? undefined : await engine.place(picture, face);
  if (landmarks === undefined) return undefined;
  const { pixels: grey, ...size } = await chipReference(picture, landmarks);
  return { photo: { ...size, grey }, portrait: portraitOf(canvas, landmarks) };
}

function portraitOf(whole: Canvas, landmarks: Landmarks): OwnersPictures['portrait'] {
  const [lx = 0, ly = 0, rx = 0, ry = 0] = fivePoints(landmarks);
  const scale = width / (eyeDistances * eyeDistance(landmarks));
  const canvas = createCanvas(width, height);
  const ink = canvas.getContext('2d');
  // What lies beyond the picture is a grey wall.
  ink.fillStyle = '#999999';
  ink.fillRect(0, 0, width, height);
  ink.setTransform(
    scale,
    0,
    0,
    scale,
    width / 2 - (scale * (lx + rx)) / 2,
    height * eyeHeight - (scale * (ly + ry)) / 2,
  );
  ink.drawImage(whole, 0, 0);
  const { data } = ink.getImageData(0, 0, width, height);
  const rgb = new Uint8Array(width * height * 3);
  for (let at = 0; at < rgb.length; at++) rgb[at] = data[Math.floor(at / 3) * 4 + (at % 3)] ?? 0;
  return { width, height, rgb };
}

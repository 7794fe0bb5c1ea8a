import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Random } from './random.ts';

/** Digits as pen strokes in a box 1 wide and 1.6 high, y downwards: each stroke is x, y, x, y, … */
const strokes: { readonly [digit: string]: readonly (readonly number[])[] } = {
  '0': [[0.5, 0, 0.1, 0.3, 0.05, 0.9, 0.25, 1.5, 0.6, 1.55, 0.92, 1.1, 0.9, 0.4, 0.55, 0.02]],
  '1': [[0.3, 0.3, 0.55, 0, 0.5, 0.8, 0.48, 1.6]],
  '2': [[0.1, 0.35, 0.35, 0.02, 0.75, 0.1, 0.82, 0.5, 0.5, 1, 0.05, 1.55, 0.5, 1.5, 0.95, 1.52]],
  '3': [[0.1, 0.15, 0.5, 0, 0.85, 0.25, 0.7, 0.6, 0.4, 0.72, 0.8, 0.85, 0.95, 1.2, 0.6, 1.58, 0.1, 1.45]],
  '4': [
    [0.6, 0, 0.3, 0.6, 0.02, 1.05, 0.5, 1.05, 1, 1],
    [0.68, 0.6, 0.66, 1.1, 0.62, 1.6],
  ],
  '5': [
    [0.25, 0.05, 0.2, 0.65, 0.55, 0.58, 0.9, 0.9, 0.85, 1.35, 0.5, 1.6, 0.05, 1.45],
    [0.25, 0.05, 0.85, 0.02],
  ],
  '6': [[0.75, 0, 0.3, 0.5, 0.08, 1.1, 0.3, 1.55, 0.75, 1.5, 0.9, 1.15, 0.6, 0.85, 0.15, 1.05]],
  '7': [[0.08, 0.08, 0.9, 0.03, 0.6, 0.7, 0.42, 1.6]],
  '8': [[0.8, 0.2, 0.45, 0, 0.15, 0.3, 0.5, 0.75, 0.88, 1.15, 0.6, 1.58, 0.2, 1.45, 0.2, 1.05, 0.6, 0.7, 0.8, 0.25]],
  '9': [[0.85, 0.35, 0.5, 0.02, 0.12, 0.3, 0.3, 0.75, 0.7, 0.65, 0.88, 0.2, 0.85, 0.9, 0.7, 1.6]],
};

/** Writes digits by hand; `size` is their height in pixels, (x, y) the bottom left. */
export function writeByHand(
  ink: SKRSContext2D,
  text: string,
  x: number,
  y: number,
  size: number,
  random: Random,
): void {
  const unit = size / 1.6;
  ink.lineWidth = size * random.between(0.07, 0.13);
  ink.lineCap = 'round';
  ink.lineJoin = 'round';
  let left = x;
  for (const character of text) {
    const slant = random.normal(0.06);
    const lift = random.normal(size * 0.05);
    for (const stroke of strokes[character] ?? []) {
      ink.beginPath();
      for (let at = 0; at + 1 < stroke.length; at += 2) {
        const down = (stroke[at + 1] ?? 0) + random.normal(0.03);
        const right = (stroke[at] ?? 0) + random.normal(0.03) + slant * (1.6 - down);
        ink.lineTo(left + right * unit, y - size + down * unit + lift);
      }
      ink.stroke();
    }
    left += unit * random.between(1.15, 1.4);
  }
}

import type { Box } from './anchor.ts';
import { apply, type Homography } from './homography.ts';
import { sample, type Picture } from './picture.ts';

/** What keeps a card-shaped thing from being read as a whole. */
export type Look = 'plain' | 'glare' | 'dark' | 'covered';

const columns = 32;
const rows = 20;

/** Brightness at points spread over the card, darkest first. */
export function brightnessOf(picture: Picture, cardToPicture: Homography, card: Box): Float64Array {
  const values = new Float64Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const x = card.x + (card.width * (column + 0.5)) / columns;
      const y = card.y + (card.height * (row + 0.5)) / rows;
      const at = apply(cardToPicture, x, y);
      values[row * columns + column] = sample(picture, at.x, at.y);
    }
  }
  return values.sort();
}

/** Judges the brightness of card fronts and backs, which are light all over (both sides of the specimens). */
export function lookOf(sorted: Float64Array): Look {
  const quantile = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  if (quantile(0.9) < 70) return 'dark';
  if (quantile(0.8) >= 250) return 'glare';
  if (quantile(0.3) < quantile(0.9) * 0.6) return 'covered';
  return 'plain';
}

/** A picture without any light, such as that of a camera whose lens is covered. An empty matte tray is brighter. */
export function isBlack(picture: Picture): boolean {
  let bright = 0;
  let looked = 0;
  for (let at = 0; at < picture.pixels.length; at += 13) {
    looked++;
    if ((picture.pixels[at] ?? 0) >= 16) bright++;
  }
  return bright < looked * 0.01;
}

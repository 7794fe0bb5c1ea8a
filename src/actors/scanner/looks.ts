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
  return shareFrom(16, picture) < 0.01;
}

/** A picture burnt out for the most part: no edge of a card is to be seen in it. A white tray is not that white. */
export function isBurnt(picture: Picture): boolean {
  return shareFrom(254, picture) > 0.5;
}

/** Of the pixels, those at least so bright. */
function shareFrom(level: number, { pixels }: Picture): number {
  let bright = 0;
  let looked = 0;
  for (let at = 0; at < pixels.length; at += 13) {
    looked++;
    if ((pixels[at] ?? 0) >= level) bright++;
  }
  return bright / Math.max(1, looked);
}

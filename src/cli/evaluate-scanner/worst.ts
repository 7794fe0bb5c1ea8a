import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { isLegible } from '../../actors/scanner/practice/legibility.ts';
import { codeBOf } from '../../actors/scanner/practice/printed-dates.ts';
import { drawCard, type ScoredCard } from './drawn.ts';
import type { Options } from './options.ts';

const shown = 20;
const columns = 4;
const tile = { width: 640, height: 480 };
const caption = 28;

/**
 * Draws the worst cards again for people to look at: DIR/worst.png and DIR/worst.txt. Wrong ones come first, then refused
 * ones that a person could read, then other refused ones, then those that took the most frames. Practice cards only: this
 * is the one place where digits are written.
 */
export function drawWorst(cards: readonly ScoredCard[], options: Options, folder: string): void {
  const worst = [...cards].sort((a, b) => badness(b) - badness(a)).slice(0, shown);
  const rows = Math.ceil(worst.length / columns);
  const canvas = createCanvas(columns * tile.width, rows * (tile.height + caption));
  const ink = canvas.getContext('2d');
  ink.font = '20px sans-serif';
  const lines: string[] = [];
  for (const [place, { level, at, scored }] of worst.entries()) {
    const { card, scene } = drawCard(level, at, options);
    const { width, height, planes } = scene.frame(0);
    const picture = createCanvas(width, height);
    const pixels = picture.getContext('2d').createImageData(width, height);
    for (let pixel = 0; pixel < width * height; pixel++) {
      const grey = planes[pixel] ?? 0;
      pixels.data.set([grey, grey, grey, 255], 4 * pixel);
    }
    picture.getContext('2d').putImageData(pixels, 0, 0);
    const [x, y] = [(place % columns) * tile.width, Math.floor(place / columns) * (tile.height + caption)];
    ink.drawImage(picture, x, y + caption, tile.width, tile.height);
    const { id, outcome, reason } = scored.score;
    const seen = isLegible(scored.sight) ? 'legible' : 'not legible';
    const line = `${id}: ${outcome}${reason === null ? '' : ` (${reason})`}, ${seen}, ${scored.msPerFrame.length} frames`;
    ink.fillStyle = '#ffffff';
    ink.fillText(line, x + 8, y + 21);
    lines.push(`${line}, printed ${codeBOf(card)}`);
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'worst.png'), canvas.toBuffer('image/png'));
  writeFileSync(join(folder, 'worst.txt'), `${lines.join('\n')}\n`);
}

function badness({ scored }: ScoredCard): number {
  const { outcome } = scored.score;
  if (outcome === 'wrong') return 1_000;
  if (outcome === 'refused') return isLegible(scored.sight) ? 200 : 100;
  return scored.msPerFrame.length;
}

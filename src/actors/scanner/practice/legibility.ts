import { apply } from '../homography.ts';
import type { PrintedDigit } from './pen.ts';
import type { TrayView } from './tray-view.ts';

/**
 * Whether a person could make out what the picture shows of the printed digits: R 3-9 counts only cards whose characters
 * can be seen. Every part of every digit must pass two tests of sight, on the picture's light as it is after wear, lamps,
 * blur and burning out, before noise. Nothing of the reader under test is asked.
 */

/** Michelson contrast of ink and paper below which people begin to read badly (Legge, Rubin and Luebker 1987). */
const leastContrast = 0.1;
/** Contrast × √area / noise below which a detail is not detected in noise (Rose 1948). */
const leastDetection = 5;
/** A digit is seen as 2 × 3 parts, as on a seven-segment display, so that a half that is burnt out counts. */
const columns = 2;
const rows = 3;
/** A part with less of the digit's ink than this share tells nothing. */
const leastInk = 0.06;

export interface Legibility {
  /** Of the worst part of the worst digit. */
  readonly contrast: number;
  readonly detection: number;
  readonly legible: boolean;
}

/** `noise`: deviation of the sensor's noise, grey levels. */
export function legibilityOf(view: TrayView, digits: readonly PrintedDigit[], noise: number): Legibility {
  let contrast = 1;
  let detection = Infinity;
  for (const digit of digits) {
    const seen = partsOf(view, digit);
    const inkPoints = seen.reduce((sum, { ink }) => sum + ink.points, 0);
    const paper = mean(seen.map((part) => part.paper));
    for (const part of seen) {
      if (part.ink.points < leastInk * inkPoints) continue;
      const ground = part.paper.points > 0 ? part.paper.light / part.paper.points : paper;
      const ink = part.ink.light / part.ink.points;
      contrast = Math.min(contrast, (ground - ink) / Math.max(1, ground + ink));
      const pixels = part.ink.points * view.pixelsPerArtPoint;
      detection = Math.min(detection, ((ground - ink) * Math.sqrt(pixels)) / Math.max(0.5, noise));
    }
  }
  return { contrast, detection, legible: contrast >= leastContrast && detection >= leastDetection };
}

interface Light {
  light: number;
  points: number;
}

function partsOf(view: TrayView, digit: PrintedDigit): readonly { readonly ink: Light; readonly paper: Light }[] {
  const parts = Array.from({ length: columns * rows }, () => ({
    ink: { light: 0, points: 0 },
    paper: { light: 0, points: 0 },
  }));
  for (const { u, v, ink } of digit.points) {
    const column = Math.min(columns - 1, Math.floor(u * columns));
    const row = Math.min(rows - 1, Math.floor(v * rows));
    const part = parts[row * columns + column];
    if (part === undefined) continue;
    const seen = ink ? part.ink : part.paper;
    seen.light += lightAt(view, digit.x + u * digit.width, digit.y + v * digit.height);
    seen.points++;
  }
  return parts;
}

function mean(all: readonly Light[]): number {
  const points = all.reduce((sum, each) => sum + each.points, 0);
  return all.reduce((sum, each) => sum + each.light, 0) / Math.max(1, points);
}

/** Grey level, burnt out at 255, of the picture's nearest pixel; outside the picture nothing is seen. */
function lightAt({ width, height, light, cardToPicture }: TrayView, x: number, y: number): number {
  if (cardToPicture === undefined) return 0;
  const at = apply(cardToPicture, x, y);
  const [column, row] = [Math.round(at.x), Math.round(at.y)];
  if (column < 0 || row < 0 || column >= width || row >= height) return 0;
  return Math.min(255, Math.max(0, light[row * width + column] ?? 0));
}

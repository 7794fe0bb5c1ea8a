import { apply } from '../homography.ts';
import type { PrintedDigit } from './pen.ts';
import type { TrayView } from './tray-view.ts';

/**
 * Whether a person could make out what the picture shows of the printed digits: R 3-9 counts only cards whose characters
 * can be seen. Three tests of sight on the picture's light as it is after wear, lamps, blur and burning out; nothing of
 * the reader under test is asked. The worst digit of the three fields decides.
 */

/**
 * Michelson contrast of a digit's ink and paper. People read at full speed down to 0.1 and stop between that and 0.02
 * (Legge, Rubin and Luebker 1987); by our own eyes, practice pictures at 0.067 are still read without trouble.
 */
const leastContrast = 0.05;
/** The same of any part of a digit: below twice the eye's threshold (Campbell and Robson 1968) it is as good as gone. */
const leastPartContrast = 0.02;
/** Contrast × √area / noise of any part; details are told from noise from 3 to 5 on (Rose 1948). */
const leastDetection = 3;
/** A digit has 2 × 3 parts, as on a seven-segment display. */
const columns = 2;
const rows = 3;
/** A part with less of the digit's ink than this share tells nothing. */
const leastInk = 0.08;

/** Of the worst digit and the worst part. */
export interface Sight {
  readonly contrast: number;
  readonly partContrast: number;
  readonly detection: number;
}

export function isLegible({ contrast, partContrast, detection }: Sight): boolean {
  return contrast >= leastContrast && partContrast >= leastPartContrast && detection >= leastDetection;
}

/** `noise`: deviation of the sensor's noise, grey levels. */
export function sightOf(view: TrayView, digits: readonly PrintedDigit[], noise: number): Sight {
  let contrast = 1;
  let partContrast = 1;
  let detection = 1000;
  for (const digit of digits) {
    const parts = partsOf(view, digit);
    const all = parts.reduce((sum, { ink }) => sum + ink.points, 0);
    const paper = mean(parts.map((part) => part.paper));
    contrast = Math.min(contrast, michelson(paper, mean(parts.map((part) => part.ink))));
    for (const part of parts) {
      if (part.ink.points < leastInk * all) continue;
      // The part's own paper: a lamp may brighten one side of a digit.
      const ground = part.paper.points > 0 ? mean([part.paper]) : paper;
      const ink = mean([part.ink]);
      partContrast = Math.min(partContrast, michelson(ground, ink));
      const pixels = part.ink.points * view.pixelsPerArtPoint;
      detection = Math.min(detection, ((ground - ink) * Math.sqrt(pixels)) / Math.max(0.5, noise));
    }
  }
  return { contrast, partContrast, detection };
}

function michelson(paper: number, ink: number): number {
  return (paper - ink) / Math.max(1, paper + ink);
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
    const column = Math.min(columns - 1, Math.max(0, Math.floor(u * columns)));
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

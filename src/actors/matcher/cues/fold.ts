import { solve } from '../engine/homography.ts';

/**
 * A sheet folded along the nose has depth, and its nose moves against the plane of eyes and mouth as that of a head does.
 * But all of it moves so: the further out, the less. Of a head the nose alone stands out.
 */

/** Points of either half of a face (iBUG 68): outer brow, corners and lids of the eye, corner of the mouth. */
export const halves = [
  [17, 18, 19, 36, 37, 38, 39, 40, 41, 48, 49, 59],
  [26, 25, 24, 45, 44, 43, 42, 47, 46, 54, 53, 55],
] as const;
/** Between the eyes: on the fold, and behind the tip of a nose. */
export const bridge = 27;

/** Where one point lies in two views, in eye distances. */
export interface Moved {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
}

/** With fewer points of one half its slope is a guess. */
const leastOfHalf = 4;
/** Points that are off by more than so many medians, or by more than so much (eye distances), count for less and less. */
const tolerance = { medians: 1.5, least: 0.01 };
/** The weights have settled by then. */
const rounds = 5;

/**
 * How far the tip of the nose moved to the right of the picture beyond what a sheet folded under it would do that moves as
 * the other points did, in eye distances; undefined where too few of them were found.
 *
 * The sheet: x' = a + b·x + c·y + d·|x − tip|, by least squares that are robust against points found in the wrong place
 * (weights of Geman and McClure). Without projective terms: they would follow the noise.
 */
export function moveBeyondFold(tip: Moved, points: readonly Moved[]): number | undefined {
  const [middle, height] = tip.from;
  const ofLeft = points.filter(({ from: [x] }) => x < middle).length;
  if (Math.min(ofLeft, points.length - ofLeft) < leastOfHalf) return undefined;
  const sheet = points.map(({ from: [x, y], to: [moved] }) => ({ terms: [1, x, y, Math.abs(x - middle)], moved }));
  let weights = sheet.map(() => 1);
  let found: readonly number[] = [];
  for (let round = 0; round < rounds; round++) {
    const fitted = weightedFit(sheet, weights);
    if (fitted === undefined) return undefined;
    found = fitted;
    const off = sheet.map(({ terms, moved }) => Math.abs(moved - sum(terms, fitted)));
    const scale = Math.max(tolerance.least, tolerance.medians * median(off));
    weights = off.map((by) => 1 / (1 + (by / scale) ** 2) ** 2);
  }
  return tip.to[0] - sum([1, middle, height, 0], found);
}

interface Row {
  readonly terms: readonly number[];
  readonly moved: number;
}

/** Normal equations, the right-hand side as last column. */
function weightedFit(rows: readonly Row[], weights: readonly number[]): readonly number[] | undefined {
  const unknowns = rows[0]?.terms.length ?? 0;
  const equations = Array.from({ length: unknowns }, () => new Float64Array(unknowns + 1));
  rows.forEach(({ terms, moved }, at) => {
    equations.forEach((equation, i) => {
      const weight = (weights[at] ?? 0) * (terms[i] ?? 0);
      [...terms, moved].forEach((value, j) => (equation[j] = (equation[j] ?? 0) + weight * value));
    });
  });
  return solve(equations);
}

function sum(terms: readonly number[], factors: readonly number[]): number {
  return terms.reduce((total, term, i) => total + term * (factors[i] ?? 0), 0);
}

function median(values: readonly number[]): number {
  return [...values].sort((p, q) => p - q)[Math.floor(values.length / 2)] ?? 0;
}

import { solve } from '../engine/homography.ts';

/**
 * A sheet that is bent or folded under the nose has depth: its nose moves against the plane of eyes and mouth as that of a
 * head does. But whatever lies on the crease moves with it, and the rest the less, the further out it lies. The nose of a
 * head stands out alone, and its cheeks lie behind it, not beside it.
 */

/** Points of either half of a face (iBUG 68): outer brow, corners and lids of the eye, corner of the mouth. */
const halves = [
  [17, 18, 19, 36, 37, 38, 39, 40, 41, 48, 49, 59],
  [26, 25, 24, 45, 44, 43, 42, 47, 46, 54, 53, 55],
] as const;
/** Between the eyes: on an upright crease. */
const bridge = 27;
/** The edge of either cheek, as high as the tip of the nose: where a level crease comes out. */
export const outline: readonly number[] = [2, 3, 13, 14];
export const inside: readonly number[] = [bridge, ...halves.flat()];

/** Where one point lies in two views, in eye distances. */
export interface Moved {
  /** Its number among the 68. */
  readonly point: number;
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
}

/** With fewer points of either half, below the tip and of the outline the sheet could lie anyhow. */
const least = { half: 4, below: 2, outline: 1 };
/** Points that are off by as much as this many medians, or this much (eye distances) if that is more, count for a quarter. */
const tolerance = { medians: 1.5, distance: 0.01 };
/**
 * Weight of a point of the outline, wherever it is found: the cheeks of a head do not lie where a sheet would, and without
 * them a nose would be taken for a level crease.
 */
const outlineWeight = 0.25;
/** The weights have settled by then. */
const rounds = 5;

/**
 * How far the tip of the nose moved to the right of the picture beyond what a creased sheet would do that moves as the other
 * points did, in eye distances; undefined where too few of them were found.
 *
 * The sheet: x' = a + b·x + c·y + d·|x − tip| + e·|y − tip|, by least squares that are robust against points found in the
 * wrong place (weights of Geman and McClure). No projective terms: they would follow the noise.
 */
export function moveBeyondSheet(tip: Omit<Moved, 'point'>, points: readonly Moved[]): number | undefined {
  const [tipX, tipY] = tip.from;
  const count = (group: readonly number[]) => points.filter(({ point }) => group.includes(point)).length;
  const below = points.filter(({ point, from: [, y] }) => inside.includes(point) && y > tipY).length;
  const areHalves = halves.every((half) => count(half) >= least.half);
  if (!areHalves || below < least.below || count(outline) < least.outline) return undefined;
  const rows = points.map(({ point, from: [x, y], to: [moved] }): Row => ({
    terms: [1, x, y, Math.abs(x - tipX), Math.abs(y - tipY)],
    moved,
    isOutline: outline.includes(point),
  }));
  let sheet = weightedFit(
    rows,
    rows.map(({ isOutline }) => (isOutline ? outlineWeight : 1)),
  );
  for (let round = 1; round < rounds && sheet !== undefined; round++)
    sheet = weightedFit(rows, robustWeights(rows, sheet));
  if (sheet === undefined) return undefined;
  const beyond = tip.to[0] - sum([1, tipX, tipY, 0, 0], sheet);
  return Number.isFinite(beyond) ? beyond : undefined;
}

interface Row {
  readonly terms: readonly number[];
  readonly moved: number;
  readonly isOutline: boolean;
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

function robustWeights(rows: readonly Row[], sheet: readonly number[]): readonly number[] {
  const offs = rows.map(({ terms, moved }) => Math.abs(moved - sum(terms, sheet)));
  const insideOffs = offs.filter((_, i) => rows[i]?.isOutline === false);
  const scale = Math.max(tolerance.distance, tolerance.medians * median(insideOffs));
  return rows.map(({ isOutline }, i) => (isOutline ? outlineWeight : 1 / (1 + ((offs[i] ?? 0) / scale) ** 2) ** 2));
}

function sum(terms: readonly number[], factors: readonly number[]): number {
  return terms.reduce((total, term, i) => total + term * (factors[i] ?? 0), 0);
}

function median(values: readonly number[]): number {
  return [...values].sort((p, q) => p - q)[Math.floor(values.length / 2)] ?? 0;
}

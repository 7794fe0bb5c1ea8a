import { solve } from '../engine/homography.ts';
import { orthogonal, product, projectOut } from './projection.ts';

export interface FaceLight {
  /** Mean light of the cells of the face, linear (quality/face-light.ts). */
  readonly cells: readonly number[];
  /** Mean grey of what is around the face; follows the camera's exposure. */
  readonly around: number;
}

export interface LightSample extends FaceLight {
  readonly time: number;
}

/** How a face's light changes from frame to frame. */
interface LightAccount {
  /** What was taken out, and has to be taken out of everything that is compared with what remains. */
  readonly otherwise: readonly (readonly number[])[];
  /** What remains, as a share of the face's light: movement shows least in it; for finding the code. */
  readonly steady: readonly number[];
  /** The same, nearer to the mean of the face: for how much its light changes. */
  readonly whole: readonly number[];
}

/** From each value to the next: what is left of movement is slow. */
export function steps(values: readonly number[]): readonly number[] {
  return values.slice(1).map((value, i) => value - (values[i] ?? 0));
}

/**
 * How much noise of their own the cells are taken to have, as a share of what they really change by. A code has fewer
 * frames than the face has cells: without it the weights would fit whatever these few frames hold. The more, the nearer
 * the weights are to those of the plain mean.
 *
 * For finding the code: of the codes measured below 0.3 finds 84 %, 1.25 97 %, 5 93 %. For how much the face's light
 * changes: since the panel does not light all of the face quite alike, 1.25 weights away a third of its light, and on who
 * keeps still more (one drawn person: 0.005 for 0.031); the plain mean has all that movement does to it. With 20, of 108
 * faces whose code is found 105 change by 0.012 and more; tablets that fill the view and whose code is found (every other
 * one: the glass reflects a little) by 0.009 at most but for one of 23.
 */
const loading = { finding: 1.25, measuring: 20 };

/**
 * Accounts for how a face's light changes by itself: without drift and exposure, the sum of the cells so weighted that what
 * movement does to them cancels out, since the panel adds the same light to all of them and a lamp does not when the head
 * turns (a beamformer of minimum variance). Not logarithms: the panel's light is the same on shaded and on lit skin, as a
 * share of each it is not. It must not depend on the code that was shown: the permutation test is exact only so.
 *
 * Measured by us on 61 drawn people who look about, tremble, are slow, sit in a wheelchair, wear a cap or glasses: the code is
 * the best of 90 in 93 % at the first and 100 % at the second try; with 4 × 3 cells, logarithms and five trembling points
 * 83 % and 90 %.
 */
export function accountFor(samples: readonly LightSample[]): LightAccount {
  const exposure = samples.map(({ around }) => Math.log(Math.max(1, around)));
  const otherwise = orthogonal([samples.map(({ time }) => time), exposure].map(steps));
  const mean = Math.max(1e-6, meanOf(samples.map(({ cells }) => meanOf(cells))));
  const number = samples[0]?.cells.length ?? 0;
  const series = Array.from({ length: number }, (_, cell) =>
    projectOut(otherwise, steps(samples.map(({ cells }) => (cells[cell] ?? 0) / mean))),
  );
  return { otherwise, steady: steadySum(series, loading.finding), whole: steadySum(series, loading.measuring) };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The weighted sum of the series that varies least; the weights add up to 1. */
function steadySum(series: readonly (readonly number[])[], ownNoise: number): readonly number[] {
  const power = series.reduce((sum, one) => sum + product(one, one), 0) / series.length;
  // Scaled to a mean of 1, so that the solver's limits fit.
  const equations = series.map((one, i) =>
    Float64Array.from([...series.map((other, j) => product(one, other) / power + (i === j ? ownNoise : 0)), 1]),
  );
  const weights = solve(equations) ?? [];
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return (series[0] ?? []).map(
    (_, t) =>
      product(
        weights,
        series.map((one) => one[t] ?? 0),
      ) / total,
  );
}

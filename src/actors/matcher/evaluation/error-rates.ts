import { shareBounds } from '../../scanner/evaluation/clopper-pearson.ts';
import type { Comparisons } from './comparisons.ts';

export interface ErrorRate {
  readonly threshold: number;
  /** Share of genuine comparisons below the threshold. */
  readonly fnmr: number;
  /** The same with each person as one weight: whoever has most pictures does not rule. */
  readonly fnmrBalanced: number;
  /** 95 % Clopper–Pearson bounds of `fnmr`; too narrow where comparisons of one person hang together. */
  readonly low: number;
  readonly high: number;
  /** 95 % bounds of `fnmrBalanced` by drawing people again. */
  readonly balancedLow: number;
  readonly balancedHigh: number;
}

const redraws = 1_000;

/** The misses at the threshold that lets this share of impostors through. */
export function errorRateAt(fmr: number, comparisons: Comparisons, random: () => number): ErrorRate {
  return missesAt(comparisons.impostor.thresholdFor(fmr), comparisons, random);
}

export function missesAt(threshold: number, { genuine }: Comparisons, random: () => number): ErrorRate {
  const shares = genuine.map((cosines) => cosines.filter((cosine) => cosine < threshold).length / cosines.length);
  const total = genuine.reduce((sum, cosines) => sum + cosines.length, 0);
  const missed = genuine.reduce((sum, cosines) => sum + cosines.filter((cosine) => cosine < threshold).length, 0);
  const { low, high } = shareBounds(missed, total);
  const redrawn = Array.from({ length: redraws }, () =>
    meanOf(shares.map(() => shares[Math.floor(random() * shares.length)] ?? 0)),
  );
  redrawn.sort((a, b) => a - b);
  return {
    threshold,
    fnmr: total === 0 ? 0 : missed / total,
    fnmrBalanced: meanOf(shares),
    low,
    high,
    balancedLow: redrawn[Math.floor(redraws * 0.025)] ?? 0,
    balancedHigh: redrawn[Math.floor(redraws * 0.975)] ?? 0,
  };
}

function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

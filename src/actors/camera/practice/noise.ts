import { mix } from './curves.ts';

/** Seeded numbers in [0, 1) (mulberry32): the same seed gives the same person on every machine. */
export function randomSource(seed: number): () => number {
  let state = (seed * 2654435761) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function lattice(i: number, j: number, seed: number): number {
  let h = Math.imul(i, 374761393) + Math.imul(j, 668265263) + Math.imul(seed, 974634777);
  h = Math.imul(h ^ (h >>> 13), 1274126177);
  return ((h ^ (h >>> 16)) >>> 0) / 4294967296;
}

/** Smooth noise in [−1, 1] with a feature size of 1. */
export function valueNoise(x: number, y: number, seed: number): number {
  const i = Math.floor(x);
  const j = Math.floor(y);
  let fx = x - i;
  let fy = y - j;
  fx = fx * fx * (3 - 2 * fx);
  fy = fy * fy * (3 - 2 * fy);
  const below = mix(lattice(i, j, seed), lattice(i + 1, j, seed), fx);
  const above = mix(lattice(i, j + 1, seed), lattice(i + 1, j + 1, seed), fx);
  return mix(below, above, fy) * 2 - 1;
}

/** Sum of octaves of value noise, each half as strong and about half as large as the one before. */
export function fractalNoise(x: number, y: number, seed: number, octaves: number): number {
  let sum = 0;
  let weight = 0.5;
  for (let octave = 0; octave < octaves; octave++) {
    sum += weight * valueNoise(x, y, seed + octave);
    x *= 2.03;
    y *= 2.03;
    weight *= 0.5;
  }
  return sum;
}

import type { Box } from '../engine/picture.ts';

/** Mean of a part of a square crop of `size` pixels a side. */
export function meanOf(crop: Float32Array, size: number, { left, top, right, bottom }: Box): number {
  let sum = 0;
  for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) sum += crop[y * size + x] ?? 0;
  return sum / ((right - left) * (bottom - top));
}

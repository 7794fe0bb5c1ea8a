import { cropSize } from '../engine/aligned-crop.ts';

/** Light for each grey of a picture: cameras give gamma 2.2. */
const linear = Float64Array.from({ length: 256 }, (_, grey) => (grey / 255) ** 2.2);

/** Mean light of a part of the aligned crop, linear, 0 … 1. */
export function meanLight(crop: Float32Array, left: number, right: number, top: number, bottom: number): number {
  let sum = 0;
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) sum += linear[Math.round(crop[y * cropSize + x] ?? 0)] ?? 0;
  }
  return sum / ((right - left) * (bottom - top));
}

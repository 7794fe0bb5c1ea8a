/** Side of the aligned crop, and the part of it that is skin from the brows to the mouth on every head. */
const cropSize = 112;
const part = { left: 24, middle: 56, right: 88, top: 24, centre: 56, bottom: 96 };

/** Light for each grey of a picture: cameras give gamma 2.2. */
const linear = Float64Array.from({ length: 256 }, (_, grey) => (grey / 255) ** 2.2);

/** Mean light of a face and its distribution, linear, 0 … 1. Sides as in the picture. */
export interface FaceHalves {
  readonly left: number;
  readonly right: number;
  readonly upper: number;
  readonly lower: number;
}

/** Measured on the aligned crop. */
export function lightOfHalves(crop: Float32Array): FaceHalves {
  const { left, middle, right, top, centre, bottom } = part;
  return {
    left: meanLight(crop, left, middle, top, bottom),
    right: meanLight(crop, middle, right, top, bottom),
    upper: meanLight(crop, left, right, top, centre),
    lower: meanLight(crop, left, right, centre, bottom),
  };
}

/** Mean light of a part of the aligned crop, linear, 0 … 1. */
export function meanLight(crop: Float32Array, left: number, right: number, top: number, bottom: number): number {
  let sum = 0;
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) sum += linear[Math.round(crop[y * cropSize + x] ?? 0)] ?? 0;
  }
  return sum / ((right - left) * (bottom - top));
}

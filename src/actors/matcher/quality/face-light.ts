/** Side of the aligned crop, and the part of it that is skin from the brows to the mouth on every head. */
const cropSize = 112;
const part = { left: 24, middle: 56, right: 88, top: 24, bottom: 96 };

/** Light for each grey of a picture: cameras give gamma 2.2. */
const linear = Float64Array.from({ length: 256 }, (_, grey) => (grey / 255) ** 2.2);

/** Mean light of the left and the right half of a face, 0 … 1, from the aligned crop. */
export function lightOfHalves(crop: Float32Array): { readonly left: number; readonly right: number } {
  return { left: meanLight(crop, part.left, part.middle), right: meanLight(crop, part.middle, part.right) };
}

function meanLight(crop: Float32Array, from: number, to: number): number {
  let sum = 0;
  for (let y = part.top; y < part.bottom; y++) {
    for (let x = from; x < to; x++) sum += linear[Math.round(crop[y * cropSize + x] ?? 0)] ?? 0;
  }
  return sum / ((to - from) * (part.bottom - part.top));
}

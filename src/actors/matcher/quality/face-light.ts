/** Side of the aligned crop, and the part of it that is skin from the brows to the mouth on every head. */
const cropSize = 112;
const part = { left: 24, right: 88, top: 24, bottom: 96 };
/** Cells that the part is divided into. */
const columns = 4;
const rows = 3;

/** Light for each grey of a picture: cameras give gamma 2.2. */
const linear = Float64Array.from({ length: 256 }, (_, grey) => (grey / 255) ** 2.2);

/** Mean light of the cells of a face, measured on the aligned crop, row by row; linear, 0 … 1. */
export function lightOfCells(crop: Float32Array): readonly number[] {
  const wide = (part.right - part.left) / columns;
  const high = (part.bottom - part.top) / rows;
  return Array.from({ length: columns * rows }, (_, i) => {
    const left = part.left + (i % columns) * wide;
    const top = part.top + Math.floor(i / columns) * high;
    return meanLight(crop, left, left + wide, top, top + high);
  });
}

/** Mean light of a part of the aligned crop, linear, 0 … 1. */
export function meanLight(crop: Float32Array, left: number, right: number, top: number, bottom: number): number {
  let sum = 0;
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) sum += linear[Math.round(crop[y * cropSize + x] ?? 0)] ?? 0;
  }
  return sum / ((right - left) * (bottom - top));
}

import { px, py, type Points } from './geometry.ts';

/**
 * The projective map of the plane that takes `from` to `to` (least squares of the linearised equations, Hartley and
 * Zisserman, 4.1): what any flat thing does between two views of a pinhole camera, wherever it is held.
 * x' = (h0·x + h1·y + h2) / w, y' = (h3·x + h4·y + h5) / w, w = h6·x + h7·y + 1.
 */
export type Homography = readonly number[];

/**
 * Keeps the two projective terms small where the points say little about them; in units of the points, which are eye
 * distances here.
 */
const ridge = 0.01;

/** Undefined when the points do not determine a map. */
export function fitHomography(from: Points, to: Points): Homography | undefined {
  // Normal equations of 8 unknowns, with the right-hand side as a ninth column.
  const rows = Array.from({ length: 8 }, () => new Float64Array(9));
  const add = (equation: readonly number[], value: number) => {
    rows.forEach((row, i) => {
      const weight = equation[i] ?? 0;
      for (let j = 0; j < 8; j++) row[j] = (row[j] ?? 0) + weight * (equation[j] ?? 0);
      row[8] = (row[8] ?? 0) + weight * value;
    });
  };
  for (let i = 0; i < from.length / 2; i++) {
    const x = px(from, i);
    const y = py(from, i);
    const u = px(to, i);
    const v = py(to, i);
    add([x, y, 1, 0, 0, 0, -u * x, -u * y], u);
    add([0, 0, 0, x, y, 1, -v * x, -v * y], v);
  }
  for (const i of [6, 7]) {
    const row = rows[i];
    if (row !== undefined) row[i] = (row[i] ?? 0) + ridge;
  }
  return solve(rows);
}

export function applyHomography(h: Homography, x: number, y: number): readonly [number, number] {
  const [h0 = 1, h1 = 0, h2 = 0, h3 = 0, h4 = 1, h5 = 0, h6 = 0, h7 = 0] = h;
  const w = h6 * x + h7 * y + 1;
  return [(h0 * x + h1 * y + h2) / w, (h3 * x + h4 * y + h5) / w];
}

/** Gauss–Jordan with pivoting; the right-hand side is each row's last number. Undefined for a singular system. */
export function solve(rows: readonly Float64Array[]): number[] | undefined {
  const n = rows.length;
  const left = [...rows];
  for (let i = 0; i < n; i++) {
    let pivot = i;
    for (let r = i + 1; r < n; r++) if (Math.abs(left[r]?.[i] ?? 0) > Math.abs(left[pivot]?.[i] ?? 0)) pivot = r;
    const row = left[pivot];
    const swapped = left[i];
    if (row === undefined || swapped === undefined || Math.abs(row[i] ?? 0) < 1e-9) return undefined;
    left[pivot] = swapped;
    left[i] = row;
    for (const other of left) {
      if (other === row) continue;
      const factor = (other[i] ?? 0) / (row[i] ?? 1);
      for (let c = i; c <= n; c++) other[c] = (other[c] ?? 0) - factor * (row[c] ?? 0);
    }
  }
  return left.map((row, i) => (row[n] ?? 0) / (row[i] ?? 1));
}

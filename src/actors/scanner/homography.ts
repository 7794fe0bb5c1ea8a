export interface Point {
  readonly x: number;
  readonly y: number;
}
/** Top left, top right, bottom right, bottom left. */
export type Corners = readonly [Point, Point, Point, Point];

/** A projective map of the plane, row by row, the last element 1. */
export type Homography = readonly number[];

/**
 * The map that carries the four corners of `from` to those of `to` (8 equations, Gauss–Jordan with pivoting).
 * Undefined when three of the points lie on one line.
 */
export function homographyBetween(from: Corners, to: Corners): Homography | undefined {
  const rows: number[][] = [];
  from.forEach(({ x, y }, corner) => {
    const target = to[corner];
    if (target === undefined) return;
    rows.push([x, y, 1, 0, 0, 0, -target.x * x, -target.x * y, target.x]);
    rows.push([0, 0, 0, x, y, 1, -target.y * x, -target.y * y, target.y]);
  });
  for (let column = 0; column < 8; column++) {
    let pivot = column;
    for (let row = column; row < 8; row++) {
      if (Math.abs(cell(rows, row, column)) > Math.abs(cell(rows, pivot, column))) pivot = row;
    }
    const pivotRow = rows[pivot];
    const columnRow = rows[column];
    if (pivotRow === undefined || columnRow === undefined) return undefined;
    [rows[column], rows[pivot]] = [pivotRow, columnRow];
    const scale = cell(rows, column, column);
    if (Math.abs(scale) < 1e-9) return undefined;
    rows.forEach((row, index) => {
      if (index === column) return;
      const factor = (row[column] ?? 0) / scale;
      for (let k = column; k < 9; k++) row[k] = (row[k] ?? 0) - factor * (pivotRow[k] ?? 0);
    });
  }
  return [...rows.map((row, index) => (row[8] ?? 0) / (row[index] ?? 1)), 1];
}

export function apply(map: Homography, x: number, y: number): Point {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = map;
  const depth = g * x + h * y + 1;
  return { x: (a * x + b * y + c) / depth, y: (d * x + e * y + f) / depth };
}

function cell(rows: readonly (readonly number[])[], row: number, column: number): number {
  return rows[row]?.[column] ?? 0;
}

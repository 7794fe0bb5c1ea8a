import type { Affine } from './picture.ts';

/** Points as x0, y0, x1, y1, … */
export type Points = Float64Array | readonly number[];

export function px(points: Points, index: number): number {
  return points[2 * index] ?? 0;
}

export function py(points: Points, index: number): number {
  return points[2 * index + 1] ?? 0;
}

/**
 * The least-squares similarity (turn, scale, shift) that takes `from` to `to`, as x' = a·x − b·y + tx, y' = b·x + a·y + ty
 * (Umeyama 1991, closed form in the plane). Undefined when all points of `from` are one point.
 */
export interface Similarity {
  readonly a: number;
  readonly b: number;
  readonly tx: number;
  readonly ty: number;
}

export function fitSimilarity(from: Points, to: Points): Similarity | undefined {
  const n = from.length / 2;
  const f = centroid(from);
  const t = centroid(to);
  let a = 0;
  let b = 0;
  let spread = 0;
  for (let i = 0; i < n; i++) {
    const x = px(from, i) - f.x;
    const y = py(from, i) - f.y;
    const u = px(to, i) - t.x;
    const v = py(to, i) - t.y;
    a += x * u + y * v;
    b += x * v - y * u;
    spread += x * x + y * y;
  }
  if (!(spread > 1e-9)) return undefined;
  a /= spread;
  b /= spread;
  return { a, b, tx: t.x - (a * f.x - b * f.y), ty: t.y - (b * f.x + a * f.y) };
}

/** The least-squares affine map that takes `from` to `to`; undefined when all points of `from` lie on one line. */
export function fitAffine(from: Points, to: Points): Affine | undefined {
  const n = from.length / 2;
  const f = centroid(from);
  const t = centroid(to);
  let [xx, xy, yy, xu, yu, xv, yv] = [0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const x = px(from, i) - f.x;
    const y = py(from, i) - f.y;
    const u = px(to, i) - t.x;
    const v = py(to, i) - t.y;
    xx += x * x;
    xy += x * y;
    yy += y * y;
    xu += x * u;
    yu += y * u;
    xv += x * v;
    yv += y * v;
  }
  const spread = xx * yy - xy * xy;
  if (!(spread > 1e-9)) return undefined;
  const a = (xu * yy - yu * xy) / spread;
  const b = (yu * xx - xu * xy) / spread;
  const c = (xv * yy - yv * xy) / spread;
  const d = (yv * xx - xv * xy) / spread;
  return [a, b, t.x - a * f.x - b * f.y, c, d, t.y - c * f.x - d * f.y];
}

/** The opposite direction as a sampling map. */
export function invertSimilarity({ a, b, tx, ty }: Similarity): Affine {
  const size = a * a + b * b;
  const ia = a / size;
  const ib = b / size;
  return [ia, ib, -(ia * tx + ib * ty), -ib, ia, ib * tx - ia * ty];
}

function centroid(points: Points): { x: number; y: number } {
  const n = points.length / 2;
  let x = 0;
  let y = 0;
  for (let i = 0; i < n; i++) {
    x += px(points, i);
    y += py(points, i);
  }
  return { x: x / n, y: y / n };
}

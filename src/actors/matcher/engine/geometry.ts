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

/** The opposite direction as a sampling map. */
export function invertSimilarity({ a, b, tx, ty }: Similarity): Affine {
  const size = a * a + b * b;
  const ia = a / size;
  const ib = b / size;
  return [ia, ib, -(ia * tx + ib * ty), -ib, ia, ib * tx - ia * ty];
}

/**
 * The root mean square distance that remains after the best affine map from one set of points to the other, in the units
 * of `to`. Undefined when the points lie on a line. A flat thing seen from two sides leaves (almost) nothing.
 */
export function affineResidual(from: Points, to: Points): number | undefined {
  const n = from.length / 2;
  const f = centroid(from);
  const t = centroid(to);
  let xx = 0,
    xy = 0,
    yy = 0,
    xu = 0,
    yu = 0,
    xv = 0,
    yv = 0;
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
  const det = xx * yy - xy * xy;
  if (!(det > 1e-9 * xx * yy)) return undefined;
  const m0 = (xu * yy - yu * xy) / det;
  const m1 = (yu * xx - xu * xy) / det;
  const m2 = (xv * yy - yv * xy) / det;
  const m3 = (yv * xx - xv * xy) / det;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const x = px(from, i) - f.x;
    const y = py(from, i) - f.y;
    const du = m0 * x + m1 * y - (px(to, i) - t.x);
    const dv = m2 * x + m3 * y - (py(to, i) - t.y);
    sum += du * du + dv * dv;
  }
  return Math.sqrt(sum / n);
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

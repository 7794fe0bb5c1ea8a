/** Three numbers: a point or direction (x viewer-right, y up, z to the camera; cm) or a linear RGB colour. */
export type Triple = readonly [number, number, number];

export const clamp = (x: number, from: number, to: number): number => (x < from ? from : x > to ? to : x);

export const mix = (a: number, b: number, share: number): number => a + (b - a) * share;

/** 0 at `from`, 1 at `to`, smooth between; `from` may be the larger one. */
export function smoothstep(from: number, to: number, x: number): number {
  const t = clamp((x - from) / (to - from), 0, 1);
  return t * t * (3 - 2 * t);
}

/** exp(−(x / width)²): a ridge with no weight beyond about twice its width. */
export const ridge = (x: number, width: number): number => Math.exp(-((x / width) ** 2));

/** Gaussian hill with standard deviations `sx`, `sy`. */
export const hill = (x: number, y: number, sx: number, sy: number): number =>
  Math.exp(-0.5 * ((x / sx) ** 2 + (y / sy) ** 2));

/** (1 − |x|ᵖ)^(1/p): a superellipse's quarter, 0 outside. */
export const arc = (x: number, power: number): number => Math.pow(Math.max(0, 1 - Math.pow(x, power)), 1 / power);

/** Cubic Hermite curve through points with ascending x; constant beyond both ends. */
export function curveThrough(points: readonly (readonly [number, number])[]): (x: number) => number {
  const xs = points.map((point) => point[0]);
  const ys = points.map((point) => point[1]);
  const x = (i: number) => xs[i] ?? 0;
  const y = (i: number) => ys[i] ?? 0;
  const last = points.length - 1;
  const slope = (i: number) => (y(i + 1) - y(i)) / (x(i + 1) - x(i));
  const slopes = xs.map((_, i) => (i === 0 ? slope(0) : i === last ? slope(last - 1) : (slope(i - 1) + slope(i)) / 2));
  return (at) => {
    if (at <= x(0)) return y(0);
    if (at >= x(last)) return y(last);
    let i = 0;
    while (at > x(i + 1)) i++;
    const h = x(i + 1) - x(i);
    const t = (at - x(i)) / h;
    const t2 = t * t;
    const t3 = t2 * t;
    const m0 = slopes[i] ?? 0;
    const m1 = slopes[i + 1] ?? 0;
    return (
      (2 * t3 - 3 * t2 + 1) * y(i) + (t3 - 2 * t2 + t) * h * m0 + (3 * t2 - 2 * t3) * y(i + 1) + (t3 - t2) * h * m1
    );
  };
}

import { offHeapFloats } from '../engine/picture.ts';

/** A square picture of grey, rows from the top. */
export type Grey = Float32Array<ArrayBuffer>;

/** Half the sides of a patch without its middle, pixels. */
export interface PatchSize {
  readonly x: number;
  readonly y: number;
}

export interface FoundPatch {
  /** Where its middle lies, pixels, with fractions. */
  readonly x: number;
  readonly y: number;
  /** Normalised cross-correlation, −1 … 1. */
  readonly likeness: number;
}

/** Finds a patch of one picture in another by normalised cross-correlation. Owns what it looks at; see `scrub`. */
export class PatchFinder {
  readonly #side: number;
  readonly #reach: number;
  readonly #largest: PatchSize;
  readonly #patch: Grey;
  readonly #area: Grey;
  readonly #scores: Grey;

  /**
   * @param side of the pictures, pixels.
   * @param reach how far from where it is expected a patch is looked for, pixels.
   */
  constructor(side: number, reach: number, largest: PatchSize) {
    this.#side = side;
    this.#reach = reach;
    this.#largest = largest;
    this.#patch = offHeapFloats((2 * largest.x + 1) * (2 * largest.y + 1));
    this.#area = offHeapFloats((2 * (largest.x + reach) + 1) * (2 * (largest.y + reach) + 1));
    this.#scores = offHeapFloats((2 * reach + 1) ** 2);
  }

  /**
   * Looks for the patch about (`x`, `y`) of `from` near (`nearX`, `nearY`) of `to`. Undefined when it suits best at the
   * edge of where it is looked for: it may lie beyond.
   */
  find(
    from: Grey,
    x: number,
    y: number,
    to: Grey,
    nearX: number,
    nearY: number,
    half: PatchSize,
  ): FoundPatch | undefined {
    if (half.x > this.#largest.x || half.y > this.#largest.y) throw new Error('the patch is too large');
    const reach = this.#reach;
    cut(from, this.#side, x, y, half, this.#patch);
    cut(to, this.#side, nearX, nearY, { x: half.x + reach, y: half.y + reach }, this.#area);
    const wide = 2 * reach + 1;
    let best = 0;
    for (let dy = 0; dy < wide; dy++) {
      for (let dx = 0; dx < wide; dx++) {
        const score = this.#correlate(dx, dy, half);
        this.#scores[dy * wide + dx] = score;
        if (score > (this.#scores[best] ?? 0)) best = dy * wide + dx;
      }
    }
    const dx = best % wide;
    const dy = Math.floor(best / wide);
    if (dx === 0 || dy === 0 || dx === wide - 1 || dy === wide - 1) return undefined;
    const score = (at: number) => this.#scores[at] ?? 0;
    return {
      x: nearX + dx - reach + peak(score(best - 1), score(best), score(best + 1)),
      y: nearY + dy - reach + peak(score(best - wide), score(best), score(best + wide)),
      likeness: score(best),
    };
  }

  scrub(): void {
    this.#patch.fill(0);
    this.#area.fill(0);
    this.#scores.fill(0);
  }

  #correlate(dx: number, dy: number, half: PatchSize): number {
    const patch = this.#patch;
    const area = this.#area;
    const across = 2 * half.x + 1;
    const down = 2 * half.y + 1;
    const stride = 2 * (half.x + this.#reach) + 1;
    let [p, q, pp, qq, pq] = [0, 0, 0, 0, 0];
    for (let row = 0; row < down; row++) {
      for (let i = row * across, j = (row + dy) * stride + dx, end = i + across; i < end; i++, j++) {
        const a = patch[i] ?? 0;
        const b = area[j] ?? 0;
        p += a;
        q += b;
        pp += a * a;
        qq += b * b;
        pq += a * b;
      }
    }
    const n = across * down;
    const power = (pp - (p * p) / n) * (qq - (q * q) / n);
    return power > 1e-6 ? (pq - (p * q) / n) / Math.sqrt(power) : 0;
  }
}

/** The patch about (`x`, `y`), bilinearly; beyond the picture lies its edge. */
function cut(picture: Grey, side: number, x: number, y: number, half: PatchSize, out: Grey): void {
  const most = side - 1;
  const within = (value: number) => Math.min(most, Math.max(0, value));
  for (let row = -half.y, o = 0; row <= half.y; row++) {
    const sy = within(y + row);
    const y0 = Math.min(most - 1, Math.floor(sy));
    const fy = sy - y0;
    for (let column = -half.x; column <= half.x; column++, o++) {
      const sx = within(x + column);
      const x0 = Math.min(most - 1, Math.floor(sx));
      const fx = sx - x0;
      const i = y0 * side + x0;
      const upper = (picture[i] ?? 0) * (1 - fx) + (picture[i + 1] ?? 0) * fx;
      const lower = (picture[i + side] ?? 0) * (1 - fx) + (picture[i + side + 1] ?? 0) * fx;
      out[o] = upper * (1 - fy) + lower * fy;
    }
  }
}

/** Where between −½ and ½ a parabola through three scores has its top, the middle one being the highest. */
function peak(before: number, at: number, after: number): number {
  const bend = before - 2 * at + after;
  return bend < 0 ? (before - after) / (2 * bend) : 0;
}

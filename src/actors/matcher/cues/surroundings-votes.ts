import { fitAffine } from '../engine/geometry.ts';
import { eyeDistance, fivePoints, frontalEyeDistance } from '../engine/landmarks.ts';

/** One frame's thumbnail (grey 0 … 255, rows from the top) with the 68 points of the face in its cells. */
export interface Around {
  readonly width: number;
  readonly height: number;
  readonly grey: Float32Array<ArrayBuffer>;
  readonly points: Float64Array<ArrayBuffer>;
}

/** Change of grey over two cells that is an edge; the sensor's noise makes 1 or 2. */
const leastEdge = 10;
/** An edge is found again when less than `same` of it is different, and gone when more than `other` is. */
const same = 0.5;
const other = 0.8;
/**
 * Head, hair and cap in eye distances about the middle of the eyes: an ellipse that reaches so far to the sides, up, and
 * down to its middle; everything below the mouth is neck and shoulders. Drawn people's hair ends at 1.4 and 2.
 */
const head = { aside: 1.9, up: 2.4, middle: 0.2, below: 1.3 };
/** Further away there is only the room, behind a thing that is held too: eye distances. */
const reach = 2.7;

/**
 * How many edges around the head went with the face from one frame to the other (`tied`: found where the affine map of
 * the landmarks puts them and no longer where they were), and how many stayed (`free`). Edges that are found in both
 * places or in neither say nothing. The map is affine since a thing that is held is turned, too.
 */
export function compareSurroundings(from: Around, to: Around): { readonly tied: number; readonly free: number } {
  const map = fitAffine(from.points, to.points);
  if (map === undefined) return { tied: 0, free: 0 };
  const [a, b, c, d, e, f] = map;
  const { width, height } = from;
  const before = new Head(from.points);
  const after = new Head(to.points);
  const { left, right, top, bottom } = before.around(width, height);
  let tied = 0;
  let free = 0;
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const i = y * width + x;
      const across = step(from.grey, i, 1);
      const down = step(from.grey, i, width);
      const edge = Math.hypot(across, down);
      if (edge < leastEdge || before.covers(x, y) || after.covers(x, y)) continue;
      const u = a * x + b * y + c;
      const v = d * x + e * y + f;
      const movedAcross = greyAt(to, u + a, v + d) - greyAt(to, u - a, v - d);
      const movedDown = greyAt(to, u + b, v + e) - greyAt(to, u - b, v - e);
      const moved = Math.hypot(movedAcross - across, movedDown - down) / edge;
      const stayed = Math.hypot(step(to.grey, i, 1) - across, step(to.grey, i, width) - down) / edge;
      // Beyond the picture `moved` is not a number, and neither holds.
      if (moved < same && stayed > other) tied++;
      else if (stayed < same && moved > other) free++;
    }
  }
  return { tied, free };
}

/** Where the head is, in cells. */
class Head {
  readonly #x: number;
  readonly #y: number;
  readonly #size: number;
  readonly #right: number;
  readonly #down: number;

  constructor(points: Float64Array) {
    const [lx = 0, ly = 0, rx = 0, ry = 0] = fivePoints(points);
    const apart = eyeDistance(points);
    this.#x = (lx + rx) / 2;
    this.#y = (ly + ry) / 2;
    this.#size = frontalEyeDistance(points);
    this.#right = (rx - lx) / apart / this.#size;
    this.#down = (ry - ly) / apart / this.#size;
  }

  covers(x: number, y: number): boolean {
    const dx = x - this.#x;
    const dy = y - this.#y;
    const across = dx * this.#right + dy * this.#down;
    const down = dy * this.#right - dx * this.#down;
    return down > head.below || Math.hypot(across / head.aside, (down - head.middle) / (head.up + head.middle)) < 1;
  }

  /** Cells within `reach` that have neighbours on all sides. */
  around(width: number, height: number) {
    const far = reach * this.#size;
    return {
      left: Math.max(1, Math.floor(this.#x - far)),
      right: Math.min(width - 2, Math.ceil(this.#x + far)),
      top: Math.max(1, Math.floor(this.#y - far)),
      bottom: Math.min(height - 2, Math.ceil(this.#y + far)),
    };
  }
}

function step(grey: Float32Array, at: number, by: number): number {
  return (grey[at + by] ?? 0) - (grey[at - by] ?? 0);
}

/** Bilinear; NaN beyond the picture. */
function greyAt({ grey, width, height }: Around, x: number, y: number): number {
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  if (!(x0 >= 0 && y0 >= 0 && x0 + 1 < width && y0 + 1 < height)) return Number.NaN;
  const fx = x - x0;
  const i = y0 * width + x0;
  const upper = (grey[i] ?? 0) * (1 - fx) + (grey[i + 1] ?? 0) * fx;
  const lower = (grey[i + width] ?? 0) * (1 - fx) + (grey[i + width + 1] ?? 0) * fx;
  return upper + (lower - upper) * (y - y0);
}

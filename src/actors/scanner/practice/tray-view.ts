import { homographyBetween, type Corners, type Homography } from '../homography.ts';
import type { CardArt } from './card-ground.ts';
import { artScale, cardHeight, cardWidth } from './pen.ts';
import type { Random } from './random.ts';

/** What the tray camera sees before its sensor adds noise: grey levels, not yet clipped, row by row. */
export interface TrayView {
  readonly width: number;
  readonly height: number;
  readonly light: Float32Array;
  /** From card millimetres to pixels; undefined when the tray is empty. */
  readonly cardToPicture: Homography | undefined;
  /** Pixels of the picture that one pixel of the drawn card takes. */
  readonly pixelsPerArtPoint: number;
}

export interface Pose {
  /** Degrees, clockwise. */
  readonly turn: number;
  /** mm off the tray's middle. */
  readonly x: number;
  readonly y: number;
  /** Size against the mount's calibration. */
  readonly scale: number;
  /** mm by which each corner is off, from perspective: x and y of the four corners. */
  readonly skew: readonly number[];
}

export interface ViewOptions {
  readonly width: number;
  readonly height: number;
  readonly pose: Pose;
  /** Grey level of the tray. */
  readonly tray: number;
  readonly exposure: number;
  /** Blur of the lens, px. */
  readonly blur: number;
  /** Way of the card during the exposure, px, along a random axis. */
  readonly motion: number;
  /** Tone curve of the camera; 1 is straight. */
  readonly gamma: number;
  readonly glare: readonly Glare[];
  /** A hand over the card: centre and radii in shares of the picture. */
  readonly hand: { readonly x: number; readonly y: number; readonly rx: number; readonly ry: number } | undefined;
}

export interface Glare {
  /** Centre and radii in px, strength in grey levels. */
  readonly x: number;
  readonly y: number;
  readonly rx: number;
  readonly ry: number;
  readonly strength: number;
}

/** Pixels per mm in a picture 1280 px wide: the practice mount. */
const viewScale = 13.4;
const cornerRadius = 3.18;

/** `art` undefined: the tray is empty. */
export function viewTray(art: CardArt | undefined, options: ViewOptions, random: Random): TrayView {
  const { width, height } = options;
  const light = new Float32Array(width * height);
  const tray = new TrayTexture(options.tray, random);
  const corners = cornersOf(options);
  const pictureToCard = art && homographyBetween(corners, cardCorners);
  const slopeX = random.between(-0.12, 0.12);
  const slopeY = random.between(-0.12, 0.12);
  const row = new Float32Array(width);
  for (let y = 0; y < height; y++) {
    tray.paint(row, y / height);
    if (art !== undefined && pictureToCard !== undefined) layCardOver(row, art, pictureToCard, y);
    if (options.hand !== undefined) layHandOver(row, options.hand, y / height);
    for (let x = 0; x < width; x++) {
      const even = 1 + slopeX * (x / width - 0.5) + slopeY * (y / height - 0.5);
      light[y * width + x] = (row[x] ?? 0) * options.exposure * even;
    }
  }
  for (const glare of options.glare) shine(light, width, height, glare);
  const lens = gaussian(options.blur);
  const path = box(options.motion);
  const upright = random.next() < 0.5;
  smooth(light, width, height, lens, path, upright);
  if (options.gamma !== 1) bend(light, options.gamma);
  const cardToPicture = art && homographyBetween(cardCorners, corners);
  const pixelsPerArtPoint = ((viewScale * width * options.pose.scale) / 1280 / artScale) ** 2;
  return { width, height, light, cardToPicture, pixelsPerArtPoint };
}

const cardCorners: Corners = [
  { x: 0, y: 0 },
  { x: cardWidth, y: 0 },
  { x: cardWidth, y: cardHeight },
  { x: 0, y: cardHeight },
];

/** Where the card's corners lie in the picture. */
function cornersOf({ width, height, pose }: ViewOptions): Corners {
  const scale = (viewScale * width * pose.scale) / 1280;
  const angle = (pose.turn * Math.PI) / 180;
  const place = (cornerX: number, cornerY: number, corner: number) => {
    const x = cornerX - cardWidth / 2 + (pose.skew[corner * 2] ?? 0);
    const y = cornerY - cardHeight / 2 + (pose.skew[corner * 2 + 1] ?? 0);
    return {
      x: width / 2 + scale * (Math.cos(angle) * x - Math.sin(angle) * y + pose.x),
      y: height / 2 + scale * (Math.sin(angle) * x + Math.cos(angle) * y + pose.y),
    };
  };
  return [place(0, 0, 0), place(cardWidth, 0, 1), place(cardWidth, cardHeight, 2), place(0, cardHeight, 3)];
}

/** One row of the picture. The map is written out: a point object per pixel costs more than all the rest. */
function layCardOver(row: Float32Array, art: CardArt, pictureToCard: Homography, y: number): void {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = pictureToCard;
  for (let x = 0; x < row.length; x++) {
    const depth = g * x + h * y + 1;
    const cardX = (a * x + b * y + c) / depth;
    const cardY = (d * x + e * y + f) / depth;
    if (cardX < -1.5 || cardY < -1.5 || cardX > cardWidth + 1.5 || cardY > cardHeight + 1.5) continue;
    // Distance into the rounded rectangle, mm; one pixel is about 0.075 mm.
    const cornerX = Math.max(cornerRadius - cardX, cardX - (cardWidth - cornerRadius), 0);
    const cornerY = Math.max(cornerRadius - cardY, cardY - (cardHeight - cornerRadius), 0);
    if (cornerX === 0 && cornerY === 0) {
      row[x] = artAt(art, cardX, cardY);
      continue;
    }
    const inward = cornerRadius - Math.sqrt(cornerX * cornerX + cornerY * cornerY);
    if (inward < -1.5) continue;
    const shadow = (row[x] ?? 0) * (inward < 0 ? 1 - 0.35 * Math.exp(inward * 2) : 0.65);
    const cover = Math.min(1, Math.max(0, (inward + 0.04) / 0.08));
    row[x] = cover === 0 ? shadow : shadow * (1 - cover) + artAt(art, cardX, cardY) * cover;
  }
}

function artAt(art: CardArt, x: number, y: number): number {
  const u = Math.min(Math.max(x * artScale - 0.5, 0), art.width - 1.001);
  const v = Math.min(Math.max(y * artScale - 0.5, 0), art.height - 1.001);
  const left = Math.floor(u);
  const top = Math.floor(v);
  const at = top * art.width + left;
  const { pixels } = art;
  const upper = (pixels[at] ?? 0) * (1 - u + left) + (pixels[at + 1] ?? 0) * (u - left);
  const lower = (pixels[at + art.width] ?? 0) * (1 - u + left) + (pixels[at + art.width + 1] ?? 0) * (u - left);
  return upper * (1 - v + top) + lower * (v - top);
}

/** Slow unevenness of a matte tray, from a coarse grid of random levels. */
class TrayTexture {
  readonly #grid: Float32Array;
  static readonly columns = 17;
  static readonly rows = 13;

  constructor(level: number, random: Random) {
    const count = TrayTexture.columns * TrayTexture.rows;
    this.#grid = Float32Array.from({ length: count }, () => level + random.normal(level * 0.08 + 1));
  }

  /** The levels of one row; `down` 0 … 1 of the picture's height. */
  paint(row: Float32Array, down: number): void {
    const { columns, rows } = TrayTexture;
    const v = down * (rows - 1);
    const top = Math.floor(v);
    const between = (column: number) => {
      const at = top * columns + column;
      return (this.#grid[at] ?? 0) * (1 - v + top) + (this.#grid[at + columns] ?? 0) * (v - top);
    };
    for (let column = 0; column < columns - 1; column++) {
      const [from, to] = [between(column), between(column + 1)];
      const first = Math.ceil((column * row.length) / (columns - 1));
      const end = Math.ceil(((column + 1) * row.length) / (columns - 1));
      for (let x = first; x < end; x++) row[x] = from + (to - from) * ((x / row.length) * (columns - 1) - column);
    }
  }
}

/** The camera's tone curve, by a table of 16 steps per grey level. */
function bend(light: Float32Array, gamma: number): void {
  const steps = 255 * 16;
  const curve = Float32Array.from({ length: steps + 1 }, (_, at) => 255 * (at / steps) ** gamma);
  for (let at = 0; at < light.length; at++) {
    light[at] = curve[Math.round(Math.min(255, Math.max(0, light[at] ?? 0)) * 16)] ?? 0;
  }
}

function layHandOver(row: Float32Array, hand: NonNullable<ViewOptions['hand']>, y: number): void {
  const down = ((y - hand.y) / hand.ry) ** 2;
  for (let x = 0; x < row.length; x++) {
    if (down + ((x / row.length - hand.x) / hand.rx) ** 2 < 1) row[x] = 135 + ((row[x] ?? 0) - 128) * 0.02;
  }
}

/** Adds a spot of reflected light; beyond three radii nothing is left of it. */
function shine(light: Float32Array, width: number, height: number, glare: Glare): void {
  const lastY = Math.min(height - 1, Math.floor(glare.y + 3 * glare.ry));
  const lastX = Math.min(width - 1, Math.floor(glare.x + 3 * glare.rx));
  for (let y = Math.max(0, Math.ceil(glare.y - 3 * glare.ry)); y <= lastY; y++) {
    const down = ((y - glare.y) / glare.ry) ** 2;
    for (let x = Math.max(0, Math.ceil(glare.x - 3 * glare.rx)); x <= lastX; x++) {
      const added = glare.strength * Math.exp(-down - ((x - glare.x) / glare.rx) ** 2);
      light[y * width + x] = (light[y * width + x] ?? 0) + added;
    }
  }
}

/** Weights of a centred filter; one weight: nothing to smooth. */
type Weights = Float32Array;

function gaussian(sigma: number): Weights {
  if (sigma < 0.15) return Float32Array.of(1);
  const reach = Math.max(1, Math.ceil(sigma * 2.5));
  return normalised(2 * reach + 1, (at) => Math.exp(-((at - reach) ** 2) / (2 * sigma * sigma)));
}

/** A straight path of `length` px, at most 9. */
function box(length: number): Weights {
  const reach = Math.min(4, Math.round(length));
  return normalised(2 * reach + 1, () => 1);
}

function normalised(count: number, weight: (at: number) => number): Weights {
  const weights = Float32Array.from({ length: count }, (_, at) => weight(at));
  const total = weights.reduce((sum, each) => sum + each, 0);
  return weights.map((each) => each / total);
}

/** Both filters, in place: the lens along rows and columns, the path along one of them. */
function smooth(
  light: Float32Array,
  width: number,
  height: number,
  lens: Weights,
  path: Weights,
  upright: boolean,
): void {
  for (const [weights, rows, columns] of [
    [lens, true, true],
    [path, !upright, upright],
  ] as const) {
    if (weights.length === 1) continue;
    if (rows) filterRows(light, width, height, weights);
    if (columns) filterColumns(light, width, height, weights);
  }
}

function filterRows(light: Float32Array, width: number, height: number, weights: Weights): void {
  const reach = (weights.length - 1) / 2;
  const line = new Float32Array(width + 2 * reach);
  for (let y = 0; y < height; y++) {
    const start = y * width;
    line.set(light.subarray(start, start + width), reach);
    line.fill(light[start] ?? 0, 0, reach);
    line.fill(light[start + width - 1] ?? 0, reach + width);
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let k = 0; k < weights.length; k++) sum += (weights[k] ?? 0) * (line[x + k] ?? 0);
      light[start + x] = sum;
    }
  }
}

/** Row by row as well, adding up whole rows: walking down the columns would miss the cache at every step. */
function filterColumns(light: Float32Array, width: number, height: number, weights: Weights): void {
  const reach = (weights.length - 1) / 2;
  const source = light.slice();
  const sums = new Float32Array(width);
  for (let y = 0; y < height; y++) {
    sums.fill(0);
    for (let k = -reach; k <= reach; k++) {
      const weight = weights[k + reach] ?? 0;
      const start = Math.min(height - 1, Math.max(0, y + k)) * width;
      for (let x = 0; x < width; x++) sums[x] = (sums[x] ?? 0) + weight * (source[start + x] ?? 0);
    }
    light.set(sums, y * width);
  }
}

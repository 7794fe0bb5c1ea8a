import { apply, homographyBetween, type Corners, type Homography } from '../homography.ts';
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
  const texture = trayTexture(width, height, options.tray, random);
  const corners = cornersOf(options);
  const pictureToCard = art && homographyBetween(corners, cardCorners);
  const slopeX = random.between(-0.12, 0.12);
  const slopeY = random.between(-0.12, 0.12);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let level = texture(x, y);
      if (art !== undefined && pictureToCard !== undefined) level = cardOver(art, pictureToCard, x, y, level);
      if (options.hand !== undefined && insideHand(options.hand, x / width, y / height))
        level = 135 + (level - 128) * 0.02;
      light[y * width + x] = level * options.exposure * (1 + slopeX * (x / width - 0.5) + slopeY * (y / height - 0.5));
    }
  }
  for (const glare of options.glare) shine(light, width, height, glare);
  const lens = gaussian(options.blur);
  const path = box(options.motion);
  const upright = random.next() < 0.5;
  smooth(light, width, height, lens, path, upright);
  if (options.gamma !== 1) {
    for (let at = 0; at < light.length; at++) {
      light[at] = 255 * Math.min(1, Math.max(0, (light[at] ?? 0) / 255)) ** options.gamma;
    }
  }
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

function cardOver(art: CardArt, pictureToCard: Homography, x: number, y: number, below: number): number {
  const at = apply(pictureToCard, x, y);
  // Distance into the rounded rectangle, mm; one pixel is about 0.075 mm.
  const cornerX = Math.max(cornerRadius - at.x, at.x - (cardWidth - cornerRadius), 0);
  const cornerY = Math.max(cornerRadius - at.y, at.y - (cardHeight - cornerRadius), 0);
  const inward = cornerRadius - Math.hypot(cornerX, cornerY);
  if (inward < -1.5) return below;
  const shadow = below * (1 - 0.35 * Math.exp(Math.min(0, inward) * 2));
  if (inward < -0.04) return shadow;
  const cover = Math.min(1, (inward + 0.04) / 0.08);
  return shadow * (1 - cover) + artAt(art, at.x, at.y) * cover;
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
function trayTexture(width: number, height: number, level: number, random: Random): (x: number, y: number) => number {
  const columns = 17;
  const rows = 13;
  const grid = Float32Array.from({ length: columns * rows }, () => level + random.normal(level * 0.08 + 1));
  return (x, y) => {
    const u = (x / width) * (columns - 1);
    const v = (y / height) * (rows - 1);
    const left = Math.floor(u);
    const top = Math.floor(v);
    const at = top * columns + left;
    const upper = (grid[at] ?? 0) * (1 - u + left) + (grid[at + 1] ?? 0) * (u - left);
    const lower = (grid[at + columns] ?? 0) * (1 - u + left) + (grid[at + columns + 1] ?? 0) * (u - left);
    return upper * (1 - v + top) + lower * (v - top);
  };
}

function insideHand(hand: NonNullable<ViewOptions['hand']>, x: number, y: number): boolean {
  return ((x - hand.x) / hand.rx) ** 2 + ((y - hand.y) / hand.ry) ** 2 < 1;
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
type Weights = readonly number[];

function gaussian(sigma: number): Weights {
  if (sigma < 0.15) return [1];
  const reach = Math.max(1, Math.ceil(sigma * 2.5));
  return normalised(2 * reach + 1, (at) => Math.exp(-((at - reach) ** 2) / (2 * sigma * sigma)));
}

/** A straight path of `length` px, at most 9. */
function box(length: number): Weights {
  const reach = Math.min(4, Math.round(length));
  return normalised(2 * reach + 1, () => 1);
}

function normalised(count: number, weight: (at: number) => number): Weights {
  const weights = Array.from({ length: count }, (_, at) => weight(at));
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
    if (rows) for (let y = 0; y < height; y++) filter(light, y * width, 1, width, weights);
    if (columns) for (let x = 0; x < width; x++) filter(light, x, width, height, weights);
  }
}

let line = new Float32Array(4096);

function filter(light: Float32Array, start: number, stride: number, length: number, weights: Weights): void {
  if (line.length < length) line = new Float32Array(length);
  const reach = (weights.length - 1) / 2;
  for (let at = 0; at < length; at++) line[at] = light[start + at * stride] ?? 0;
  for (let at = 0; at < length; at++) {
    let sum = 0;
    for (let k = -reach; k <= reach; k++) {
      sum += (weights[k + reach] ?? 0) * (line[Math.min(length - 1, Math.max(0, at + k))] ?? 0);
    }
    light[start + at * stride] = sum;
  }
}

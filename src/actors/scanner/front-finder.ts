import { planeBytes, type Frame } from '../camera/frames.ts';
import { findAnchor, type AnchorShift } from './anchor.ts';
import { findCard } from './card-edges.ts';
import { homographyBetween, type Corners, type Homography } from './homography.ts';
import type { FrontGeneration } from './layouts.ts';
import { brightnessOf, isBlack, isBurnt, lookOf, type Look } from './looks.ts';
import type { TrayMount } from './mount.ts';
import type { Picture } from './picture.ts';
import type { FrameReading } from './reading.ts';

/** A card front in a frame: where its fields are, whatever reads them. */
export interface FoundFront {
  readonly picture: Picture;
  readonly cardToPicture: Homography;
  /** Index of the card's generation, and how far its print is shifted. */
  readonly generation: number;
  readonly shift: AnchorShift;
  readonly look: Look;
}

/** Every generation is an ID-1 card (ISO/IEC 7810), mm. */
const idOne = { width: 85.6, height: 53.98 };
const cardCorners: Corners = [
  { x: 0, y: 0 },
  { x: idOne.width, y: 0 },
  { x: idOne.width, y: idOne.height },
  { x: 0, y: idOne.height },
];

/** Begins the reading of a frame: fills in what the picture as a whole tells; undefined when there is no front to read. */
export function findFront(
  frame: Frame,
  generations: readonly FrontGeneration[],
  mount: TrayMount,
  reading: FrameReading,
): FoundFront | undefined {
  reading.wipe();
  const { width, height, format } = frame;
  // Cut off, of no size or with another stride: what came through the sink was looked at there, other pictures were not.
  if (width < 2 || height < 2 || frame.planes.length !== planeBytes(width, height, format)) {
    reading.unread = 'noCard';
    return undefined;
  }
  const picture: Picture = { width, height, pixels: frame.planes.subarray(0, width * height) };
  reading.fingerprint = fingerprintOf(picture.pixels);
  const corners = findCard(picture, idOne, mount);
  const map = corners && homographyBetween(cardCorners, corners);
  if (corners === undefined || map === undefined) {
    reading.unread = isBlack(picture) ? 'dark' : isBurnt(picture) ? 'glare' : 'noCard';
    return undefined;
  }
  const scale = (width * mount.cardWidth) / idOne.width;
  reading.cornerX = corners[0].x / scale;
  reading.cornerY = corners[0].y / scale;
  const look = lookOf(brightnessOf(picture, map, { x: 0, y: 0, ...idOne }));
  const found = generationOf(picture, map, generations);
  if (found === undefined) {
    reading.unread = whyNoAnchor(picture, corners, look, generations);
    return undefined;
  }
  reading.generation = found.generation;
  return { picture, cardToPicture: map, look, ...found };
}

/** The generation whose anchor stands out most where its layout has it. */
function generationOf(
  picture: Picture,
  map: Homography,
  generations: readonly FrontGeneration[],
): { generation: number; shift: AnchorShift } | undefined {
  let best: { generation: number; shift: AnchorShift } | undefined;
  for (const [generation, { anchor }] of generations.entries()) {
    const shift = findAnchor(picture, map, anchor);
    if (shift !== undefined && shift.contrast > (best?.shift.contrast ?? 0)) best = { generation, shift };
  }
  return best;
}

function whyNoAnchor(
  picture: Picture,
  [topLeft, topRight, bottomRight, bottomLeft]: Corners,
  look: Look,
  generations: readonly FrontGeneration[],
): FrameReading['unread'] {
  const turned = homographyBetween(cardCorners, [bottomRight, bottomLeft, topLeft, topRight]);
  if (turned !== undefined && generationOf(picture, turned, generations) !== undefined) return 'upsideDown';
  if (look === 'plain') return 'backSide';
  return look === 'covered' ? 'dirty' : look;
}

/** FNV-1a over every 7th pixel: sensor noise makes two exposures differ, a frozen camera does not. */
function fingerprintOf(pixels: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < pixels.length; at += 7) hash = Math.imul(hash ^ (pixels[at] ?? 0), 0x01000193);
  return hash;
}

/** What spoils the strips of a front, told by the brightest of them. */
export function flawOf(burnt: number, look: Look): FrameReading['flaw'] {
  if (burnt > burntStrip) return 'glare';
  return look === 'dark' ? 'dark' : 'dirty';
}

/** A strip with more burnt-out pixels than this share suffers from glare. */
const burntStrip = 0.12;

export function burntShare(strip: Float32Array): number {
  let burnt = 0;
  for (const value of strip) if (value >= 0.99) burnt++;
  return burnt / strip.length;
}

import { packFrame, unpackFrame, type Frame } from '../../camera/frames.ts';
import { Random } from '../practice/random.ts';

/** Grey level at a pixel. */
type Paint = (x: number, y: number) => number;

/** Kinds of pictures that are no card front. */
export const garbageKinds = [
  'flat',
  'noise',
  'stripes',
  'checks',
  'ramp',
  'blobs',
  'document',
  'blankCard',
  'otherCard',
  'almostCard',
  'tiny',
  'huge',
  'shredded',
  'brokenBytes',
] as const;
export type GarbageKind = (typeof garbageKinds)[number];

/** The picture of this number: the same on every machine. 'broken' when its bytes are no frame. */
export function garbage(number: number): { readonly kind: GarbageKind; readonly frame: Frame | 'broken' } {
  const random = new Random(number * 2_654_435);
  const kind = garbageKinds[number % garbageKinds.length] ?? 'flat';
  if (kind === 'brokenBytes') return { kind, frame: brokenBytes(random) };
  const [width, height] = sizeOf(kind, random);
  return { kind, frame: painted(width, height, paintOf(kind, width, height, random), random) };
}

/** Frames have even sides from 2 to 4096 (frames.ts); a 1 × 1 or 8k picture is already no frame. */
function sizeOf(kind: GarbageKind, random: Random): readonly [number, number] {
  const even = (from: number, to: number) => random.integer(from / 2, to / 2) * 2;
  if (kind === 'tiny') return [even(2, 64), even(2, 64)];
  // One side only: 16 million pixels of each would make the whole run a test of patience.
  if (kind === 'huge') return random.next() < 0.5 ? [4096, even(2, 200)] : [even(2, 200), 4096];
  return random.pick([
    [640, 480],
    [640, 480],
    [800, 600],
    [1280, 960],
  ]);
}

function painted(width: number, height: number, paint: Paint, random: Random): Frame {
  const planes = new Uint8Array(new ArrayBuffer(width * height));
  const grain = random.between(0, 12);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const level = paint(x, y) + (random.next() - 0.5) * grain;
      planes[y * width + x] = Math.max(0, Math.min(255, level));
    }
  }
  return { width, height, format: 'grey', time: 0, planes };
}

function paintOf(kind: GarbageKind, width: number, height: number, random: Random): Paint {
  const [low, high] = [random.integer(0, 255), random.integer(0, 255)];
  const period = random.integer(2, 90);
  const turn = random.between(-1, 1);
  switch (kind) {
    case 'noise':
      return () => random.integer(Math.min(low, high), Math.max(low, high));
    case 'stripes':
    case 'huge':
      return (x, y) => (Math.abs(x + turn * y) % period < period / 2 ? low : high);
    case 'checks':
    case 'tiny':
      return (x, y) => (x % period < period / 2 === y % period < period / 2 ? low : high);
    case 'ramp':
      return (x, y) => low + ((high - low) * (x + turn * y)) / width;
    case 'blobs':
      return blobs(width, height, low, high, random);
    case 'document':
      return printed(rectangle(-width, -height, 3 * width, 3 * height), random, 235);
    case 'blankCard':
      return (x, y) => (insideCard(width, height, x, y) ? high : low);
    case 'otherCard':
    case 'almostCard': {
      const card = rectangle(width * 0.052, (height - width * 0.565) / 2, width * 0.896, width * 0.565);
      const print = printed(card, random, random.between(150, 245));
      return kind === 'otherCard' ? print : withAnchor(print, width, height);
    }
    case 'shredded': {
      const print = printed(rectangle(0, 0, width, height), random, 220);
      // As a picture looks that was read with a wrong stride.
      return (x, y) => print((x + y * period) % width, y);
    }
    default:
      return () => low;
  }
}

function blobs(width: number, height: number, low: number, high: number, random: Random): Paint {
  const circles = Array.from({ length: random.integer(1, 8) }, () => ({
    x: random.between(0, width),
    y: random.between(0, height),
    r: random.between(5, height / 2),
  }));
  return (x, y) => (circles.some((c) => (x - c.x) ** 2 + (y - c.y) ** 2 < c.r ** 2) ? high : low);
}

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function rectangle(x: number, y: number, width: number, height: number): Rectangle {
  return { x, y, width, height };
}

/** Lines of something like print: dark strokes in cells, other in each line. */
function printed(on: Rectangle, random: Random, paper: number): Paint {
  const cell = random.integer(6, 40);
  const line = cell * random.between(1.1, 2.5);
  const salt = random.integer(1, 1 << 20);
  const tray = random.integer(10, 90);
  return (x, y) => {
    if (x < on.x || y < on.y || x >= on.x + on.width || y >= on.y + on.height) return tray;
    if (y % line > cell) return paper;
    const glyph = hash(Math.floor(x / cell) + salt, Math.floor(y / line));
    const dot = hash(glyph + Math.floor(((x % cell) / cell) * 5), Math.floor(((y % line) / cell) * 7));
    return (dot & 7) < 2 ? 40 : paper;
  };
}

function insideCard(width: number, height: number, x: number, y: number): boolean {
  return Math.abs(x - width / 2) < width * 0.448 && Math.abs(y - height / 2) < width * 0.2825;
}

/** A dark box where the current card has its anchor, so that the fields are looked for and found to be nonsense. */
function withAnchor(print: Paint, width: number, height: number): Paint {
  const scale = (width * 0.896) / 85.6;
  const [left, top] = [width * 0.052, (height - width * 0.565) / 2];
  return (x, y) => {
    const [u, v] = [(x - left) / scale, (y - top) / scale];
    if (u > 53.6 && u < 62.5 && v > 22.6 && v < 26.9) return 40;
    if (u > 52.6 && u < 63.5 && v > 21.8 && v < 27.7) return 235;
    return print(x, y);
  };
}

function hash(a: number, b: number): number {
  return (Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b + 0x7f4a7c15, 0xc2b2ae35)) >>> 7;
}

/** A packed frame that was cut, grown or scribbled on, as the scanner's door sees it. */
function brokenBytes(random: Random): Frame | 'broken' {
  const frame = painted(64, 48, () => random.integer(0, 255), random);
  const packed = packFrame(frame);
  const changed = new Uint8Array(new ArrayBuffer(Math.max(0, packed.length + random.integer(-packed.length, 40))));
  changed.set(packed.subarray(0, changed.length));
  for (let times = random.integer(0, 4); times > 0; times--) changed[random.integer(0, 15)] = random.integer(0, 255);
  const read = unpackFrame(changed);
  return 'broken' in read ? 'broken' : read;
}

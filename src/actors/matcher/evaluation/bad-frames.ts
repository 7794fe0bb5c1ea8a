import { frameHeaderBytes, packFrame, type FrameFormat } from '../../camera/frames.ts';
import { Random } from '../../scanner/practice/random.ts';
import type { Picture } from '../engine/picture.ts';

/**
 * What a camera should not show, and does. `own`: the card is that of the person whose face appears, which is the worst
 * case for a thing that does not live. The others show living people with somebody else's card.
 */
export const badFrameKinds = {
  /** Random pixels. */
  noise: 'own',
  black: 'own',
  white: 'own',
  /** The upper part of one frame, the lower part of another, shifted. */
  torn: 'other',
  /** Packed frames that end early, or whose header says something else. */
  truncated: 'own',
  /** Half of the face is outside the picture, or behind something black. */
  halfFace: 'other',
  /** Two faces side by side, one of them the owner's. */
  twoFaces: 'own',
  /** The owner's picture on the wall behind another living person. */
  poster: 'own',
  /** One and the same picture of the owner, again and again. */
  frozen: 'own',
  /** One frame a second. */
  slow: 'other',
} as const;
export type BadFrameKind = keyof typeof badFrameKinds;

/** Living people to make them from: the owner of the card, and another one. All frames have the same size. */
export interface Living {
  readonly owner: readonly Picture[];
  readonly other: readonly Picture[];
}

/** A sequence of packed frames of one kind, 100 ms from one to the next (`slow`: 1 s). The same seed, the same bytes. */
export function badFrames(
  kind: BadFrameKind,
  format: FrameFormat,
  living: Living,
  count: number,
  seed: number,
): Uint8Array<ArrayBuffer>[] {
  const random = new Random(seed);
  const make = makers[kind](living, random);
  const step = kind === 'slow' ? 1_000 : 100;
  return Array.from({ length: count }, (_, i) => {
    const picture = make(i);
    const planes = format === 'grey' ? picture.pixels : inColour(picture, random);
    const packed = packFrame({ width: picture.width, height: picture.height, format, time: i * step, planes });
    return kind === 'truncated' ? cut(packed, random) : packed;
  });
}

/** A picture that is still whole keeps its own colour; what was made of pieces gets noise for one. */
function inColour({ pixels, chroma }: Picture, random: Random): Uint8Array<ArrayBuffer> {
  const luma = pixels.length;
  const planes = new Uint8Array(new ArrayBuffer(luma * 1.5));
  for (let i = 0; i < planes.length; i++)
    planes[i] = i < luma ? Math.round(16 + ((pixels[i] ?? 0) * 219) / 255) : random.integer(0, 255);
  if (chroma !== undefined) {
    planes.set(chroma.u, luma);
    planes.set(chroma.v, luma * 1.25);
  }
  return planes;
}

type Maker = (living: Living, random: Random) => (index: number) => Picture;

const makers: { readonly [kind in BadFrameKind]: Maker } = {
  noise: (living, random) => () => filled(at(living.owner, 0), () => random.integer(0, 255)),
  black: (living, random) => () => filled(at(living.owner, 0), () => random.integer(0, 3)),
  white: (living, random) => () => filled(at(living.owner, 0), () => random.integer(252, 255)),
  torn:
    ({ owner }, random) =>
    (i) => {
      const picture = at(owner, i);
      const cutAt = Math.floor(picture.height * random.between(0.3, 0.7));
      return joined(picture, shifted(at(owner, i + 5), random.integer(-80, 80), 0), (_, y) => y < cutAt);
    },
  truncated:
    ({ owner }) =>
    (i) =>
      at(owner, i),
  halfFace: ({ owner }, random) => {
    const hidden = random.next() < 0.5;
    const left = random.next() < 0.5;
    return (i) => {
      const picture = at(owner, i);
      const { width } = picture;
      if (!hidden) return shifted(picture, left ? -width / 2 : width / 2, 0);
      return joined(
        picture,
        filled(picture, () => 20),
        (x) => (left ? x > width / 2 : x < width / 2),
      );
    };
  },
  twoFaces: ({ owner, other }) => {
    const quarter = (picture: Picture) => picture.width / 4;
    return (i) => {
      const picture = at(owner, i);
      const ours = shifted(picture, -quarter(picture), 0);
      return joined(ours, shifted(at(other, i), quarter(picture), 0), (x) => x < picture.width / 2);
    };
  },
  poster: ({ owner, other }, random) => {
    const share = random.between(0.25, 0.45);
    const still = at(owner, random.integer(0, owner.length - 1));
    return (i) => pasted(at(other, i), still, share);
  },
  frozen: ({ owner }, random) => {
    const still = at(owner, random.integer(0, owner.length - 1));
    return () => still;
  },
  slow:
    ({ owner }) =>
    (i) =>
      at(owner, 10 * i),
};

function at(pictures: readonly Picture[], index: number): Picture {
  const found = pictures[index % pictures.length];
  if (found === undefined) throw new RangeError('no picture to make a bad one from');
  return found;
}

function filled({ width, height }: Picture, value: () => number): Picture {
  const pixels = new Uint8Array(new ArrayBuffer(width * height));
  for (let i = 0; i < pixels.length; i++) pixels[i] = value();
  return { width, height, pixels };
}

/** The picture moved by whole pixels; what comes into view repeats the edge. */
function shifted({ width, height, pixels }: Picture, right: number, down: number): Picture {
  const moved = new Uint8Array(new ArrayBuffer(width * height));
  for (let y = 0; y < height; y++) {
    const row = Math.min(height - 1, Math.max(0, y - down)) * width;
    for (let x = 0; x < width; x++)
      moved[y * width + x] = pixels[row + Math.min(width - 1, Math.max(0, x - Math.round(right)))] ?? 0;
  }
  return { width, height, pixels: moved };
}

function joined(one: Picture, other: Picture, fromOne: (x: number, y: number) => boolean): Picture {
  const { width, height } = one;
  const pixels = new Uint8Array(new ArrayBuffer(width * height));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      pixels[i] = (fromOne(x, y) ? one.pixels[i] : other.pixels[i]) ?? 0;
    }
  }
  return { width, height, pixels };
}

/** A small copy of `poster` in the upper left corner. */
function pasted(picture: Picture, poster: Picture, share: number): Picture {
  const { width, height } = picture;
  const pixels = picture.pixels.slice();
  for (let y = 0; y < Math.floor(height * share); y++) {
    for (let x = 0; x < Math.floor(width * share); x++)
      pixels[y * width + x] = poster.pixels[Math.floor(y / share) * width + Math.floor(x / share)] ?? 0;
  }
  return { width, height, pixels };
}

/** Cut anywhere, or another byte in its header that makes it too long or too short. */
function cut(packed: Uint8Array<ArrayBuffer>, random: Random): Uint8Array<ArrayBuffer> {
  if (random.next() < 0.7) return packed.slice(0, random.integer(0, packed.length - 1));
  const changed = packed.slice();
  // Magic, width, height, format; with another value of one of them the length no longer fits.
  const byte = random.pick([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  changed[byte] = (changed[byte] ?? 0) ^ random.integer(1, 255);
  return changed.length > frameHeaderBytes ? changed : packed.slice(0, 1);
}

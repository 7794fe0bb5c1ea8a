import { encodeJp2 } from '../../card/practice/jp2.ts';
import { Random } from '../../scanner/practice/random.ts';
import type { Picture } from '../engine/picture.ts';

/** What a chip should not hold as its photo. */
export const badPhotoKinds = ['cutOff', 'changed', 'noise', 'noFace', 'otherSize'] as const;
export type BadPhotoKind = (typeof badPhotoKinds)[number];

/** Bytes of the card's file: about 15 KB (card.md). */
const bytes = 15_000;
/** Not rounded to a size, which takes long and changes nothing here. */
const whateverSize = Infinity;
/** Sides that are not the expected 240 × 320: tiny, flat, large. */
const sizes: readonly [Size, ...Size[]] = [
  [48, 64],
  [64, 48],
  [90, 120],
  [480, 640],
  [600, 600],
];
type Size = readonly [number, number];

/** Makes damaged photos out of a good one. */
export class BadPhotos {
  readonly #photo: Picture;
  readonly #encoded: Uint8Array;

  private constructor(photo: Picture, encoded: Uint8Array) {
    this.#photo = photo;
    this.#encoded = encoded;
  }

  static async from(photo: Picture): Promise<BadPhotos> {
    return new BadPhotos(photo, await encodeJp2(photo.pixels, photo.width, photo.height, bytes));
  }

  /** The file of one bad photo; the same seed gives the same bytes. */
  async make(kind: BadPhotoKind, seed: number): Promise<Uint8Array> {
    const random = new Random(seed);
    const whole = this.#encoded;
    if (kind === 'cutOff') return whole.slice(0, random.integer(0, whole.length - 1));
    if (kind === 'noise') return Uint8Array.from({ length: random.integer(1, bytes) }, () => random.integer(0, 255));
    if (kind === 'changed') {
      const changed = whole.slice();
      const times = random.integer(1, 40);
      for (let i = 0; i < times; i++) changed[random.integer(0, changed.length - 1)] = random.integer(0, 255);
      return changed;
    }
    if (kind === 'noFace') {
      const level = random.integer(0, 255);
      const { width, height } = this.#photo;
      return encodeJp2(
        Uint8Array.from({ length: width * height }, () => Math.min(255, level + random.integer(0, 30))),
        width,
        height,
        whateverSize,
      );
    }
    const [width, height] = random.pick(sizes);
    return encodeJp2(this.#scaled(width, height), width, height, whateverSize);
  }

  #scaled(width: number, height: number): Uint8Array {
    const { width: w, height: h, pixels } = this.#photo;
    return Uint8Array.from(
      { length: width * height },
      (_, i) =>
        pixels[Math.floor((Math.floor(i / width) * h) / height) * w + Math.floor(((i % width) * w) / width)] ?? 0,
    );
  }
}

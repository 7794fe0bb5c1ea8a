import { cropSize } from '../engine/aligned-crop.ts';
import { offHeapFloats, sample, type Affine, type Box, type Picture } from '../engine/picture.ts';
import { meanLight } from './linear-light.ts';
import { meanOf } from './mean-of.ts';

/** What is seen where the mouth should be: skin, or the cloth of a mask. */
export interface MouthMeasures {
  /** Natural logarithm of the light about the mouth ÷ the light about the eyes, both linear. */
  readonly brightness: number;
  /** Mean change of grey over two rows ÷ the square root of the light about the mouth, as a share of white. */
  readonly detail: number;
  /**
   * Red about the mouth ÷ red about the eyes: 1 where there is skin, 0 where there is white, grey or black cloth, below
   * 0 where there is blue cloth. Missing where the picture has no colour, or the eyes are not red enough to tell.
   */
  readonly redness: number | undefined;
}

/** Where mouth and eyes lie in the aligned crop. */
const mouth: Box = { left: 36, right: 76, top: 78, bottom: 106 };
const eyes: Box = { left: 26, right: 86, top: 44, bottom: 60 };

/** Redness of skin is 0.04 and more in 98 % of 800 pictures of real people, and 0.066 and more in drawn ones. */
const leastRedness = 0.04;

/** Chroma has half the picture's pixels in either direction, and so has its crop. */
const chromaSize = cropSize / 2;

/** Measures mouths; owns the crop of colour that it looks at, overwritten by `scrub`. */
export class MouthMeter {
  readonly #red = offHeapFloats(chromaSize * chromaSize);

  /** `crop` is the grey aligned crop, `map` leads from it to the picture. */
  measure(picture: Picture, map: Affine | undefined, crop: Float32Array): MouthMeasures {
    const light = Math.max(1e-6, lightOf(crop, mouth));
    return {
      brightness: Math.log(light / Math.max(1e-6, lightOf(crop, eyes))),
      detail: changeOverRows(crop, mouth) / (255 * Math.sqrt(light)),
      redness: map === undefined ? undefined : this.#redness(picture, map, crop),
    };
  }

  scrub(): void {
    this.#red.fill(0);
  }

  #redness({ chroma, width, height }: Picture, map: Affine, crop: Float32Array): number | undefined {
    if (chroma === undefined) return undefined;
    const red = { width: width / 2, height: height / 2, pixels: chroma.v };
    sample(red, halved(map), chromaSize, chromaSize, this.#red, 'clamp');
    const of = (box: Box) =>
      (meanOf(this.#red, chromaSize, half(box)) - 128) / Math.max(1, meanOf(crop, cropSize, box));
    const aboutEyes = of(eyes);
    return aboutEyes < leastRedness ? undefined : of(mouth) / aboutEyes;
  }
}

/** The map from a crop of half the size to a plane of half the size. Centres of pixels lie at whole numbers. */
function halved([a, b, c, d, e, f]: Affine): Affine {
  return [a, b, (a / 2 + b / 2 + c) / 2 - 0.25, d, e, (d / 2 + e / 2 + f) / 2 - 0.25];
}

function half({ left, top, right, bottom }: Box): Box {
  return { left: left / 2, top: top / 2, right: right / 2, bottom: bottom / 2 };
}

function lightOf(crop: Float32Array, { left, top, right, bottom }: Box): number {
  return meanLight(crop, left, right, top, bottom);
}

function changeOverRows(crop: Float32Array, { left, top, right, bottom }: Box): number {
  let change = 0;
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      change += Math.abs((crop[(y + 1) * cropSize + x] ?? 0) - (crop[(y - 1) * cropSize + x] ?? 0));
    }
  }
  return change / (2 * (right - left) * (bottom - top));
}

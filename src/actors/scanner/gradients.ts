import type { Picture } from './picture.ts';

/** Horizontal and vertical Sobel responses (capped) of a picture reduced by averaging blocks. Positions in reduced pixels. */
export interface Gradients {
  readonly width: number;
  readonly height: number;
  /** Row by row. */
  readonly horizontal: Float32Array;
  /** Column by column, so that steps across a lying edge are neighbours as those across a standing one are. */
  readonly vertical: Float32Array;
}

/** A contrast above this counts no more, so that one bright thing does not rule an edge. */
const cap = 60;

export function reducedGradients(picture: Picture, reduction: number): Gradients {
  const width = Math.floor(picture.width / reduction);
  const height = Math.floor(picture.height / reduction);
  const mean = reduce(picture, reduction, width, height);
  const horizontal = new Float32Array(width * height);
  const vertical = new Float32Array(width * height);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      const a = mean[at - width - 1] ?? 0;
      const b = mean[at - width] ?? 0;
      const c = mean[at - width + 1] ?? 0;
      const d = mean[at - 1] ?? 0;
      const e = mean[at + 1] ?? 0;
      const f = mean[at + width - 1] ?? 0;
      const g = mean[at + width] ?? 0;
      const h = mean[at + width + 1] ?? 0;
      horizontal[at] = capped((e - d) * 2 + c - a + h - f);
      vertical[x * height + y] = capped((g - b) * 2 + f - a + h - c);
    }
  }
  mean.fill(0);
  return { width, height, horizontal, vertical };
}

function capped(contrast: number): number {
  return Math.min(cap, Math.max(-cap, contrast));
}

function reduce(picture: Picture, reduction: number, width: number, height: number): Float32Array {
  const { pixels } = picture;
  // What a tray camera of 1280 pixels gives; four pixels at once take 0.5 ms instead of 1.5 (measured by us).
  if (reduction === 4 && picture.width % 4 === 0 && pixels.byteOffset % 4 === 0) {
    return reduceByFour(new Uint32Array(pixels.buffer, pixels.byteOffset, pixels.length >> 2), width, height);
  }
  const mean = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let row = 0; row < reduction; row++) {
        const start = (y * reduction + row) * picture.width + x * reduction;
        for (let column = 0; column < reduction; column++) sum += pixels[start + column] ?? 0;
      }
      mean[y * width + x] = sum / (reduction * reduction);
    }
  }
  return mean;
}

/** `quads`: four pixels of a row each. Two sums of up to eight pixels go side by side in one word and cannot overflow. */
function reduceByFour(quads: Uint32Array, width: number, height: number): Float32Array {
  const mean = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const first = 4 * y * width;
    for (let x = 0; x < width; x++) {
      let sums = 0;
      for (let row = first + x; row < first + 4 * width; row += width) {
        const quad = quads[row] ?? 0;
        sums += (quad & 0x00ff00ff) + ((quad >>> 8) & 0x00ff00ff);
      }
      mean[y * width + x] = ((sums & 0xffff) + (sums >>> 16)) / 16;
    }
  }
  return mean;
}

import { offHeapFloats, type Picture } from '../engine/picture.ts';

/** The whole picture in coarse cells, rows from the top. */
export interface Thumbnail {
  readonly width: number;
  readonly height: number;
  /** Side of a cell in pixels of the picture. */
  readonly cell: number;
  /** Mean grey of each cell, 0 … 255. */
  readonly grey: Float32Array<ArrayBuffer>;
}

/** So many cells along the longer side; between the eyes of who stands before the kiosk lie about ten of them. */
const cells = 64;

/** Makes thumbnails; owns the one it answers, which holds until the next picture and is overwritten by `scrub`. */
export class Thumbnailer {
  #grey = offHeapFloats(0);

  take({ width: across, height: down, pixels }: Picture): Thumbnail {
    const cell = Math.max(1, Math.round(Math.max(across, down) / cells));
    const width = Math.floor(across / cell);
    const height = Math.floor(down / cell);
    if (this.#grey.length !== width * height) {
      this.scrub();
      this.#grey = offHeapFloats(width * height);
    }
    this.#grey.fill(0);
    for (let y = 0; y < height * cell; y++) {
      const row = Math.floor(y / cell) * width;
      for (let x = 0, from = y * across; x < width; x++) {
        let sum = 0;
        for (const until = from + cell; from < until; from++) sum += pixels[from] ?? 0;
        this.#grey[row + x] = (this.#grey[row + x] ?? 0) + sum / (cell * cell);
      }
    }
    return { width, height, cell, grey: this.#grey };
  }

  scrub(): void {
    this.#grey.fill(0);
  }
}

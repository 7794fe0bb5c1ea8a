/**
 * A grey picture, one byte per pixel, rows from the top. The matcher works on grey alone: the chip's photo is grey, and
 * a probe turned grey misses 13–16 % less than a coloured one against it (measured by us at FMR 1e-4).
 */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array<ArrayBuffer>;
  /** Colour of a camera's frame, for the passive network and for telling masks; absent where the camera is grey. */
  readonly chroma?: Chroma;
}

/** BT.601, 16 … 240 around 128, half as wide and high as the picture. */
export interface Chroma {
  readonly u: Uint8Array<ArrayBuffer>;
  readonly v: Uint8Array<ArrayBuffer>;
}

/** Maps a point of the destination to the source: x' = m[0]·x + m[1]·y + m[2], y' = m[3]·x + m[4]·y + m[5]. */
export type Affine = readonly [number, number, number, number, number, number];

/** The map that stretches a box of the source (edges, pixels) over a destination of `width` × `height` pixels. */
export function boxMap(box: Box, width: number, height: number): Affine {
  const scaleX = (box.right - box.left) / width;
  const scaleY = (box.bottom - box.top) / height;
  return [scaleX, 0, box.left + 0.5 * scaleX - 0.5, 0, scaleY, box.top + 0.5 * scaleY - 0.5];
}

/** Edges in pixels; may reach beyond the picture. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * Samples the picture bilinearly under `map` into `out` (width × height, values 0 … 255). Beyond the picture lies its
 * own edge (`clamp`) or black (`black`).
 */
export function sample(
  picture: Picture,
  map: Affine,
  width: number,
  height: number,
  out: Float32Array,
  beyond: 'clamp' | 'black',
): void {
  const { pixels, width: w, height: h } = picture;
  const clamp = beyond === 'clamp';
  const [a, b, c, d, e, f] = map;
  const pixel = (x: number, y: number): number => {
    if (x >= 0 && y >= 0 && x < w && y < h) return pixels[y * w + x] ?? 0;
    if (!clamp) return 0;
    return pixels[Math.min(h - 1, Math.max(0, y)) * w + Math.min(w - 1, Math.max(0, x))] ?? 0;
  };
  for (let y = 0, o = 0; y < height; y++) {
    for (let x = 0; x < width; x++, o++) {
      const sx = a * x + b * y + c;
      const sy = d * x + e * y + f;
      const x0 = Math.floor(sx);
      const y0 = Math.floor(sy);
      const fx = sx - x0;
      const fy = sy - y0;
      if (x0 >= 0 && y0 >= 0 && x0 + 1 < w && y0 + 1 < h) {
        const i = y0 * w + x0;
        const upper = (pixels[i] ?? 0) * (1 - fx) + (pixels[i + 1] ?? 0) * fx;
        const lower = (pixels[i + w] ?? 0) * (1 - fx) + (pixels[i + w + 1] ?? 0) * fx;
        out[o] = upper * (1 - fy) + lower * fy;
      } else {
        const upper = pixel(x0, y0) * (1 - fx) + pixel(x0 + 1, y0) * fx;
        const lower = pixel(x0, y0 + 1) * (1 - fx) + pixel(x0 + 1, y0 + 1) * fx;
        out[o] = upper * (1 - fy) + lower * fy;
      }
    }
  }
}

/** Memory outside V8's moving heap, so that overwriting it leaves no older copy behind. */
export function offHeapFloats(length: number): Float32Array<ArrayBuffer> {
  return new Float32Array(new ArrayBuffer(length * 4));
}

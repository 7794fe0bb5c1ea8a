/** Turns what cameras deliver besides I420 into I420. `from` and `into` are tightly packed; sizes are even. */

/** NV12: luma, then interleaved U and V. */
export function nv12ToI420(from: Uint8Array, into: Uint8Array, width: number, height: number): void {
  const luma = width * height;
  const quarter = luma / 4;
  into.set(from.subarray(0, luma));
  for (let at = 0; at < quarter; at += 1) {
    into[luma + at] = from[luma + 2 * at] ?? 128;
    into[luma + quarter + at] = from[luma + 2 * at + 1] ?? 128;
  }
}

/** RGBX, four bytes a pixel, to BT.601 video range; chroma from the upper left pixel of each four. */
export function rgbxToI420(from: Uint8Array, into: Uint8Array, width: number, height: number): void {
  const luma = width * height;
  const quarter = luma / 4;
  const half = width / 2;
  for (let at = 0; at < luma; at += 1) {
    const r = from[4 * at] ?? 0;
    const g = from[4 * at + 1] ?? 0;
    const b = from[4 * at + 2] ?? 0;
    into[at] = 16 + (66 * r + 129 * g + 25 * b + 128) / 256;
    const row = Math.floor(at / width);
    const column = at % width;
    if (row % 2 === 1 || column % 2 === 1) continue;
    const chroma = luma + (row / 2) * half + column / 2;
    into[chroma] = 128 + (-38 * r - 74 * g + 112 * b + 128) / 256;
    into[chroma + quarter] = 128 + (112 * r - 94 * g - 18 * b + 128) / 256;
  }
}

/** A grey picture: width × height bytes, row by row. Positions are in pixels, (0, 0) at the centre of the first. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/**
 * The grey value between four pixels; outside the picture its nearest edge. No check for an empty picture: frames are
 * at least 2 × 2 (frames.ts).
 */
export function sample(picture: Picture, x: number, y: number): number {
  const { width, height, pixels } = picture;
  const u = Math.min(Math.max(x, 0), width - 1.001);
  const v = Math.min(Math.max(y, 0), height - 1.001);
  const left = Math.floor(u);
  const top = Math.floor(v);
  const right = u - left;
  const down = v - top;
  const at = top * width + left;
  const upper = byte(pixels, at) * (1 - right) + byte(pixels, at + 1) * right;
  const lower = byte(pixels, at + width) * (1 - right) + byte(pixels, at + width + 1) * right;
  return upper * (1 - down) + lower * down;
}

export function byte(pixels: Uint8Array, at: number): number {
  return pixels[at] ?? 0;
}

/** Size of the photo in a My Number card's chip: grey, 240 × 320. */
export const photoWidth = 240;
export const photoHeight = 320;

/** The largest part of a picture that has the photo's shape, in its middle. */
export function cropFor(width: number, height: number): { x: number; y: number; width: number; height: number } {
  const scale = Math.min(width / photoWidth, height / photoHeight);
  const [w, h] = [photoWidth * scale, photoHeight * scale];
  return { x: (width - w) / 2, y: (height - h) / 2, width: w, height: h };
}

/** RGBA to grey (BT.601 weights), 76,800 bytes of their own. */
export function toGrey(rgba: Uint8ClampedArray): Uint8Array<ArrayBuffer> {
  const grey = new Uint8Array(new ArrayBuffer(rgba.length / 4));
  for (let at = 0, from = 0; at < grey.length; at += 1, from += 4) {
    grey[at] = 0.299 * (rgba[from] ?? 0) + 0.587 * (rgba[from + 1] ?? 0) + 0.114 * (rgba[from + 2] ?? 0) + 0.5;
  }
  return grey;
}

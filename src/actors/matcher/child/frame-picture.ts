import type { Frame } from '../../camera/frames.ts';
import type { Picture } from '../engine/picture.ts';

/** Luma of a camera lies between these (ITU-R BT.601 and BT.709, limited range). */
const black = 16;
const white = 235;

const fullRange = Uint8Array.from({ length: 256 }, (_, luma) =>
  Math.min(255, Math.max(0, Math.round(((luma - black) * 255) / (white - black)))),
);

/**
 * The grey picture of a frame. I420 luma is stretched to the full range in place, so the frame's own memory becomes the
 * picture's, colour included, and there is one buffer to overwrite.
 */
export function pictureOf(frame: Frame): Picture {
  const { width, height, format, planes } = frame;
  const luma = width * height;
  const pixels = planes.subarray(0, luma);
  if (format === 'grey') return { width, height, pixels };
  for (let i = 0; i < pixels.length; i++) pixels[i] = fullRange[pixels[i] ?? 0] ?? 0;
  const u = planes.subarray(luma, luma * 1.25);
  const v = planes.subarray(luma * 1.25, luma * 1.5);
  return { width, height, pixels, chroma: { u, v } };
}

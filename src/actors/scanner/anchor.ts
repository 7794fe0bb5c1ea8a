import { apply, type Homography } from './homography.ts';
import { sample, type Picture } from './picture.ts';

/** A rectangle on the card, mm. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Pixels per mm of the patch in which the box is searched, and how far it may be off, in pixels (2.6 mm). */
const patchScale = 5;
const reach = 13;
/** Width of the bright frame that is compared with the box, in pixels of the patch. */
const frame = 3;
/** Grey levels by which the frame is brighter than the box; measured on prototypes, kept. */
const leastContrast = 25;
const margin = reach + frame + 1;

/** How far the print is shifted against the card's edge, in mm. */
export interface AnchorShift {
  readonly dx: number;
  readonly dy: number;
  /** Grey levels by which the frame is brighter than the box, less a little for the distance. */
  readonly contrast: number;
}

/** Looks for the dark box where the layout says and how far it is off; undefined when there is none. */
export function findAnchor(
  picture: Picture,
  cardToPicture: Homography,
  box: Box & { readonly leastContrast: number },
): AnchorShift | undefined {
  const width = Math.round(box.width * patchScale);
  const height = Math.round(box.height * patchScale);
  const patchWidth = width + 2 * margin;
  const patchHeight = height + 2 * margin;
  const sums = patchSums(picture, cardToPicture, box, patchWidth, patchHeight);
  const stride = patchWidth + 1;
  const inside = (left: number, top: number, w: number, h: number) => {
    const [a, b] = [top * stride + left, (top + h) * stride + left];
    return (sums[b + w] ?? 0) - (sums[a + w] ?? 0) - (sums[b] ?? 0) + (sums[a] ?? 0);
  };
  const area = width * height;
  const frameArea = (width + 2 * frame) * (height + 2 * frame) - area;
  let best: AnchorShift | undefined;
  let bestContrast = leastContrast;
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      const [left, top] = [margin + dx, margin + dy];
      const dark = inside(left, top, width, height);
      const all = inside(left - frame, top - frame, width + 2 * frame, height + 2 * frame);
      const ground = (all - dark) / frameArea;
      const contrast = ground - dark / area - 0.15 * Math.hypot(dx, dy);
      if (contrast <= bestContrast || contrast < box.leastContrast * ground) continue;
      bestContrast = contrast;
      best = { dx: dx / patchScale, dy: dy / patchScale, contrast };
    }
  }
  sums.fill(0);
  return best;
}

/** The summed area table of the patch around the box: one row and column more than the patch. */
function patchSums(picture: Picture, map: Homography, box: Box, width: number, height: number): Float64Array {
  const sums = new Float64Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++) {
      const at = apply(map, box.x + (x - margin + 0.5) / patchScale, box.y + (y - margin + 0.5) / patchScale);
      row += sample(picture, at.x, at.y);
      sums[(y + 1) * (width + 1) + x + 1] = (sums[y * (width + 1) + x + 1] ?? 0) + row;
    }
  }
  return sums;
}

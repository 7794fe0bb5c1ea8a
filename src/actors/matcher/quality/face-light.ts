import { meanLight } from './linear-light.ts';
import type { UprightFace } from './upright-face.ts';

/** The part of an upright face that is skin from the brows to the mouth on every head. */
const part = { left: 24, right: 88, top: 24, bottom: 96 };
/** Cells that the part is divided into: what a movement does to so many is told from the panel's light. */
const columns = 8;
const rows = 6;

/** Mean light of the cells of a face for the panel's light (cues/border-light.ts), row by row; linear, 0 … 1. */
export function lightOfCells({ grey }: UprightFace): readonly number[] {
  const wide = (part.right - part.left) / columns;
  const high = (part.bottom - part.top) / rows;
  return Array.from({ length: columns * rows }, (_, i) => {
    const left = part.left + (i % columns) * wide;
    const top = part.top + Math.floor(i / columns) * high;
    return meanLight(grey, left, left + wide, top, top + high);
  });
}

import { smoothstep } from './curves.ts';
import type { HeadParameters } from './head-parameters.ts';
import type { HeadShape } from './head-shape.ts';
import { parts, type MeshBuilder } from './mesh-builder.ts';

/** What a person has on that is not in the photo on the card; `otherGlasses`: on who has none there, off who has. */
export type Worn = 'nothing' | 'otherGlasses' | 'mask' | 'cap';

export function withOtherGlasses(head: HeadParameters): HeadParameters {
  const style = head.glasses.style === 'none' ? 'half' : 'none';
  return { ...head, glasses: { ...head.glasses, style } };
}

/** How far cloth stands off the skin, cm. */
const maskGap = 0.35;
const capGap = 0.5;

/** A pleated mask from the bridge of the nose to below the chin, and its ribbons to the ears. */
export function addMask(builder: MeshBuilder, shape: HeadShape): void {
  const { skull, nose } = shape.parameters;
  const low = skull.chinHeight - 1;
  const high = Math.min(-1.4, nose.base + 2.2);
  const rows = 25;
  const columns = 41;
  const first = builder.size;
  for (let j = 0; j < rows; j++) {
    const y = low + ((high - low) * j) / (rows - 1);
    // Narrower at both edges than in the middle, as cloth held by two ribbons is.
    const reach = 0.85 + 0.2 * Math.sin((Math.PI * j) / (rows - 1));
    for (let i = 0; i < columns; i++) {
      const azimuth = reach * ((i / (columns - 1)) * 2 - 1);
      const [x, , z] = shape.skin(azimuth, Math.max(y, skull.chinHeight + 0.4));
      const stretched = shape.skullRadius(azimuth, Math.max(y, skull.chinHeight + 0.4)) * Math.cos(azimuth);
      const tucked = 1.2 * smoothstep(skull.chinHeight + 0.4, low, y);
      builder.add(x * 1.03, y, Math.max(z, stretched) + maskGap - tucked, parts.mask, azimuth, y);
    }
  }
  builder.grid(first, rows, columns);
}

/** A cap over hair and forehead with a peak to the front, which shades the eyes. */
export function addCap(builder: MeshBuilder, shape: HeadShape): void {
  const { skull, hair } = shape.parameters;
  const brim = 3.9;
  const out = capGap + hair.thickness;
  // Hair keeps some of its height under it.
  const top = skull.crown + out + 1;
  const rows = 20;
  const columns = 81;
  const first = builder.size;
  for (let j = 0; j < rows; j++) {
    const share = Math.sin(((j / (rows - 1)) * Math.PI) / 2);
    const y = brim + (top - brim) * share;
    for (let i = 0; i < columns; i++) {
      const azimuth = ((i / (columns - 1)) * 2 - 1) * Math.PI;
      const across = (shape.skullRadius(azimuth, brim) + out) * Math.sqrt(1 - share ** 2.4);
      builder.add(across * Math.sin(azimuth), y, across * Math.cos(azimuth), parts.cap, azimuth, y);
    }
  }
  builder.grid(first, rows, columns);
  addPeak(builder, shape, brim, out);
}

function addPeak(builder: MeshBuilder, shape: HeadShape, brim: number, out: number): void {
  const rows = 8;
  const columns = 31;
  const first = builder.size;
  for (let j = 0; j < rows; j++) {
    const share = j / (rows - 1);
    for (let i = 0; i < columns; i++) {
      const azimuth = 0.95 * ((i / (columns - 1)) * 2 - 1);
      const reach = shape.skullRadius(azimuth, brim) + out + 5.5 * share * Math.cos(azimuth * 1.6);
      builder.add(reach * Math.sin(azimuth), brim - 0.5 * share, reach * Math.cos(azimuth), parts.cap, azimuth, brim);
    }
  }
  builder.grid(first, rows, columns);
}

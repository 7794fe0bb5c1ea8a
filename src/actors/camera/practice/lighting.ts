import { mix, type Triple } from './curves.ts';
import type { Fragment } from './fragment.ts';
import { parts } from './mesh-builder.ts';
import { fillDirection, keyDirection, type Light } from './scene.ts';

/** The lamps of one picture, ready for use. */
export interface Lamps {
  readonly key: Triple;
  readonly fill: Triple;
  readonly keyColour: Triple;
  readonly keyPower: number;
  readonly fillPower: number;
  readonly ambientPower: number;
  /** Comes from around the camera. */
  readonly panelPower: number;
}

export function setUpLamps(light: Light, panelPower: number): Lamps {
  return {
    key: keyDirection(light),
    fill: fillDirection(light),
    keyColour: [1 + 0.12 * light.warmth, 0.97, 0.92 - 0.15 * light.warmth],
    keyPower: 2.2 * light.key,
    fillPower: light.fill,
    ambientPower: light.ambient,
    panelPower,
  };
}

/** How much the light of each colour bleeds past the edge of shadow in skin; red goes furthest. */
const wrapRed = 0.3;
const wrapGreen = 0.14;
const wrapBlue = 0.08;

const wrapped = (cosine: number, wrap: number) => Math.max(0, (cosine + wrap) / (1 + wrap));

/** Turns the reflectance of a fragment into the light it sends to the camera (linear RGB, in r, g, b). */
export function lightUp(fragment: Fragment, lamps: Lamps, lit: number): void {
  const { nx, ny, nz, vx, vy, vz, softness, open } = fragment;
  const { key, fill, keyColour, keyPower, fillPower, ambientPower, panelPower } = lamps;
  const isSkin = softness > 0.5;
  const facing = nx * key[0] + ny * key[1] + nz * key[2];
  const fromFill = fillPower * Math.max(0, (nx * fill[0] + ny * fill[1] + nz * fill[2]) * 0.7 + 0.3);
  const fromPanel = panelPower * Math.max(0, nx * vx + ny * vy + nz * vz);
  const fromSky = ambientPower * (0.6 + 0.4 * ny) + fromPanel;
  const redOpen = isSkin ? Math.pow(open, 0.75) : open;
  const redLit = isSkin ? mix(0.12, 1, lit) : lit;
  const red = keyPower * keyColour[0] * wrapped(facing, wrapRed * softness) * redLit + (fromFill + fromSky) * redOpen;
  const green = keyPower * keyColour[1] * wrapped(facing, wrapGreen * softness) * lit + (fromFill + fromSky) * open;
  const blue =
    keyPower * keyColour[2] * wrapped(facing, wrapBlue * softness) * lit + (fromFill + fromSky) * 1.05 * open;

  const hx = key[0] + vx;
  const hy = key[1] + vy;
  const hz = key[2] + vz;
  const halfway = Math.max(0, (nx * hx + ny * hy + nz * hz) / Math.sqrt(hx * hx + hy * hy + hz * hz));
  const grazing = 1 - Math.max(0, nx * vx + ny * vy + nz * vz);
  let shine = fragment.extraLight;
  if (fragment.gloss > 0) {
    const fresnel = fragment.part === parts.skin ? 0.35 + 0.65 * grazing ** 4 : 1;
    const wet = fragment.shininess > 100 ? 2.5 : 1;
    shine += fragment.gloss * 0.16 * Math.pow(halfway, fragment.shininess) * keyPower * lit * fresnel * wet;
  }
  if (fragment.part === parts.skin) shine += 0.03 * grazing ** 3 * open * (fillPower + ambientPower);
  fragment.r = fragment.r * red * 0.55 + shine * 0.5;
  fragment.g = fragment.g * green * 0.55 + shine * 0.5;
  fragment.b = fragment.b * blue * 0.55 + shine * 0.5;
}

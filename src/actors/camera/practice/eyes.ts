import { clamp, mix, ridge, smoothstep } from './curves.ts';
import type { Fragment } from './fragment.ts';
import type { HeadParameters } from './head-parameters.ts';
import type { HeadShape } from './head-shape.ts';
import { valueNoise } from './noise.ts';
import type { Matrix } from './pose.ts';
import type { Scene } from './scene.ts';

/** The head turns about this point at the top of the spine (cm). */
export const pivot = [0, -8, -2] as const;

const pupilRadius = 0.215;

/**
 * Colours what belongs to an eye: the ball where it shows between the lids (its surface is found by following the line
 * of sight), else lashes and the crease of the lid. Eyes are drawn per pixel since the mesh is too coarse for them.
 */
export function paintEye(fragment: Fragment, shape: HeadShape, scene: Scene, turn: Matrix): void {
  const { parameters, eye } = shape;
  const { eyes } = parameters;
  const half = eyes.width / 2;
  const lx = Math.abs(fragment.across) - eye.x;
  if (lx <= -half - 0.6 || lx >= half + 0.7 || fragment.height <= -1.6 || fragment.height >= 1.9) return;
  const ly = fragment.height - eyes.tilt * lx;
  const along = clamp(lx / half, -1, 1);
  const lids = lidEdges(parameters, along, scene);
  if (Math.abs(lx) < half && ly < lids.upper && ly > lids.lower) {
    paintEyeball(fragment, shape, scene, turn, along);
    const belowLid = mix(0.25, 0.85, smoothstep(0, 0.4, lids.upper - ly));
    fragment.open = belowLid * mix(0.7, 1, smoothstep(0, 0.15, ly - lids.lower));
  } else {
    paintLashes(fragment, parameters, scene.blink, { lx, ly, along, half, ...lids });
  }
}

/** Heights of the edges of both lids at a place along the eye (−1 inner … 1 outer corner). */
function lidEdges({ eyes }: HeadParameters, along: number, scene: Scene): { upper: number; lower: number } {
  const arch = Math.max(0, 1 - Math.pow(Math.abs(along - eyes.peak * (1 - along * along)), eyes.shape));
  const lower = -eyes.lower * (1 - Math.pow(Math.abs(along), 1.9));
  const open = eyes.upper * arch + scene.gaze[1] * 0.3;
  return { upper: mix(open, lower + 0.02, scene.blink), lower };
}

function paintEyeball(fragment: Fragment, shape: HeadShape, scene: Scene, turn: Matrix, along: number): void {
  const { seed, eyes } = shape.parameters;
  const { radius } = shape.eye;
  // Line of sight and the skin's point, turned back into the head's own axes.
  const sightX = -(turn[0] * fragment.vx + turn[3] * fragment.vy + turn[6] * fragment.vz);
  const sightY = -(turn[1] * fragment.vx + turn[4] * fragment.vy + turn[7] * fragment.vz);
  const sightZ = -(turn[2] * fragment.vx + turn[5] * fragment.vy + turn[8] * fragment.vz);
  const qx = fragment.x - pivot[0];
  const qy = fragment.y - pivot[1];
  const qz = fragment.z - pivot[2];
  const fromX = turn[0] * qx + turn[3] * qy + turn[6] * qz + pivot[0] - (fragment.across < 0 ? -1 : 1) * shape.eye.x;
  const fromY = turn[1] * qx + turn[4] * qy + turn[7] * qz + pivot[1];
  const fromZ = turn[2] * qx + turn[5] * qy + turn[8] * qz + pivot[2] - shape.eye.z;
  const half = fromX * sightX + fromY * sightY + fromZ * sightZ;
  const inside = half * half - (fromX * fromX + fromY * fromY + fromZ * fromZ - radius * radius);
  const reach = inside > 0 ? -half - Math.sqrt(inside) : 0;
  const bx = (fromX + sightX * reach) / radius;
  const by = (fromY + sightY * reach) / radius;
  const bz = inside > 0 ? (fromZ + sightZ * reach) / radius : 0.3;

  const gazeX = Math.sin(scene.gaze[0]);
  const gazeY = Math.sin(scene.gaze[1]);
  const gazeZ = Math.sqrt(Math.max(0, 1 - gazeX * gazeX - gazeY * gazeY));
  const fromPupil = Math.acos(clamp(bx * gazeX + by * gazeY + bz * gazeZ, -1, 1)) * radius;

  const vein = 0.06 * Math.abs(valueNoise(bx * 14, by * 20, seed + 33));
  const corner = smoothstep(0.6, 1, Math.abs(along));
  fragment.r = 0.62 - vein * 0.4 - 0.05 * corner;
  fragment.g = 0.58 - vein - 0.12 * corner;
  fragment.b = 0.55 - vein - 0.12 * corner;
  const iris = smoothstep(eyes.irisRadius + 0.04, eyes.irisRadius - 0.03, fromPupil);
  if (iris > 0) {
    const out = fromPupil / eyes.irisRadius;
    const fibres = 0.75 + 0.4 * valueNoise(Math.atan2(by - gazeY, bx - gazeX) * 9, out * 2, seed + 35);
    const pupil = smoothstep(pupilRadius + 0.025, pupilRadius - 0.025, fromPupil);
    const light = fibres * (1 - 0.6 * smoothstep(0.75, 1, out)) * 1.6 * (1 - pupil);
    fragment.r = mix(fragment.r, eyes.iris[0] * light, iris);
    fragment.g = mix(fragment.g, eyes.iris[1] * light, iris);
    fragment.b = mix(fragment.b, eyes.iris[2] * light, iris);
  }
  fragment.nx = turn[0] * bx + turn[1] * by + turn[2] * bz;
  fragment.ny = turn[3] * bx + turn[4] * by + turn[5] * bz;
  fragment.nz = turn[6] * bx + turn[7] * by + turn[8] * bz;
  fragment.softness = 0.2;
  fragment.gloss = 3.5;
  fragment.shininess = 160;
}

interface LashPlace {
  readonly lx: number;
  readonly ly: number;
  readonly along: number;
  readonly half: number;
  readonly upper: number;
  readonly lower: number;
}

function paintLashes(fragment: Fragment, { eyes, skin }: HeadParameters, blink: number, place: LashPlace): void {
  const { lx, ly, along, half, upper, lower } = place;
  const ax = Math.abs(lx);
  const atEye = ax < half + 0.12;
  const over = ly - upper;
  const under = lower - ly;
  let lash = 0;
  if (atEye && over >= -0.02) {
    const thick = 0.075 + 0.05 * smoothstep(-0.5, 1, along) + 0.06 * skin.makeup;
    lash = smoothstep(thick * 1.5, thick * 0.3, over) * 0.92 * smoothstep(half + 0.12, half - 0.05, ax);
  }
  const liner =
    skin.makeup *
    smoothstep(0.1, 0, Math.abs(ly - 0.08 - 0.55 * (lx - half))) *
    smoothstep(half + 0.45, half, lx) *
    smoothstep(half - 0.15, half, lx);
  lash = Math.max(lash, liner * 0.8);
  if (atEye && under > 0) lash = Math.max(lash, smoothstep(0.1, 0, under) * (0.3 + 0.25 * skin.makeup));
  const creaseY = eyes.upper + eyes.crease * (1 - 0.5 * blink) - 0.12 * lx * lx - 0.2 * blink;
  const crease =
    ridge(ly - creaseY, 0.06) *
    smoothstep(half + 0.45, half - 0.1, ax) *
    (eyes.monolid ? 0.12 : 0.45) *
    (1 - 0.6 * blink);
  fragment.r *= (1 - lash * 0.95) * (1 - crease * 0.6);
  fragment.g *= (1 - lash * 0.96) * (1 - crease * 0.75);
  fragment.b *= (1 - lash * 0.96) * (1 - crease * 0.75);
  if (lash > 0.3) fragment.gloss *= 0.3;
  if (atEye && under > 0 && under < 0.22) fragment.gloss += 0.5;
}

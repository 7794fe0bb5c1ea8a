import { px, py, type Points } from './geometry.ts';

/**
 * The 68 points of the iBUG 300-W scheme: 0–16 jaw, 17–26 brows, 27–35 nose, 36–41 the eye at the left of the picture,
 * 42–47 the other, 48–67 mouth. Pixels of the picture.
 */
export type Landmarks = Float64Array<ArrayBuffer>;
export const landmarkCount = 68;

/** Pairs of points that change places in a mirror, besides those of jaw, brows and the lower nose. */
const mirrorPairs = [
  [36, 45],
  [37, 44],
  [38, 43],
  [39, 42],
  [40, 47],
  [41, 46],
  [48, 54],
  [49, 53],
  [50, 52],
  [55, 59],
  [56, 58],
  [60, 64],
  [61, 63],
  [65, 67],
] as const;

const mirrored = Array.from({ length: landmarkCount }, (_, i) => {
  if (i < 17) return 16 - i;
  if (i < 27) return 43 - i;
  if (i > 30 && i < 36) return 66 - i;
  const [left, right] = mirrorPairs.find((pair) => pair[0] === i || pair[1] === i) ?? [i, i];
  return left === i ? right : left;
});

/** Which point of the face lies where this one was once the picture is mirrored. */
export function mirrorImage(index: number): number {
  return mirrored[index] ?? index;
}

const leftLids = [37, 38, 40, 41];
const rightLids = [43, 44, 46, 47];

/** Centre of the eyes (lids), tip of the nose, corners of the mouth: x0, y0, … x4, y4, left of the picture first. */
export function fivePoints(l: Points): number[] {
  return [
    ...meanOf(l, leftLids),
    ...meanOf(l, rightLids),
    px(l, 30),
    py(l, 30),
    ...meanOf(l, [48, 60]),
    ...meanOf(l, [54, 64]),
  ];
}

export function eyeDistance(l: Points): number {
  const [x0, y0] = meanOf(l, leftLids);
  const [x1, y1] = meanOf(l, rightLids);
  return Math.hypot(x1 - x0, y1 - y0);
}

/** From the middle of the eyes to the middle of the mouth's corners. */
function eyeToMouthDistance(l: Points): number {
  const [lx = 0, ly = 0, rx = 0, ry = 0, , , ax = 0, ay = 0, bx = 0, by = 0] = fivePoints(l);
  return Math.hypot((ax + bx - lx - rx) / 2, (ay + by - ly - ry) / 2);
}

/** Eye distance ÷ distance from eyes to mouth on a face from the front (mean of our drawn people). */
const eyesToMouth = 0.9;

/** The eye distance, or what it would be if the head were not turned away: a turn keeps the distance to the mouth. */
export function frontalEyeDistance(l: Points): number {
  return Math.max(eyeDistance(l), eyesToMouth * eyeToMouthDistance(l));
}

/** Rough angles of the head out of the five points. Zero when it looks into the camera. */
export interface Pose {
  /**
   * How far the tip of the nose lies beside the line from the eyes' middle to the mouth's, ÷ eye distance. Positive
   * towards the right of the picture, which is the patient's own left. About 0.38 × sin(yaw) on a head; a flat picture
   * keeps it, but for some hundredths by perspective.
   */
  readonly turn: number;
  /** Height of the nose between eyes (0) and mouth (1), minus the usual. Positive when looking down. */
  readonly nod: number;
  /** Radians, clockwise in the picture. */
  readonly roll: number;
}

/** Height of the nose between eyes and mouth on a face that looks straight on (mean of our drawn people; ArcFace template: 0.49). */
const usualNose = 0.52;

export function poseOf(l: Points): Pose {
  const [lx = 0, ly = 0, rx = 0, ry = 0, nx = 0, ny = 0, ax = 0, ay = 0, bx = 0, by = 0] = fivePoints(l);
  const ex = rx - lx || 1e-6;
  const ey = ry - ly;
  const size = Math.hypot(ex, ey);
  const ux = ex / size;
  const uy = ey / size;
  const eyesX = (lx + rx) / 2;
  const eyesY = (ly + ry) / 2;
  const across = (x: number, y: number) => (x - eyesX) * ux + (y - eyesY) * uy;
  const down = (x: number, y: number) => -(x - eyesX) * uy + (y - eyesY) * ux;
  const mouthAcross = across((ax + bx) / 2, (ay + by) / 2);
  const mouthDown = down((ax + bx) / 2, (ay + by) / 2) || 1e-6;
  const nose = down(nx, ny) / mouthDown;
  return {
    turn: (across(nx, ny) - mouthAcross * nose) / size,
    nod: nose - usualNose,
    roll: Math.atan2(ey, ex),
  };
}

function meanOf(l: Points, indexes: readonly number[]): [number, number] {
  let x = 0;
  let y = 0;
  for (const i of indexes) {
    x += px(l, i);
    y += py(l, i);
  }
  return [x / indexes.length, y / indexes.length];
}

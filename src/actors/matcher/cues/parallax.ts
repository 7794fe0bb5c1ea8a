import { px, py } from '../engine/geometry.ts';
import { applyHomography, fitHomography } from '../engine/homography.ts';
import { eyeDistance, poseOf, type Landmarks } from '../engine/landmarks.ts';

/**
 * A flat thing cannot show parallax: between any two views of it the picture changes by a projective map of the plane.
 * The nose of a head moves against the plane of eyes and mouth (depth.ts adds it up, and says what was measured).
 */

/**
 * A turn of the head to one side, up or down, 15° and more, moves the nose by at least so much. Measured by us on drawn
 * people who turn by 18 – 25°: 0.12 – 0.23 to the sides, 0.09 – 0.25 up and down; on flat prints that are held likewise
 * at most 0.06.
 */
export const turnShown = 0.08;

/** Corners of the eyes and of the mouth: nearly one plane in every head, and where a bent sheet recedes. */
export const planePoints = [36, 39, 42, 45, 48, 54];
/** The lower ridge, the tip and the wings of the nose. */
export const nosePoints = [29, 30, 31, 32, 33, 34, 35];
const tracked = [...planePoints, ...nosePoints];

/** Landmarks tremble by about 0.01 of the eye distance: so many following frames are averaged into one view. */
const averaged = 2;

/** The points of plane and nose upright, in eye distances of that frame, about the tip of the nose. */
export interface View {
  readonly points: Float64Array;
  /** Mean of `Pose.turn`. */
  readonly turn: number;
}

/** Points of the plane, then of the nose, in eye distances. */
export type FacePoints = Pick<View, 'points'>;

/**
 * How far the nose moved from one view to the other, against the plane of eyes and mouth, in eye distances: to the right
 * of the picture (the patient's left), and down. Zero when the plane cannot be found.
 */
export function noseMove(from: FacePoints, to: FacePoints): { readonly right: number; readonly down: number } {
  const count = 2 * planePoints.length;
  const map = fitHomography(from.points.subarray(0, count), to.points.subarray(0, count));
  if (map === undefined) return { right: 0, down: 0 };
  let right = 0;
  let down = 0;
  for (let i = planePoints.length; i < tracked.length; i++) {
    const [x, y] = applyHomography(map, px(from.points, i), py(from.points, i));
    right += (px(to.points, i) - x) / nosePoints.length;
    down += (py(to.points, i) - y) / nosePoints.length;
  }
  return Number.isFinite(right + down) ? { right, down } : { right: 0, down: 0 };
}

/** `noseMove` sideways. */
export function noseShift(from: FacePoints, to: FacePoints): number {
  return noseMove(from, to).right;
}

/** The present view of a face that is followed, averaged over the latest frames. */
export class FollowedView {
  #latest: View[] = [];

  /** Adds one frame's landmarks; answers the view once there are frames enough. */
  add(landmarks: Landmarks): View | undefined {
    const view = viewOf(landmarks);
    if (view === undefined) return undefined;
    this.#latest.push(view);
    if (this.#latest.length < averaged) return undefined;
    const mean = meanOf(this.#latest);
    this.#latest.shift()?.points.fill(0);
    return mean;
  }

  forget(): void {
    for (const view of this.#latest) view.points.fill(0);
    this.#latest = [];
  }
}

export function copyView({ points, turn }: View): View {
  const own = new Float64Array(new ArrayBuffer(points.byteLength));
  own.set(points);
  return { points: own, turn };
}

export function viewOf(landmarks: Landmarks): View | undefined {
  const size = eyeDistance(landmarks);
  if (!(size > 1)) return undefined;
  const { roll, turn } = poseOf(landmarks);
  const c = Math.cos(roll) / size;
  const s = Math.sin(roll) / size;
  const points = new Float64Array(new ArrayBuffer(16 * tracked.length));
  tracked.forEach((from, to) => {
    const x = px(landmarks, from) - px(landmarks, 30);
    const y = py(landmarks, from) - py(landmarks, 30);
    points[2 * to] = c * x + s * y;
    points[2 * to + 1] = -s * x + c * y;
  });
  return { points, turn };
}

function meanOf(views: readonly View[]): View {
  const points = new Float64Array(new ArrayBuffer(16 * tracked.length));
  let turn = 0;
  for (const view of views) {
    turn += view.turn / views.length;
    for (let i = 0; i < points.length; i++) points[i] = (points[i] ?? 0) + (view.points[i] ?? 0) / views.length;
  }
  return { points, turn };
}

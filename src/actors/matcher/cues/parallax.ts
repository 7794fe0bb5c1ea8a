import { affineResidual, px, py } from '../engine/geometry.ts';
import { eyeDistance, innerPoints, poseOf, type Landmarks } from '../engine/landmarks.ts';

/**
 * A flat thing cannot show parallax: however it is moved, its picture changes (almost) by an affine map. The nose of a
 * head moves against its eyes. This cue gathers views of one face over time and says how much of the change between
 * them no flat thing can make.
 *
 * Measured by us with the `fr` landmarks on rendered people, front against ±20°, root mean square residual of the 17
 * inner points ÷ eye distance: heads 0.042 – 0.085, prints and enlarged card photos at most 0.029.
 */
export const parallaxShown = 0.038;

/** Views closer than this in turn or nod are averaged: landmarks tremble by about 0.01 of the eye distance. */
const step = 0.07;
/** A view counts once so many frames have been averaged into it. */
const enough = 2;

interface View {
  readonly points: Float64Array;
  frames: number;
}

export class Parallax {
  readonly #views = new Map<string, View>();
  #residual = 0;

  /** Adds one frame's landmarks. */
  add(landmarks: Landmarks): void {
    const { turn, nod } = poseOf(landmarks);
    const key = `${Math.round(turn / step)} ${Math.round(nod / step)}`;
    const shape = innerShape(landmarks);
    if (shape === undefined) return;
    const known = this.#views.get(key);
    if (known === undefined) {
      this.#views.set(key, { points: shape, frames: 1 });
      return;
    }
    known.frames++;
    for (let i = 0; i < shape.length; i++) {
      known.points[i] = (known.points[i] ?? 0) + ((shape[i] ?? 0) - (known.points[i] ?? 0)) / known.frames;
    }
    shape.fill(0);
    if (known.frames >= enough) this.#compare(known);
  }

  /** The largest residual between two views so far, ÷ eye distance. */
  get residual(): number {
    return this.#residual;
  }

  get shown(): boolean {
    return this.#residual >= parallaxShown;
  }

  forget(): void {
    for (const view of this.#views.values()) view.points.fill(0);
    this.#views.clear();
    this.#residual = 0;
  }

  /** Only the view that has just changed can bring anything new. */
  #compare(changed: View): void {
    for (const other of this.#views.values()) {
      if (other === changed || other.frames < enough) continue;
      const residual = affineResidual(other.points, changed.points);
      if (residual !== undefined) this.#residual = Math.max(this.#residual, residual);
    }
  }
}

/** The inner points upright, about their middle, in eye distances. */
function innerShape(landmarks: Landmarks): Float64Array | undefined {
  const size = eyeDistance(landmarks);
  if (!(size > 1)) return undefined;
  const { roll } = poseOf(landmarks);
  const c = Math.cos(roll) / size;
  const s = Math.sin(roll) / size;
  const shape = new Float64Array(new ArrayBuffer(16 * innerPoints.length));
  innerPoints.forEach((from, to) => {
    const x = px(landmarks, from) - px(landmarks, 30);
    const y = py(landmarks, from) - py(landmarks, 30);
    shape[2 * to] = c * x + s * y;
    shape[2 * to + 1] = -s * x + c * y;
  });
  return shape;
}

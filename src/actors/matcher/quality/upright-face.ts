import { cropSize, noselessSimilarity } from '../engine/aligned-crop.ts';
import { invertSimilarity, px, py } from '../engine/geometry.ts';
import { landmarkCount, type Landmarks } from '../engine/landmarks.ts';
import { offHeapFloats, sample, type Picture } from '../engine/picture.ts';

/** A face brought upright and to one size, so that frames of it can be laid upon each other. */
export interface UprightFace {
  /** `cropSize`² pixels of grey, rows from the top, 0 … 255. */
  readonly grey: Float32Array<ArrayBuffer>;
  /** The 68 landmarks in pixels of `grey`. */
  readonly points: Landmarks;
}

/** Pixels between the eyes of a face from the front (35.2 in the template). */
export const uprightEyes = 35;

/** Brings faces upright; owns the one it answers, which holds until the next picture and is overwritten by `scrub`. */
export class UprightFaces {
  readonly #grey = offHeapFloats(cropSize * cropSize);
  readonly #points: Landmarks = new Float64Array(new ArrayBuffer(16 * landmarkCount));

  /** Undefined when the landmarks are all at one place. */
  take(picture: Picture, landmarks: Landmarks): UprightFace | undefined {
    const similarity = noselessSimilarity(landmarks);
    if (similarity === undefined) return undefined;
    sample(picture, invertSimilarity(similarity), cropSize, cropSize, this.#grey, 'clamp');
    const { a, b, tx, ty } = similarity;
    for (let i = 0; i < landmarkCount; i++) {
      const x = px(landmarks, i);
      const y = py(landmarks, i);
      this.#points[2 * i] = a * x - b * y + tx;
      this.#points[2 * i + 1] = b * x + a * y + ty;
    }
    return { grey: this.#grey, points: this.#points };
  }

  scrub(): void {
    this.#grey.fill(0);
    this.#points.fill(0);
  }
}

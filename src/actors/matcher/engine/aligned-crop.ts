import { fitSimilarity, invertSimilarity, type Similarity } from './geometry.ts';
import { fivePoints, type Landmarks } from './landmarks.ts';
import type { Affine } from './picture.ts';

/** Side of an aligned crop, pixels. */
export const cropSize = 112;

/** Where the eyes, the nose and the corners of the mouth lie in such a crop (ArcFace, Deng et al. 2019). */
const template = [38.2946, 51.6963, 73.5318, 51.5014, 56.0252, 71.7366, 41.5493, 92.3655, 70.7299, 92.2041];

/** Sampling map crop → picture: the least-squares similarity of the five points to the template. */
export function cropMap(landmarks: Landmarks, spec: { size: number; shiftDown: number }): Affine | undefined {
  const scale = spec.size / cropSize;
  const target = template.map((value, i) => scale * value - (i % 2 === 1 ? spec.shiftDown : 0));
  const similarity = fitSimilarity(fivePoints(landmarks), target);
  return similarity === undefined ? undefined : invertSimilarity(similarity);
}

/**
 * Picture → an aligned crop that is compared from frame to frame: by eyes and mouth alone, since the tip of the nose
 * moves against them when the head turns, and would take the crop along.
 */
export function noselessSimilarity(landmarks: Landmarks): Similarity | undefined {
  return fitSimilarity(withoutNose(fivePoints(landmarks)), withoutNose(template));
}

function withoutNose(fiveOfThem: readonly number[]): readonly number[] {
  return fiveOfThem.filter((_, i) => i !== 4 && i !== 5);
}

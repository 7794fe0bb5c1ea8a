import { area, type FoundFace } from '../engine/detector.ts';
import { cropMap, cropSize } from '../engine/aligned-crop.ts';
import { eyeDistance, frontalEyeDistance, poseOf, type Landmarks, type Pose } from '../engine/landmarks.ts';
import { offHeapFloats, sample, type Box, type Picture } from '../engine/picture.ts';
import { meanOf } from './mean-of.ts';
import { MouthMeter, type MouthMeasures } from './mouth.ts';

/** What is measured on one face before it is judged; all cheap next to the networks. */
export interface FaceMeasures {
  readonly width: number;
  readonly height: number;
  readonly box: Box;
  /** Faces in the picture at least a third as large as the main one, that one included. */
  readonly faces: number;
  /** Pixels between the eyes, or what they would be if the head were not turned away. */
  readonly eyeDistance: number;
  readonly pose: Pose;
  /** Distance of the eyes as seen ÷ `eyeDistance`: at most 1, the less the further a head is turned to a side. */
  readonly breadth: number;
  /** Mean grey of the face, and its standard deviation, 0 … 255. */
  readonly light: number;
  readonly contrast: number;
  /** Mean grey of what is above and beside the face; equal to `light` when there is nothing. */
  readonly around: number;
  /** Mean grey below the eyes ÷ mean grey of the cheeks: about 1 on skin, far less behind dark glasses. */
  readonly underEyes: number;
  readonly mouth: MouthMeasures;
  /** Energy of fine detail ÷ contrast, on the aligned crop. */
  readonly sharpness: number;
  /** Above 0: the more open eye is open. */
  readonly openness: number | undefined;
}

/** A second face smaller than this share of the first one's area is somebody in the background or a poster. */
const comparable = 1 / 3;

/** Measures faces; owns the crops it looks at, overwritten by `scrub`. */
export class FaceMeter {
  readonly #crop = offHeapFloats(cropSize * cropSize);
  readonly #mouth = new MouthMeter();

  measure(
    picture: Picture,
    faces: readonly FoundFace[],
    main: FoundFace,
    landmarks: Landmarks,
    openness: number | undefined,
  ): FaceMeasures {
    const map = cropMap(landmarks, { size: cropSize, shiftDown: 0 });
    if (map === undefined) this.#crop.fill(0);
    else sample(picture, map, cropSize, cropSize, this.#crop, 'clamp');
    const { mean, deviation } = spread(this.#crop);
    return {
      width: picture.width,
      height: picture.height,
      box: main.box,
      faces: faces.filter((face) => area(face.box) >= comparable * area(main.box)).length,
      eyeDistance: frontalEyeDistance(landmarks),
      breadth: eyeDistance(landmarks) / frontalEyeDistance(landmarks),
      pose: poseOf(landmarks),
      light: mean,
      contrast: deviation,
      around: meanAround(picture, main.box) ?? mean,
      underEyes: underEyes(this.#crop),
      mouth: this.#mouth.measure(picture, map, this.#crop),
      sharpness: detail(this.#crop) / Math.max(1, deviation),
      openness,
    };
  }

  scrub(): void {
    this.#crop.fill(0);
    this.#mouth.scrub();
  }
}

function spread(crop: Float32Array): { mean: number; deviation: number } {
  let sum = 0;
  let squares = 0;
  for (const value of crop) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / crop.length;
  return { mean, deviation: Math.sqrt(Math.max(0, squares / crop.length - mean * mean)) };
}

/** Where the skin below each eye and the cheek under it lie in the aligned crop. */
const belowEyes = [
  { left: 30, right: 47, top: 56, bottom: 62 },
  { left: 65, right: 82, top: 56, bottom: 62 },
] as const;
const cheeks = [
  { left: 30, right: 46, top: 74, bottom: 84 },
  { left: 66, right: 82, top: 74, bottom: 84 },
] as const;

function underEyes(crop: Float32Array): number {
  const [leftEye, rightEye] = belowEyes;
  const [leftCheek, rightCheek] = cheeks;
  const ratio = (eye: Box, cheek: Box) => meanOf(crop, cropSize, eye) / Math.max(1, meanOf(crop, cropSize, cheek));
  return (ratio(leftEye, leftCheek) + ratio(rightEye, rightCheek)) / 2;
}

/** Mean absolute Laplacian of the middle of the crop. */
function detail(crop: Float32Array): number {
  let sum = 0;
  let count = 0;
  for (let y = 20; y < cropSize - 12; y++) {
    for (let x = 20; x < cropSize - 20; x++) {
      const i = y * cropSize + x;
      const around = (crop[i - 1] ?? 0) + (crop[i + 1] ?? 0) + (crop[i - cropSize] ?? 0) + (crop[i + cropSize] ?? 0);
      sum += Math.abs(4 * (crop[i] ?? 0) - around);
      count++;
    }
  }
  return sum / count;
}

/** Mean grey of the whole picture, every fourth pixel. */
export function pictureLight(picture: Picture): number {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < picture.pixels.length; i += 4) {
    sum += picture.pixels[i] ?? 0;
    count++;
  }
  return sum / count;
}

/** Mean grey of the picture above the chin's height and outside the box widened by half, every fourth pixel. */
function meanAround(picture: Picture, box: Box): number | undefined {
  const margin = (box.right - box.left) / 2;
  const left = box.left - margin;
  const right = box.right + margin;
  const top = box.top - margin;
  const bottom = Math.min(picture.height, box.bottom);
  let sum = 0;
  let count = 0;
  for (let y = 0; y < bottom; y += 4) {
    for (let x = 0; x < picture.width; x += 4) {
      if (x > left && x < right && y > top) continue;
      sum += picture.pixels[y * picture.width + x] ?? 0;
      count++;
    }
  }
  return count < 100 ? undefined : sum / count;
}

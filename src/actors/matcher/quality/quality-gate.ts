import type { FaceHint } from '../../../vocabulary/jobs.ts';
import type { FaceMeasures } from './face-measures.ts';
import type { MouthMeasures } from './mouth.ts';

/**
 * The limits of a usable face. Lengths are shares of the picture's width unless said otherwise, so that they hold for
 * every camera; `eyePixels` is what the embedder needs (its own crop has 35 pixels between the eyes).
 */
interface QualityLimits {
  readonly eyePixels: number;
  readonly eyesNear: number;
  readonly eyesFar: number;
  /** Distance of the face's middle from the picture's middle, as a share of width or height. */
  readonly offCentre: number;
  /** Of `Pose.turn`: 0.13 is a head turned by about 20°. */
  readonly turn: number;
  readonly nod: number;
  /**
   * Of `FaceMeasures.breadth`: landmarks of heads turned by 49° now and then have a `turn` of some 10°. Drawn people have
   * 0.64 and more while they look about by ±15°, at 49° half of those who would pass otherwise are below 0.6.
   */
  readonly breadth: number;
  readonly roll: number;
  readonly dark: number;
  readonly contrast: number;
  /** The face is backlit when it is darker than `backlitFace` and than this share of what is around it. */
  readonly backlit: number;
  readonly backlitFace: number;
  /** Of `FaceMeasures.sharpness`: the smooth skin of the drawn child has 0.10, other drawn people 0.14 and more. */
  readonly sharpness: number;
  /** Of `FaceMeasures.underEyes`: on half of LFW nearly everything below it wears dark glasses; drawn people have 0.8 and more. */
  readonly underEyes: number;
  /**
   * Of `MouthMeasures.redness`: less red than this is a mask, whatever its light. Of 800 real faces with a white, blue,
   * black or grey mask painted over the mouth 3,090 of 3,112 pictures are below, of the bare ones none (0.36 and more,
   * beards and all; LFW).
   */
  readonly maskRed: number;
  /**
   * Brighter and plainer than this is a mask, too, unless it is as red as skin: a plain face under the shadow of a cap is
   * bright and plain, but its redness is 0.63 and more. Masks of the colour of skin stay unseen.
   */
  readonly maskBright: number;
  readonly maskPlain: number;
  readonly skinRed: number;
}

const qualityLimits: QualityLimits = {
  eyePixels: 24,
  eyesNear: 0.3,
  eyesFar: 0.062,
  offCentre: 0.34,
  turn: 0.13,
  nod: 0.2,
  breadth: 0.6,
  roll: 0.5,
  dark: 45,
  contrast: 12,
  backlit: 0.45,
  backlitFace: 80,
  sharpness: 0.09,
  underEyes: 0.5,
  maskRed: 0.25,
  maskBright: 0.55,
  maskPlain: 0.036,
  skinRed: 0.6,
};

export interface Judgement {
  /** The most useful thing to tell the patient, or 'none'. */
  readonly hint: FaceHint;
  /** The landmarks can be trusted: the face may be followed through a turn of the head. */
  readonly followable: boolean;
  /** Good enough to be compared with the chip's photo. */
  readonly comparable: boolean;
}

const no = (hint: FaceHint): Judgement => ({ hint, followable: false, comparable: false });
const turned = (hint: FaceHint): Judgement => ({ hint, followable: true, comparable: false });

/**
 * Judges one face. Where several things are wrong, the one that the others hang on comes first: distance before light
 * before place before pose before sharpness.
 */
export function judgeFace(face: FaceMeasures, limits: QualityLimits = qualityLimits): Judgement {
  const { box, width, height, pose } = face;
  // Comparisons with NaN are false, which would read as good.
  if (
    ![face.eyeDistance, face.light, face.sharpness, pose.turn, pose.nod, pose.roll, face.breadth].every(Number.isFinite)
  )
    return no('noFace');
  if (face.faces > 1) return no('several');
  if (face.eyeDistance < Math.max(limits.eyePixels, limits.eyesFar * width)) return no('closer');
  if (face.eyeDistance > limits.eyesNear * width) return no('further');
  if (face.light < limits.backlitFace && face.light < limits.backlit * face.around) return no('backlit');
  if (face.light < limits.dark || face.contrast < limits.contrast) return no('dark');
  const x = (box.left + box.right) / 2 / width - 0.5;
  const y = (box.top + box.bottom) / 2 / height - 0.5;
  const cut =
    box.left < -0.02 * width || box.right > 1.02 * width || box.bottom > 1.05 * height || box.top < -0.05 * height;
  if (cut || Math.abs(x) > limits.offCentre || Math.abs(y) > limits.offCentre) return no('centre');
  if (Math.abs(pose.roll) > limits.roll) return no('look');
  if (Math.abs(pose.turn) > limits.turn || Math.abs(pose.nod) > limits.nod || face.breadth < limits.breadth)
    return turned('look');
  if (face.underEyes < limits.underEyes) return no('covered');
  if (isMask(face.mouth, limits)) return no('covered');
  if (face.sharpness < limits.sharpness) return no('hold');
  return { hint: 'none', followable: true, comparable: true };
}

function isMask({ brightness, detail, redness }: MouthMeasures, limits: QualityLimits): boolean {
  if (redness !== undefined && redness < limits.maskRed) return true;
  const plain = brightness > limits.maskBright && detail < limits.maskPlain;
  return plain && (redness === undefined || redness < limits.skinRed);
}

/** Judges a picture without a face: nobody there, or nothing to be seen. */
export function judgeNobody(light: number, limits: QualityLimits = qualityLimits): Judgement {
  return no(light < limits.dark ? 'dark' : 'noFace');
}

/**
 * One number to choose the better of two comparable frames by: straight, sharp, well lit, eyes open. Higher is better.
 * Closed eyes only make a frame the second choice: the network for them misses one in ten and takes sunglasses for it.
 */
export function worth(face: FaceMeasures): number {
  const straight = 1 - Math.abs(face.pose.turn) * 4 - Math.abs(face.pose.nod) * 2;
  const closed = face.openness !== undefined && face.openness < 0 ? 0.3 : 0;
  return straight + Math.min(1, face.sharpness) / 2 + Math.min(1, face.contrast / 50) / 2 - closed;
}

import * as v from 'valibot';
import { name } from './name-schema.ts';

/**
 * How the matcher tells a living face from a picture of one: what each cue must show, and what is asked of the patient
 * when one of them leaves a doubt. Data of models.yaml, because it is measured together with an engine.
 */
const eyeDistances = v.pipe(v.number(), v.gtValue(0, 'a number above 0'), v.maxValue(1));
const milliseconds = (from: number, to: number) => v.pipe(v.number(), v.integer(), v.minValue(from), v.maxValue(to));
const whole = (from: number, to: number) => v.pipe(v.number(), v.integer(), v.minValue(from), v.maxValue(to));

const lightSchema = v.strictObject({
  /** The panel's light changes between two levels in so many slots, half of them bright. An even number. */
  slots: v.pipe(whole(6, 12), v.multipleOf(2, 'an even number')),
  /** Length of a slot at least; a camera that gives fewer than two frames in it makes it longer. */
  slotMs: milliseconds(100, 500),
  /** The code that was shown must be among so many best ones: the chance of a recording is this ÷ all codes. */
  best: whole(1, 3),
  /** Codes shown in one try at most. */
  codes: whole(1, 3),
  /** Change of the face's light between the levels, as a share of it, that can come from a panel. */
  change: v.strictObject({
    least: v.pipe(v.number(), v.gtValue(0, 'a number above 0')),
    most: v.pipe(v.number(), v.maxValue(1)),
  }),
});
export type LightPolicy = v.InferOutput<typeof lightSchema>;

const passiveSchema = v.strictObject({
  network: name,
  /** minifasnet: a coloured crop, BGR, 0 … 255, three classes. */
  family: v.picklist(['minifasnet']),
  /** Side of the network's input, pixels. */
  size: whole(32, 256),
  /** Sides of the crop in sides of the face's box. */
  scale: v.pipe(v.number(), v.minValue(1), v.maxValue(6)),
  /** Which class is the living face, counted from 0. */
  real: whole(0, 2),
  /** Mean probability of that class over so many comparable frames below which there is a doubt. */
  least: v.pipe(v.number(), v.gtValue(0, 'a number above 0'), v.maxValue(1)),
  frames: whole(1, 20),
});
export type PassivePolicy = v.InferOutput<typeof passiveSchema>;

export const livenessSchema = v.strictObject({
  parallax: v.strictObject({
    /** Shift of the nose in eye distances that a head shows and a picture on a flat, bent or creased sheet hardly ever does. */
    shown: eyeDistances,
    /** The same for a face whose surroundings go along with it. */
    shownTied: eyeDistances,
    /** Natural movement gets so long before a turn is asked for; who is still moving gets `movingMs`. */
    naturalMs: milliseconds(0, 5_000),
    movingMs: milliseconds(0, 5_000),
  }),
  light: lightSchema,
  /** A network that judges by looks alone, where the operator has placed one. */
  passive: v.optional(passiveSchema),
  /**
   * Turns of the head in drawn directions (left, right, up, down) that are asked for when a cue leaves a doubt. A recording
   * makes each by chance once in four. With 0 any turn will do whose parallax is enough.
   */
  doubts: v.strictObject({
    /** Natural movement showed no depth. */
    parallaxMissing: whole(0, 4),
    /** The face did not answer the panel's light: a screen does not, nor a face in the sun. */
    lightSilent: whole(1, 4),
    /** What surrounds the face goes along with it, as the edge and the background of a picture do. */
    surroundingsTied: whole(0, 4),
    /** The passive network takes the face for a fake. Of no meaning without `passive`. */
    passiveFake: v.optional(whole(1, 4), 2),
  }),
  measured: v.pipe(v.string(), v.minLength(20, 'the measurement the numbers come from')),
});
export type Liveness = v.InferOutput<typeof livenessSchema>;

import * as v from 'valibot';

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

export const livenessSchema = v.strictObject({
  parallax: v.strictObject({
    /** Shift of the nose in eye distances that a head shows and a flat or bent picture does not. */
    shown: eyeDistances,
    /** The same once a turn was asked for: a picture that is turned as far as it goes shows more too. */
    shownAsked: eyeDistances,
    /** Natural movement gets so long before a turn is asked for; who is still moving gets `movingMs`. */
    naturalMs: milliseconds(0, 5_000),
    movingMs: milliseconds(0, 5_000),
  }),
  light: lightSchema,
  /**
   * Turns of the head in drawn directions (left, right, up, down) that are asked for when a cue leaves a doubt. A recording
   * makes each by chance once in four. With 0 any turn will do whose parallax is enough.
   */
  doubts: v.strictObject({
    /** Natural movement showed no depth. */
    parallaxMissing: whole(0, 4),
    /** The face did not answer the panel's light: a screen does not, nor a face in the sun. */
    lightSilent: whole(1, 4),
  }),
  measured: v.pipe(v.string(), v.minLength(20, 'the measurement the numbers come from')),
});
export type Liveness = v.InferOutput<typeof livenessSchema>;

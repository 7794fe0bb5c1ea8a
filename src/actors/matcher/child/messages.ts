import * as v from 'valibot';
import { lightLevels } from '../../../vocabulary/bridge.ts';
import { faceHints } from '../../../vocabulary/jobs.ts';
import { livenessSchema } from '../../models/liveness-schema.ts';
import { engineSchema } from '../../models/manifest-schema.ts';

/**
 * What the core and the matcher child say to each other. Words, counts and addresses only: the chip's photo goes through
 * an extra pipe (photo-pipe.ts), frames through the frame sink, and no score or picture ever leaves the child.
 */
const turn = v.pipe(v.number(), v.integer(), v.minValue(0));

export const askSchema = v.variant('ask', [
  /** Once, first: loads the networks and runs them on zeros. */
  v.strictObject({
    ask: v.literal('load'),
    engine: engineSchema,
    paths: v.record(v.string(), v.string()),
    threshold: v.pipe(v.number(), v.minValue(-1), v.maxValue(1)),
    challenge: v.picklist(['whenInDoubt', 'always']),
    liveness: livenessSchema,
    /** Whether the panel may change its light. */
    light: v.boolean(),
    /** What a browser camera names as its origin. */
    allowedOrigin: v.optional(v.string()),
  }),
  /** The chip's photo lies in the pipe. */
  v.strictObject({ ask: v.literal('enrol') }),
  /** `turnsSpent`: in a try before, turns in drawn directions were asked for and not made. */
  v.strictObject({ ask: v.literal('verify'), turn, turnsSpent: v.boolean() }),
  v.strictObject({ ask: v.literal('stop'), turn }),
  /** Overwrites everything and exits. */
  v.strictObject({ ask: v.literal('end') }),
]);
export type Ask = v.InferOutput<typeof askSchema>;

const tellSchema = v.variant('tell', [
  v.strictObject({ tell: v.literal('loaded') }),
  v.strictObject({ tell: v.literal('enrolled'), result: v.picklist(['ready', 'damaged', 'noFace']) }),
  /** Where the camera shall connect for this turn. */
  v.strictObject({
    tell: v.literal('sink'),
    turn,
    port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)),
    token: v.pipe(v.string(), v.regex(/^[0-9a-f]{48}$/)),
  }),
  v.strictObject({ tell: v.literal('hint'), turn, hint: v.picklist(faceHints) }),
  v.strictObject({ tell: v.literal('light'), turn, level: v.picklist(lightLevels) }),
  /** Turns in drawn directions are asked for and not made yet, or no longer so. */
  v.strictObject({ tell: v.literal('turns'), turn, spent: v.boolean() }),
  v.strictObject({
    tell: v.literal('verdict'),
    turn,
    verdict: v.picklist(['match', 'noMatch', 'spoof', 'cameraLost', 'tooSlow']),
  }),
]);
export type Tell = v.InferOutput<typeof tellSchema>;

export function parseAsk(message: unknown): Ask | undefined {
  const parsed = v.safeParse(askSchema, message);
  return parsed.success ? parsed.output : undefined;
}

export function parseTell(message: unknown): Tell | undefined {
  const parsed = v.safeParse(tellSchema, message);
  return parsed.success ? parsed.output : undefined;
}

import { smoothstep } from './curves.ts';

/** What the kiosk's screen presently asks the patient to do. */
export const cues = ['none', 'turnLeft', 'turnRight'] as const;
export type Cue = (typeof cues)[number];

/** How long the screen asked for a turn, ms on the patient's clock; `until` is Infinity while it still asks. */
export interface CueSpan {
  readonly cue: Cue;
  readonly from: number;
  readonly until: number;
}

/** Seconds from the request to the first movement, and of turning, holding and coming back. */
const reaction = 0.6;
const turning = 0.7;
const holding = 0.8;
const returning = 0.7;
/** Someone who is still asked turns again after this many seconds. */
const again = 3.6;

/**
 * How far the patient follows the requests so far: −1 fully to the patient's right … 0 … 1 fully to the patient's left.
 * A turn once begun is carried to its end, also when the request has gone.
 * @param time ms on the patient's clock.
 */
export function followCues(spans: readonly CueSpan[], time: number): number {
  let turn = 0;
  for (const { cue, from, until } of spans) {
    if (cue === 'none') continue;
    const asked = Math.min(time, until - 1) - from;
    if (asked < 0) continue;
    const rounds = Math.floor(asked / 1000 / again);
    const since = (time - from) / 1000 - rounds * again - reaction;
    const share = smoothstep(0, turning, since) * smoothstep(turning + holding + returning, turning + holding, since);
    turn += cue === 'turnLeft' ? share : -share;
  }
  return Math.min(1, Math.max(-1, turn));
}

import { clamp, smoothstep } from './curves.ts';

/** What the kiosk's screen presently asks the patient to do. */
export const cues = ['none', 'turnLeft', 'turnRight', 'turnUp', 'turnDown'] as const;
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

/** How far the head follows the requests: −1 … 1 each. */
export interface Followed {
  /** 1: fully to the patient's left. */
  readonly turn: number;
  /** 1: fully up. */
  readonly lift: number;
}

const directions: { readonly [cue in Cue]: Followed } = {
  none: { turn: 0, lift: 0 },
  turnLeft: { turn: 1, lift: 0 },
  turnRight: { turn: -1, lift: 0 },
  turnUp: { turn: 0, lift: 1 },
  turnDown: { turn: 0, lift: -1 },
};

/**
 * How far the patient follows the requests so far. A turn once begun is carried to its end, also when the request has
 * gone; then the head comes back sooner.
 * @param time ms on the patient's clock.
 */
export function followCues(spans: readonly CueSpan[], time: number): Followed {
  let turn = 0;
  let lift = 0;
  for (const { cue, from, until } of spans) {
    const asked = Math.min(time, until - 1) - from;
    if (cue === 'none' || asked < 0) continue;
    const rounds = Math.floor(asked / 1000 / again);
    const since = (time - from) / 1000 - rounds * again - reaction;
    // Sees that the request has gone, and takes the usual while to react.
    const released = (until - from) / 1000 - rounds * again;
    const back = Math.min(turning + holding, Math.max(turning, released));
    const share = smoothstep(0, turning, since) * smoothstep(back + returning, back, since);
    turn += directions[cue].turn * share;
    lift += directions[cue].lift * share;
  }
  return { turn: clamp(turn, -1, 1), lift: clamp(lift, -1, 1) };
}

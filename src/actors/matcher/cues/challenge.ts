import type { Pose } from '../engine/landmarks.ts';

export type Side = 'turnLeft' | 'turnRight';

/** Change of `Pose.turn` that counts as the turn asked for; about 15° (parallax itself needs its own amount besides). */
const turned = 0.2;
/** A side is asked for so long before the other one is. */
export const sideMs = 3_000;
/** Asked for so long without seeing a head turn, the face counts as a picture. The whole try lasts 8 s (R 3-6). */
export const exhaustedMs = 6_500;

/**
 * Asks the patient to turn the head to a random side. A recording that turns to the other side does not pass; asking for
 * the second side after a while helps people who cannot turn to the first.
 */
export class Challenge {
  readonly #random: () => number;
  #side: Side | undefined;
  #firstAsked = 0;
  #asked = 0;
  #startTurn = 0;
  #passed = false;

  /** `random` gives numbers in [0, 1). */
  constructor(random: () => number) {
    this.#random = random;
  }

  get side(): Side | undefined {
    return this.#side;
  }

  get passed(): boolean {
    return this.#passed;
  }

  /** Asks; `pose` is how the face looks now. */
  start(pose: Pose, time: number): void {
    if (this.#side !== undefined) return;
    this.#side = this.#random() < 0.5 ? 'turnLeft' : 'turnRight';
    this.#firstAsked = time;
    this.#asked = time;
    this.#startTurn = pose.turn;
  }

  /** Looks at the pose of the same face. */
  look(pose: Pose, time: number): void {
    if (this.#side === undefined || this.#passed) return;
    const change = pose.turn - this.#startTurn;
    if ((this.#side === 'turnLeft' ? change : -change) >= turned) {
      this.#passed = true;
      return;
    }
    if (time - this.#asked >= sideMs) {
      this.#side = this.#side === 'turnLeft' ? 'turnRight' : 'turnLeft';
      this.#asked = time;
    }
  }

  /** True when asking has gone on for too long. */
  exhausted(time: number): boolean {
    return this.#side !== undefined && time - this.#firstAsked >= exhaustedMs;
  }

  forget(): void {
    this.#side = undefined;
    this.#passed = false;
  }
}

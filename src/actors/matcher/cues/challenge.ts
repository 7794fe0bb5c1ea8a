import { noseShift, turnShown, type View } from './parallax.ts';

export type Side = 'turnLeft' | 'turnRight';

/** A side is asked for so long before the other one is. */
const sideMs = 2_500;
/** Asked for so long without seeing a head turn, the face counts as a picture. The whole try lasts 8 s (R 3-6). */
const exhaustedMs = 5_000;

/** Who has begun to turn gets so long to turn further. */
const furtherMs = 500;
/** Before a turn that is judged by its side the head must look straight on: `View.turn` of less than about 8°. */
const straight = 0.055;
/** Before a further turn is asked for passes a time that cannot be foreseen, ms. */
const pauseMs = { least: 150, more: 450 };

export interface ChallengePolicy {
  /** Turns that must be made, each to a side of its own chance. */
  readonly turns: number;
  /** A turn to the other side than asked for fails at once; otherwise it is overlooked. */
  readonly strict: boolean;
}

/** For who has not moved enough: any turn will do, since it is its parallax that counts. */
export const oneTurn: ChallengePolicy = { turns: 1, strict: false };
/**
 * Against recordings. One that turns to both sides makes the right turn by chance once in two, so gets through two turns
 * once in four. More turns would not end within a try for those who are slow.
 */
export const twoTurns: ChallengePolicy = { turns: 2, strict: true };

/**
 * Asks the patient to turn the head to a random side. A recording that turns to the other side does not pass; asking for
 * the second side after a while helps people who cannot turn to the first.
 */
export class Challenge {
  readonly #random: () => number;
  readonly #policy: ChallengePolicy;
  #side: Side | undefined;
  #firstAsked = -1;
  #asked = 0;
  #notBefore = 0;
  #start: View | undefined;
  #made = 0;
  #turnedSince = 0;
  #failed = false;

  /** `random` gives numbers in [0, 1). */
  constructor(random: () => number, policy: ChallengePolicy = oneTurn) {
    this.#random = random;
    this.#policy = policy;
  }

  get side(): Side | undefined {
    return this.#side;
  }

  /** The head was turned to the sides asked for. */
  get passed(): boolean {
    return this.#made >= this.#policy.turns;
  }

  /** The head was turned to the wrong side, where that is not forgiven. */
  get failed(): boolean {
    return this.#failed;
  }

  /** Asks, unless it has asked already; `view` is how the face looks now. Undefined: look straight on first. */
  ask(view: View, time: number): Side | undefined {
    if (this.#side !== undefined) return this.#side;
    const unready = Math.abs(view.turn) > straight || time < this.#notBefore;
    if (unready && (this.#policy.strict || this.#made > 0)) return undefined;
    this.#side = this.#random() < 0.5 ? 'turnLeft' : 'turnRight';
    if (this.#firstAsked < 0) this.#firstAsked = time;
    this.#asked = time;
    this.#start = copy(view);
    return this.#side;
  }

  /** Looks at another view of the same face. */
  look(view: View, time: number): void {
    if (this.#side === undefined || this.#start === undefined || (this.#policy.strict && this.passed)) return;
    const shift = noseShift(this.#start, view);
    const right = this.#side === 'turnLeft' ? shift : -shift;
    if (right >= turnShown) {
      if (!this.#policy.strict) return this.#turned(time);
      this.#made++;
      if (this.passed) return;
      this.#side = undefined;
      this.#notBefore = time + pauseMs.least + pauseMs.more * this.#random();
    } else if (this.#policy.strict && right <= -turnShown) {
      this.#failed = true;
    } else if (time - this.#asked >= sideMs) {
      this.#askOtherSide(time);
    }
  }

  /** Made, and looked at further: if its parallax does not do, the other side follows. */
  #turned(time: number): void {
    if (this.#made === 0) this.#turnedSince = time;
    this.#made = 1;
    if (time - this.#turnedSince >= furtherMs) this.#askOtherSide(time);
  }

  #askOtherSide(time: number): void {
    this.#side = this.#side === 'turnLeft' ? 'turnRight' : 'turnLeft';
    this.#asked = time;
    this.#turnedSince = time;
  }

  /** True when asking has gone on for too long. */
  exhausted(time: number): boolean {
    return this.#firstAsked >= 0 && time - this.#firstAsked >= exhaustedMs;
  }

  forget(): void {
    this.#start?.points.fill(0);
    this.#start = undefined;
    this.#side = undefined;
    this.#firstAsked = -1;
    this.#made = 0;
    this.#failed = false;
  }
}

function copy({ points, turn }: View): View {
  const own = new Float64Array(new ArrayBuffer(points.byteLength));
  own.set(points);
  return { points: own, turn };
}

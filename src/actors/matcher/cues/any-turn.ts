import { copyView, noseShift, turnShown, type View } from './parallax.ts';

/** A side is asked for so long before the other one is. */
const sideMs = 2_000;
/** Asked for so long without seeing a head turn, the face counts as a picture. The whole try lasts 10 s. */
const exhaustedMs = 4_000;
/** Who has begun to turn gets so long to turn further. */
const furtherMs = 500;

/**
 * For who has not moved enough: asks for a turn to a random side, and any turn will do, since it is its parallax that
 * counts. Asking for the second side after a while helps people who cannot turn to the first.
 */
export class AnyTurn {
  readonly #random: () => number;
  #side: 'turnLeft' | 'turnRight' | undefined;
  #firstAsked = 0;
  #asked = 0;
  #start: View | undefined;
  #turnedSince: number | undefined;

  /** `random` gives numbers in [0, 1). */
  constructor(random: () => number) {
    this.#random = random;
  }

  get hasAsked(): boolean {
    return this.#side !== undefined;
  }

  /** What to ask for now; `view` is how the face looks now. */
  ask(view: View, time: number): 'turnLeft' | 'turnRight' {
    if (this.#side === undefined) {
      this.#side = this.#random() < 0.5 ? 'turnLeft' : 'turnRight';
      this.#firstAsked = time;
      this.#asked = time;
      this.#start = copyView(view);
    }
    return this.#side;
  }

  /** Looks at another view of the same face. */
  look(view: View, time: number): void {
    if (this.#side === undefined || this.#start === undefined) return;
    const shift = noseShift(this.#start, view);
    if ((this.#side === 'turnLeft' ? shift : -shift) >= turnShown) this.#turnedSince ??= time;
    // Made, and its parallax does not do: the other side follows.
    const since = this.#turnedSince === undefined ? time - this.#asked - sideMs : time - this.#turnedSince - furtherMs;
    if (since >= 0) this.#askOtherSide(time);
  }

  /** True when asking has gone on for too long. */
  exhausted(time: number): boolean {
    return this.hasAsked && time - this.#firstAsked >= exhaustedMs;
  }

  forget(): void {
    this.#start?.points.fill(0);
    this.#start = undefined;
  }

  #askOtherSide(time: number): void {
    this.#side = this.#side === 'turnLeft' ? 'turnRight' : 'turnLeft';
    this.#asked = time;
    this.#turnedSince = undefined;
  }
}

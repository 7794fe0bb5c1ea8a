import { noseShift, parallaxShown, type View } from './parallax.ts';

export type Side = 'turnLeft' | 'turnRight';

/** A side is asked for so long before the other one is. */
const sideMs = 2_500;
/** Asked for so long without seeing a head turn, the face counts as a picture. The whole try lasts 8 s (R 3-6). */
const exhaustedMs = 5_000;

/**
 * Asks the patient to turn the head to a random side. A recording that turns to the other side does not pass; asking for
 * the second side after a while helps people who cannot turn to the first.
 */
export class Challenge {
  readonly #random: () => number;
  #side: Side | undefined;
  #firstAsked = 0;
  #asked = 0;
  #start: View | undefined;
  #passed = false;

  /** `random` gives numbers in [0, 1). */
  constructor(random: () => number) {
    this.#random = random;
  }

  get side(): Side | undefined {
    return this.#side;
  }

  /** The head was turned to the side asked for. */
  get passed(): boolean {
    return this.#passed;
  }

  /** Asks, unless it has asked already; `view` is how the face looks now. */
  ask(view: View, time: number): Side {
    if (this.#side === undefined) {
      this.#side = this.#random() < 0.5 ? 'turnLeft' : 'turnRight';
      this.#firstAsked = time;
      this.#asked = time;
      this.#start = copy(view);
    }
    return this.#side;
  }

  /** Looks at another view of the same face. */
  look(view: View, time: number): void {
    if (this.#side === undefined || this.#start === undefined || this.#passed) return;
    const shift = noseShift(this.#start, view);
    if ((this.#side === 'turnLeft' ? shift : -shift) >= parallaxShown) {
      this.#passed = true;
    } else if (time - this.#asked >= sideMs) {
      this.#side = this.#side === 'turnLeft' ? 'turnRight' : 'turnLeft';
      this.#asked = time;
    }
  }

  /** True when asking has gone on for too long. */
  exhausted(time: number): boolean {
    return this.#side !== undefined && time - this.#firstAsked >= exhaustedMs;
  }

  forget(): void {
    this.#start?.points.fill(0);
    this.#start = undefined;
    this.#side = undefined;
    this.#passed = false;
  }
}

function copy({ points, turn }: View): View {
  const own = new Float64Array(new ArrayBuffer(points.byteLength));
  own.set(points);
  return { points: own, turn };
}

import type { FrameTimes } from '../cues/frame-times.ts';

/** A camera takes 30 pictures a second, whether somebody pulls them or not. */
const pictureMs = 1_000 / 30;
/** From the pull to the frame's arrival, and from there to the answer, ms: drawn for each frame between these. */
const onTheWay = { least: 5, most: 15 };
const lookedAt = { least: 20, most: 45 };
/** The first frame takes so much longer: code runs for the first time. */
const firstMs = 50;

/**
 * When the frames of a clip are taken, come and are answered on a kiosk: never quite in step, so that nothing is measured
 * on a clock that no machine has. The child pulls a frame while the one before is looked at (child/frame-puller.ts); here
 * it waits for it, which is a little slower and gives the frame a little younger. Both clocks are the same here; that they may differ is in the tests of the light.
 */
export class ClipClock {
  readonly #random: () => number;
  readonly #phase: number;
  #pull = 0;
  #isFirst = true;

  /** `random` gives numbers in [0, 1). */
  constructor(random: () => number) {
    this.#random = random;
    this.#phase = pictureMs * random();
  }

  /** The next frame, pulled `pace` ms after the last one or, if that was answered later, then. */
  next(pace: number): FrameTimes {
    const taken = Math.floor(this.#pull / pictureMs) * pictureMs + this.#phase;
    const came = Math.max(taken, this.#pull) + this.#between(onTheWay);
    const answered = came + this.#between(lookedAt) + (this.#isFirst ? firstMs : 0);
    this.#isFirst = false;
    this.#pull = Math.max(this.#pull + pace, answered);
    return { taken: Math.round(taken), came, answered };
  }

  #between({ least, most }: { readonly least: number; readonly most: number }): number {
    return least + (most - least) * this.#random();
  }
}

import { longestGap } from '../cues/continuity.ts';

/** After each longer gap a face is taken for another one, and nothing seen before counts: so many in a row, and nobody is known. */
const mostGaps = 5;

/** Says when pictures keep coming too seldom: by a slow camera, or a machine that has too much else to do. */
export class FrameRate {
  #last: number | undefined;
  #gaps = 0;

  /** `time`: when a newer picture was taken, ms of the camera's clock. */
  isTooSlow(time: number): boolean {
    this.#gaps = this.#last !== undefined && time - this.#last > longestGap ? this.#gaps + 1 : 0;
    this.#last = time;
    return this.#gaps >= mostGaps;
  }
}

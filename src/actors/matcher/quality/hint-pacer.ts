import type { FaceHint } from '../../../vocabulary/jobs.ts';

/** A hint stays at least so long, or nobody can read it. */
const heldMs = 1_000;
/** A hint is said only after it has been true for so long; one bad frame is nothing to tell. */
const provenMs = 200;

/** Lets hints out at a pace that people can follow. */
export class HintPacer {
  #shown: FaceHint | undefined;
  #shownAt = -Infinity;
  #candidate: FaceHint | undefined;
  #since = 0;

  /** What the present frame asks for; answers the hint to tell now, or nothing. */
  offer(hint: FaceHint, time: number): FaceHint | undefined {
    if (hint !== this.#candidate) {
      this.#candidate = hint;
      this.#since = time;
    }
    if (hint === this.#shown || time - this.#since < provenMs || time - this.#shownAt < heldMs) return undefined;
    return this.#show(hint, time);
  }

  /** Tells a hint at once (a challenge, whose moment matters). */
  urge(hint: FaceHint, time: number): FaceHint | undefined {
    this.#candidate = hint;
    this.#since = time;
    return hint === this.#shown ? undefined : this.#show(hint, time);
  }

  #show(hint: FaceHint, time: number): FaceHint {
    this.#shown = hint;
    this.#shownAt = time;
    return hint;
  }
}

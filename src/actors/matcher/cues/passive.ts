import type { PassivePolicy } from '../../models/liveness-schema.ts';

/** `none`: the latest frame gave the network nothing to go by. */
export type PassiveState = 'none' | 'asking' | 'real' | 'fake';

/**
 * What a passive network makes of one face: the mean over its first comparable frames, since a single one says little.
 * Once there are enough of them it stays with what it said.
 */
export class PassiveCue {
  readonly #policy: Pick<PassivePolicy, 'frames' | 'least'>;
  #sum = 0;
  #count = 0;
  #blind = false;

  constructor(policy: Pick<PassivePolicy, 'frames' | 'least'>) {
    this.#policy = policy;
  }

  get state(): PassiveState {
    const { frames, least } = this.#policy;
    if (this.#count >= frames) return this.#sum / this.#count < least ? 'fake' : 'real';
    return this.#blind ? 'none' : 'asking';
  }

  /** Takes the probability that a comparable frame shows a living face; undefined where the picture has no colour. */
  add(real: number | undefined): void {
    if (this.#count >= this.#policy.frames) return;
    this.#blind = real === undefined;
    if (real === undefined) return;
    this.#sum += real;
    this.#count++;
  }

  /** Another face. */
  forget(): void {
    this.#sum = 0;
    this.#count = 0;
    this.#blind = false;
  }
}

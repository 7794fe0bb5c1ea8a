/**
 * What one field may say, best first: the integers of automaton.ts and their posteriors (0 … 1). Kept outside V8's
 * moving heap and overwritten in place, so that no copy of a birth date stays behind.
 */
export class Candidates {
  static readonly capacity = 4;
  readonly #values = new Int32Array(new ArrayBuffer(Candidates.capacity * 4));
  readonly #posteriors = new Float64Array(new ArrayBuffer(Candidates.capacity * 8));
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** −1 when there are not so many. */
  value(at: number): number {
    return at < this.#count ? (this.#values[at] ?? -1) : -1;
  }

  posterior(at: number): number {
    return at < this.#count ? (this.#posteriors[at] ?? 0) : 0;
  }

  /** The posterior of this very value, 0 when it is not among the candidates. */
  posteriorOf(value: number): number {
    for (let at = 0; at < this.#count; at++) if (this.#values[at] === value) return this.posterior(at);
    return 0;
  }

  /** Takes the value in at its rank; the last one falls out when there are too many. */
  add(value: number, posterior: number): void {
    let at = Math.min(this.#count, Candidates.capacity);
    while (at > 0 && posterior > (this.#posteriors[at - 1] ?? 0)) {
      if (at < Candidates.capacity) {
        this.#values[at] = this.#values[at - 1] ?? 0;
        this.#posteriors[at] = this.#posteriors[at - 1] ?? 0;
      }
      at--;
    }
    if (at >= Candidates.capacity) return;
    this.#values[at] = value;
    this.#posteriors[at] = posterior;
    this.#count = Math.min(this.#count + 1, Candidates.capacity);
  }

  wipe(): void {
    this.#values.fill(0);
    this.#posteriors.fill(0);
    this.#count = 0;
  }
}

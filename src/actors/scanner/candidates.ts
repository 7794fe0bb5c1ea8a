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

/** A look that does not name a value at all counts as so likely. */
const unnamed = 1e-4;

/** Puts the geometric means of several looks at one field into `out`: a value is as sure as all looks together. */
export function combineLooks(looks: readonly Candidates[], out: Candidates): void {
  out.wipe();
  looks.forEach((look, index) => {
    for (let at = 0; at < look.count; at++) {
      const value = look.value(at);
      // Each value once, at the first look that names it.
      if (looks.slice(0, index).some((earlier) => earlier.posteriorOf(value) > 0)) continue;
      const product = looks.reduce((all, each) => all * Math.max(each.posteriorOf(value), unnamed), 1);
      out.add(value, product ** (1 / looks.length));
    }
  });
}

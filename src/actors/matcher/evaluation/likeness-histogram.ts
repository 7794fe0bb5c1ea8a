/** Counts cosines finely enough that a threshold can be read off without keeping them all. */
const bins = 40_000;

export class LikenessHistogram {
  readonly #counts = new Float64Array(bins + 1);
  #total = 0;

  add(cosine: number): void {
    const bin = Math.floor(((Math.min(1, Math.max(-1, cosine)) + 1) / 2) * bins);
    this.#counts[bin] = (this.#counts[bin] ?? 0) + 1;
    this.#total++;
  }

  get total(): number {
    return this.#total;
  }

  /** The lowest threshold at which at most this share is accepted. */
  thresholdFor(share: number): number {
    let accepted = 0;
    for (let bin = bins; bin >= 0; bin--) {
      accepted += this.#counts[bin] ?? 0;
      if (accepted > share * this.#total) return ((bin + 1) / bins) * 2 - 1;
    }
    return -1;
  }

  /** The share accepted at a threshold. */
  acceptedAt(threshold: number): number {
    let accepted = 0;
    for (let bin = bins; bin >= 0 && (bin / bins) * 2 - 1 >= threshold - 1e-9; bin--)
      accepted += this.#counts[bin] ?? 0;
    return this.#total === 0 ? 0 : accepted / this.#total;
  }
}

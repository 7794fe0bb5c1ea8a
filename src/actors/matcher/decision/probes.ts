import { cosine, normalise } from '../engine/embedder.ts';
import type { Embedding } from '../engine/engine.ts';
import { offHeapFloats } from '../engine/picture.ts';

/** Most probes that are fused, and the least time between two of them: frames of one moment say the same thing. */
export const mostProbes = 8;
const apartMs = 100;

interface Probe {
  readonly time: number;
  readonly worth: number;
  readonly embedding: Embedding;
}

/** The best frames of one face, spread over time. Fused into their mean (better than the best of them: measured by us). */
export class Probes {
  #kept: Probe[] = [];
  #seen = 0;
  #first = 0;
  #last = 0;

  /** Offers a comparable frame; the embedding is copied when it is kept. */
  offer(embedding: Embedding, worth: number, time: number): void {
    if (this.#seen === 0) this.#first = time;
    this.#seen++;
    this.#last = time;
    const near = this.#kept.findIndex((probe) => time - probe.time < apartMs);
    if (near >= 0) this.#replace(near, embedding, worth, time);
    else if (this.#kept.length < mostProbes) this.#kept.push({ time, worth, embedding: copy(embedding) });
    else {
      const worst = this.#kept.reduce((low, probe, i) => (probe.worth < (this.#kept[low]?.worth ?? 0) ? i : low), 0);
      this.#replace(worst, embedding, worth, time);
    }
  }

  /** Frames offered so far. */
  get seen(): number {
    return this.#seen;
  }

  /** Frames kept for the comparison. */
  get kept(): number {
    return this.#kept.length;
  }

  /** Time between the first and the latest frame offered, ms. */
  get span(): number {
    return this.#seen === 0 ? 0 : this.#last - this.#first;
  }

  /** Cosine of the fused probes to a reference; undefined without probes. */
  likeness(reference: Embedding): number | undefined {
    if (this.#kept.length === 0) return undefined;
    const mean = offHeapFloats(reference.length);
    for (const { embedding } of this.#kept) {
      for (let i = 0; i < mean.length; i++) mean[i] = (mean[i] ?? 0) + (embedding[i] ?? 0);
    }
    const usable = normalise(mean);
    const value = usable ? cosine(mean, reference) : undefined;
    mean.fill(0);
    return value;
  }

  forget(): void {
    for (const { embedding } of this.#kept) embedding.fill(0);
    this.#kept = [];
    this.#seen = 0;
  }

  #replace(index: number, embedding: Embedding, worth: number, time: number): void {
    const old = this.#kept[index];
    if (old === undefined || old.worth >= worth) return;
    old.embedding.fill(0);
    this.#kept[index] = { time, worth, embedding: copy(embedding) };
  }
}

function copy(embedding: Embedding): Embedding {
  const own = offHeapFloats(embedding.length);
  own.set(embedding);
  return own;
}

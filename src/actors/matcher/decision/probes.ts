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

  /** Notes a comparable frame, offered or not. */
  saw(time: number): void {
    if (this.#seen === 0) this.#first = time;
    this.#seen++;
    this.#last = time;
  }

  /** Offers a comparable frame; the embedding is copied when it is kept. */
  offer(embedding: Embedding, worth: number, time: number): void {
    const place = this.#rival(time);
    const rival = place === undefined ? undefined : this.#kept[place];
    if (rival !== undefined && rival.worth >= worth) return;
    rival?.embedding.fill(0);
    this.#kept[place ?? this.#kept.length] = { time, worth, embedding: copy(embedding) };
  }

  /** Comparable frames so far. */
  get seen(): number {
    return this.#seen;
  }

  /** Frames kept for the comparison. */
  get kept(): number {
    return this.#kept.length;
  }

  /** Time between the first and the latest comparable frame, ms. */
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

  /** Which kept probe a new one would replace: the one of the same moment, else the worst once there are enough. */
  #rival(time: number): number | undefined {
    const near = this.#kept.findIndex((probe) => time - probe.time < apartMs);
    if (near >= 0) return near;
    if (this.#kept.length < mostProbes) return undefined;
    return this.#kept.reduce((low, { worth }, i) => (worth < (this.#kept[low]?.worth ?? 0) ? i : low), 0);
  }
}

function copy(embedding: Embedding): Embedding {
  const own = offHeapFloats(embedding.length);
  own.set(embedding);
  return own;
}

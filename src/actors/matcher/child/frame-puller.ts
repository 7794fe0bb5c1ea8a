import { setTimeout as pause } from 'node:timers/promises';
import type { FrameSink, Pulled } from '../../camera/frame-sink.ts';

export interface Arrival {
  readonly frame: Pulled;
  /** When it came, ms of our clock. */
  readonly came: number;
}

/** Pulls frames at a pace; the next one is on its way while the present one is looked at. */
export class FramePuller {
  readonly #sink: FrameSink;
  readonly #ended: AbortSignal;
  #pulled = 0;
  #coming: Promise<Arrival>;

  constructor(sink: FrameSink, ended: AbortSignal) {
    this.#sink = sink;
    this.#ended = ended;
    this.#coming = this.#pull(0);
  }

  /** The next frame; the one after it is pulled `paceMs` after this one was. */
  async next(paceMs: number): Promise<Arrival> {
    const arrival = await this.#coming;
    if (!this.#ended.aborted) this.#coming = this.#pull(paceMs - (arrival.came - this.#pulled));
    return arrival;
  }

  /** Overwrites what was still on its way when the watching ended. */
  async scrub(): Promise<void> {
    overwrite((await this.#coming).frame);
  }

  async #pull(wait: number): Promise<Arrival> {
    if (wait > 1) await pause(wait, undefined, { signal: this.#ended }).catch(() => {});
    this.#pulled = performance.now();
    const frame = await this.#sink.next();
    return { frame, came: performance.now() };
  }
}

export function overwrite(frame: Pulled): void {
  if (typeof frame === 'object') frame.planes.fill(0);
}

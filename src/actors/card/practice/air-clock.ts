import { realWait, type Wait } from '../card-visit.ts';

export interface ReaderClock {
  readonly now: () => number;
  readonly wait: Wait;
}
export const realReaderClock: ReaderClock = { now: () => performance.now(), wait: realWait };

/** Spends card time honestly: timers fire late and in whole milliseconds, and the next answer makes up for it. */
export class AirClock {
  readonly #clock: ReaderClock;
  /** Time still owed, ms. */
  #owed = 0;

  constructor(clock: ReaderClock) {
    this.#clock = clock;
  }

  /** A new session owes nothing. */
  restart(): void {
    this.#owed = 0;
  }

  async spend(milliseconds: number): Promise<void> {
    if (milliseconds === 0) return;
    this.#owed += milliseconds;
    if (this.#owed < 1) return;
    const start = this.#clock.now();
    await this.#clock.wait(Math.floor(this.#owed));
    this.#owed -= this.#clock.now() - start;
  }
}

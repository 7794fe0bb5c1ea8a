import type { Presence } from '../transport.ts';
import { meaningOf } from './codes.ts';
import type { PcscClock } from './clock.ts';
import { eventCountShift, readerStates, type Handle, type PcscLibrary } from './library.ts';
import type { PcscNote } from './notes.ts';
import { chooseReader } from './reader-choice.ts';
import { ServiceContext } from './service-context.ts';

/** One wait for a change; bounded, so that a wait that a sleep or a lost cancel left behind ends by itself. */
const waitMs = 1000;
/** How often a lost service or reader is looked for again: well inside the 2 s we have to recover. */
const lookAgainMs = 250;

export interface ReaderLoopParts {
  readonly library: PcscLibrary;
  readonly clock: PcscClock;
  readonly configured: string;
  readonly note: (note: PcscNote) => void;
  readonly tell: (presence: Presence) => void;
}

/**
 * Watches the configured reader until it is ended: the present state first, then changes. Survives the service's restarts,
 * stale contexts, sleep and an unplugged reader; each is told as 'readerLost' and ends in what is there afterwards.
 */
export class ReaderLoop {
  readonly #parts: ReaderLoopParts;
  readonly #context: ServiceContext;
  readonly #ended: Promise<void>;
  #over = false;
  #wake: (() => void) | undefined;
  #told: Presence | undefined;
  #lost: 'serviceLost' | 'readerLost' | 'readerAmbiguous' | undefined;

  constructor(parts: ReaderLoopParts) {
    this.#parts = parts;
    this.#context = new ServiceContext(parts.library);
    this.#ended = this.#run();
  }

  /** Resolves once nothing of it runs and its context is given back. */
  async end(): Promise<void> {
    this.#over = true;
    this.#wake?.();
    await this.#context.cancel();
    await this.#ended;
  }

  async #run(): Promise<void> {
    // Never inside the call that started the watch.
    await Promise.resolve();
    while (!this.#over) {
      const context = await this.#context.current();
      if (this.#over) break;
      if (context === undefined) {
        this.#lose('serviceLost');
        await this.#pause();
        continue;
      }
      await this.#lookFor(context);
    }
    await this.#context.drop();
  }

  async #lookFor(context: Handle): Promise<void> {
    const { code, readers } = await this.#parts.library.listReaders(context);
    if (this.#over) return;
    if (meaningOf(code) === 'service') return this.#serviceLost();
    const choice = chooseReader(readers, this.#parts.configured);
    if ('reader' in choice) return this.#follow(context, choice.reader);
    this.#lose(choice.none === 'ambiguous' ? 'readerAmbiguous' : 'readerLost');
    return this.#pause();
  }

  /** Stays with one reader as long as it and the context are there. */
  async #follow(context: Handle, reader: string): Promise<void> {
    const { library, note } = this.#parts;
    let current: number = readerStates.unaware;
    while (!this.#over) {
      const { code, event } = await library.getStatusChange(context, waitMs, reader, current);
      if (this.#over) return undefined;
      switch (meaningOf(code)) {
        case 'ok':
          if ((event & (readerStates.unknown | readerStates.unavailable)) !== 0) return this.#readerLost();
          this.#see(event, current);
          // A service that tells a change where there is none would otherwise be asked without a pause.
          if ((event & ~readerStates.changed) === current) await this.#pause();
          current = event & ~readerStates.changed;
          break;
        case 'timeout':
        case 'cancelled':
          break;
        case 'service':
          return this.#serviceLost();
        case 'noReader':
          return this.#readerLost();
        default:
          note('driver');
          return this.#pause();
      }
    }
    return undefined;
  }

  #see(event: number, before: number): void {
    this.#found();
    const presence = (event & readerStates.present) === 0 ? 'absent' : 'present';
    const exchanged = before !== readerStates.unaware && countOf(event) !== countOf(before);
    if (presence === 'present' && this.#told === 'present' && exchanged) this.#tell('absent');
    if (presence !== this.#told) this.#tell(presence);
  }

  async #serviceLost(): Promise<void> {
    // A context of a restarted service is useless; only a new one says whether a service is there again.
    this.#parts.note('stale');
    await this.#context.drop();
    const again = await this.#context.current();
    const firstTime = this.#lost !== 'serviceLost';
    this.#lose('serviceLost');
    if (again === undefined || !firstTime) await this.#pause();
  }

  #readerLost(): Promise<void> {
    this.#lose('readerLost');
    return this.#pause();
  }

  #lose(why: 'serviceLost' | 'readerLost' | 'readerAmbiguous'): void {
    if (this.#lost !== why) this.#parts.note(why);
    this.#lost = why;
    if (this.#told !== 'readerLost') this.#tell('readerLost');
  }

  #found(): void {
    if (this.#lost !== undefined) this.#parts.note(this.#lost === 'serviceLost' ? 'serviceBack' : 'readerBack');
    this.#lost = undefined;
  }

  #tell(presence: Presence): void {
    this.#told = presence;
    this.#parts.tell(presence);
  }

  #pause(): Promise<void> {
    if (this.#over) return Promise.resolve();
    return new Promise((resolve) => {
      const stop = this.#parts.clock.after(lookAgainMs, resolve);
      this.#wake = () => {
        stop();
        resolve();
      };
    });
  }
}

function countOf(state: number): number {
  return (state >>> eventCountShift) & 0xffff;
}

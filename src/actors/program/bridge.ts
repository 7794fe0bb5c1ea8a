import type { JobInput, JobOutcome } from '../../vocabulary/jobs.ts';
import { isOutcomeOf, type PinLoan, type ProgramJob, type ProgramPort } from './port.ts';
import { ProgramChild, type ProgramCommand } from './program-child.ts';

/** How long the program may take to let go of the card and acknowledge a cancel: the practice one takes some 20 ms. */
const defaultCancelMs = 500;

/**
 * The command-line bridge: the program as a child process that speaks JSON lines. It is started at once, and again at the
 * next use after it ended, whatever the reason.
 */
export class ProgramBridge implements ProgramPort {
  readonly #command: ProgramCommand;
  readonly #cancelMs: number;
  #child: ProgramChild | undefined;
  #closed = false;

  constructor(command: ProgramCommand, cancelMs: number = defaultCancelMs) {
    this.#command = command;
    this.#cancelMs = cancelMs;
    this.#current();
  }

  ask<K extends ProgramJob>(
    job: K,
    input: JobInput<K>,
    pin: PinLoan | undefined,
    answer: (outcome: JobOutcome<K>) => void,
  ): () => void {
    let stopped = false;
    let cancel: (() => void) | undefined;
    const tell = (raw: { readonly [field: string]: unknown }) => {
      const outcome = isOutcomeOf(job, raw) ? raw : { outcome: 'garbage' };
      if (!stopped && isOutcomeOf(job, outcome)) answer(outcome);
    };
    const begin = async () => {
      // A cancel still under way may end in the program's death; the question goes to the life after it.
      await this.#child?.quiet();
      if (stopped) return;
      const child = this.#current();
      const trouble = await child.ready;
      if (stopped) return;
      if (trouble === undefined) cancel = child.ask({ do: job.slice('program.'.length), ...input }, pin, tell);
      else tell({ outcome: trouble });
    };
    void begin();
    return () => {
      stopped = true;
      cancel?.();
    };
  }

  close(): void {
    this.#closed = true;
    this.#child?.kill();
  }

  #current(): ProgramChild {
    if (this.#child !== undefined) return this.#child;
    const child = new ProgramChild(this.#command, this.#cancelMs, () => {
      if (this.#child === child) this.#child = undefined;
    });
    this.#child = child;
    if (this.#closed) child.kill();
    return child;
  }
}

import { fitsFields } from '../../vocabulary/fields.ts';
import { jobs, type JobInput, type JobOutcome } from '../../vocabulary/jobs.ts';

/** The four things asked of the 支払基金's program. Its own API is not public; adapters translate to and from these. */
export const programJobs = ['program.ping', 'program.qualify', 'program.register', 'program.commit'] as const;
export type ProgramJob = (typeof programJobs)[number];

/**
 * Lends the PIN's bytes to `use`, once and for the length of the call; undefined when there is none. The program alone
 * presents it to the card (journey.md): sent by two, it would burn two tries.
 */
export type PinLoan = <T>(use: (digits: Uint8Array<ArrayBuffer>) => T) => T | undefined;

/** The program as its adapters offer it: a child process with JSON lines (bridge.ts), later a DLL. */
export interface ProgramPort {
  /**
   * Asks one thing and answers once, never inside the call; several may be asked at a time. Answers are closed outcomes of
   * that job; whatever else the program says is 'garbage'. The returned function cancels.
   */
  ask<K extends ProgramJob>(
    job: K,
    input: JobInput<K>,
    pin: PinLoan | undefined,
    answer: (outcome: JobOutcome<K>) => void,
  ): () => void;
  /** Ends the program, if it is this adapter's to end. */
  close(): void;
}

/** True when `value` is one of the answers that vocabulary/jobs.ts allows for `job`, with exactly its fields in range. */
export function isOutcomeOf<K extends ProgramJob>(
  job: K,
  value: { readonly [field: string]: unknown },
): value is JobOutcome<K> {
  const { outcome, ...fields } = value;
  if (typeof outcome !== 'string') return false;
  const ends: { readonly [outcome: string]: Parameters<typeof fitsFields>[0] } = jobs[job].ends;
  const table = Object.hasOwn(ends, outcome) ? ends[outcome] : undefined;
  return table !== undefined && fitsFields(table, fields);
}

import type { EffectName } from './effects.ts';

/** Version of the trace format; a reader knows this one and, when there are older ones, a migration for each. */
export const traceVersion = 1;

/** First line of a trace: what is needed to replay it on the same flow. */
export interface TraceHead {
  readonly k: 'head';
  readonly v: number;
  readonly flow: string;
  /** Of flow and settings files, and of the settings in force. */
  readonly flowHash: string;
  readonly textHash: string;
  readonly app: string;
  readonly xstate: string;
  readonly panel: string;
  readonly clock: 'real' | 'virtual';
}

/**
 * One step: the event with its closed fields, and the active innermost states after it. Keys of a pad come as a run
 * `{ev: 'PIN.KEY', n: 4}` stamped with the time before the first of them, so that nothing tells how somebody types.
 */
export interface TraceStep {
  readonly k: 'ev';
  /** ms since the start. */
  readonly t: number;
  readonly ev: string;
  /** How many times in a row; only for keys of a pad. */
  readonly n?: number;
  readonly fields?: { readonly [field: string]: string | number };
  readonly to: readonly string[];
  readonly fx?: readonly EffectName[];
}

export type TraceLine = TraceHead | TraceStep;

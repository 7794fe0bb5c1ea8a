import type { EffectName } from '../../vocabulary/effects.ts';
import type { FieldTable } from '../../vocabulary/fields.ts';
import { traceVersion, type TraceHead, type TraceLine, type TraceStep } from '../../vocabulary/trace.ts';
import type { MachineEvent } from '../build.ts';
import { alphabet } from '../flow/names.ts';
import type { LoadedFlow } from '../load.ts';
import { hashOf, hashOfFiles } from './hash.ts';

export interface HeadParts {
  readonly flowFiles: ReadonlyMap<string, string>;
  readonly localeFiles: ReadonlyMap<string, string>;
  readonly loaded: LoadedFlow;
  readonly panel: string;
  readonly app: string;
  readonly xstate: string;
}

export function traceHead({ flowFiles, localeFiles, loaded, panel, app, xstate }: HeadParts): TraceHead {
  return {
    k: 'head',
    v: traceVersion,
    flow: loaded.flow.name,
    flowHash: flowHash(flowFiles, loaded),
    textHash: hashOfFiles(localeFiles),
    app,
    xstate,
    panel,
    clock: 'real',
  };
}

/** Of the flow files and of the settings in force. */
export function flowHash(flowFiles: ReadonlyMap<string, string>, loaded: LoadedFlow): string {
  return hashOf([hashOfFiles(flowFiles), ...[...loaded.settings].map(([name, value]) => `${name}=${String(value)}`)]);
}

export interface TraceRecorder {
  /** `time` in ms since the start. */
  event(time: number, event: MachineEvent, leaves: readonly string[], effects: readonly EffectName[]): void;
  /** Writes what is held back: an unfinished run of keys. */
  flush(): void;
}

/** Writes the steps of a machine as lines of JSON. What an event may carry is taken from the vocabulary, nothing else is. */
export function createTraceRecorder(head: TraceHead, write: (line: string) => void): TraceRecorder {
  const put = (line: TraceLine): void => write(JSON.stringify(line));
  let run: (TraceStep & { readonly n: number }) | undefined;
  let before = 0;
  put(head);
  const flush = (): void => {
    if (run !== undefined) put(run);
    run = undefined;
  };
  return {
    flush,
    event: (time, event, leaves, effects) => {
      const fx = effects.length === 0 ? {} : { fx: effects };
      if (event.type === 'PIN.KEY' || event.type === 'PIN.DELETE') {
        const n = run?.ev === event.type ? run.n + 1 : 1;
        if (n === 1) flush();
        run = { k: 'ev', t: before, ev: event.type, n, to: leaves, ...fx };
        return;
      }
      flush();
      before = Math.round(time);
      put({ k: 'ev', t: before, ev: event.type, ...fieldsOf(event), to: leaves, ...fx });
    },
  };
}

/** The closed fields that this event may carry, as the vocabulary lists them. */
function fieldsOf(event: MachineEvent): { readonly fields?: { readonly [field: string]: string | number } } {
  const table: FieldTable | undefined = alphabet.get(event.type);
  const fields = Object.fromEntries(
    Object.keys(table ?? {}).flatMap((name) => {
      const value = event[name];
      return typeof value === 'string' || typeof value === 'number' ? [[name, value] as const] : [];
    }),
  );
  return Object.keys(fields).length === 0 ? {} : { fields };
}

import type { FieldTable } from '../../vocabulary/fields.ts';
import { logCatalogue, logOfDelay, logOfEvent, triesLeft, type LogId } from '../../vocabulary/log.ts';
import type { TraceStep } from '../../vocabulary/trace.ts';

/** One line of the operation or error log (R 3-17, R 3-18): a word of the catalogue, a time, at most one closed word. */
export interface LogEntry {
  /** ms since the start, as in the trace. */
  readonly t: number;
  readonly id: LogId;
  readonly word?: string;
}

/** The log's entry for a step of the trace, or undefined when it is no news. The log is nothing but this projection. */
export function logEntryOf({ t, ev, fields }: Pick<TraceStep, 't' | 'ev' | 'fields'>): LogEntry | undefined {
  const id = ev.startsWith('xstate.after.') ? logOfDelay[ev.split('.')[2] ?? ''] : logOfEvent[ev];
  if (id === undefined || id === null) return undefined;
  const word = wordOf(logCatalogue[id].word, fields ?? {});
  return word === undefined ? { t, id } : { t, id, word };
}

/** The word that the entry carries; tries of a card only as none, last, more. */
function wordOf(table: FieldTable, fields: { readonly [field: string]: string | number }): string | undefined {
  const [named] = Object.entries(table);
  if (named === undefined) return undefined;
  const [name, spec] = named;
  const value = fields[name] ?? fields['pinTries'];
  const word = typeof value === 'number' ? triesLeft[Math.min(2, Math.max(0, value))] : value;
  return 'oneOf' in spec && word !== undefined && spec.oneOf.includes(word) ? word : undefined;
}

/** The entry as people read it. `words` gives the word of the catalogue in their language; without, it stays as it is. */
export function logText({ id, word }: LogEntry, language: 'ja' | 'en', words: (word: string) => string = same): string {
  return logCatalogue[id][language].replace(/\{\w+\}/, word === undefined ? '?' : words(word));
}

function same(word: string): string {
  return word;
}

/** Share of identifications that succeeded (認証率, R 3-17), by method. */
export interface Rate {
  readonly done: number;
  readonly tried: number;
}

export function authenticationRates(entries: Iterable<LogEntry>): {
  readonly [method in 'face' | 'pin' | 'visual']: Rate;
} {
  const count = new Map<LogId, number>();
  for (const { id } of entries) count.set(id, (count.get(id) ?? 0) + 1);
  const of = (...ids: readonly LogId[]): number => ids.reduce((sum, id) => sum + (count.get(id) ?? 0), 0);
  const face = of('FACE_OK');
  const staff = of('VISUAL_OK');
  // A PIN that was right shows as a qualification that went on: everything given that was not refused, the staff code apart.
  const typed = of('PIN_GIVEN') - of('STAFF_OK', 'STAFF_WRONG', 'STAFF_CODE_UNSET');
  const refused = of('PIN_WRONG', 'PIN_LOCKED');
  return {
    face: { done: face, tried: face + of('FACE_NO', 'FACE_SPOOF', 'FACE_TIMEOUT') },
    pin: { done: Math.max(0, typed - refused), tried: Math.max(0, typed) },
    visual: { done: staff, tried: staff + of('VISUAL_NO') },
  };
}

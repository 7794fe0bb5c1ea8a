import type { Place } from '../problem.ts';
import type { Setting } from '../settings.ts';
import type { Flow, Variable } from './definition.ts';

/** What every check needs: the flow, the settings it may name, and a place for faults. */
export interface Check {
  readonly flow: Flow;
  readonly settings: ReadonlyMap<string, Setting>;
  readonly report: (code: string, place: Place, ja: string, en: string, help?: string) => void;
}

/** True when the variable may hold the value. */
export function holdsValue(variable: Variable, value: unknown): boolean {
  if (variable.kind === 'flag') return typeof value === 'boolean';
  if (variable.kind === 'word') return typeof value === 'string' && variable.words.includes(value);
  return typeof value === 'number' && Number.isInteger(value) && value >= variable.from && value <= variable.to;
}

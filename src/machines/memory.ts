import type { Action, Flow, Memory, VariableValue } from './flow/definition.ts';
import { compileTest, type Facts } from './conditions.ts';
import type { SettingValues } from './settings.ts';

/** The variables at the start. */
export function freshMemory(flow: Flow): Memory {
  return Object.fromEntries([...flow.variables.values()].map((variable) => [variable.name, variable.start]));
}

/** Turns one remembering action into a function memory → changed variables. Undefined for raise and do. */
export function compileMemoryChange(
  action: Action,
  flow: Flow,
  settings: SettingValues,
): ((facts: Facts) => Memory) | undefined {
  switch (action.kind) {
    case 'set': {
      const { values } = action;
      if (action.when === undefined) return () => values;
      const when = compileTest(action.when, flow, settings);
      return (facts) => (when(facts) ? values : {});
    }
    case 'reset': {
      const values = Object.fromEntries(action.names.map((name) => [name, flow.variables.get(name)?.start ?? false]));
      return () => values;
    }
    case 'add': {
      const entries = Object.entries(action.values);
      return ({ memory }) =>
        Object.fromEntries(entries.map(([name, step]) => [name, bounded(flow, name, memory[name], step)]));
    }
    case 'copy': {
      const entries = Object.entries(action.fields);
      return ({ event }) =>
        Object.fromEntries(entries.map(([name, field]) => [name, clamped(flow, name, event[field])]));
    }
    default:
      return undefined;
  }
}

function bounded(flow: Flow, name: string, now: VariableValue | undefined, step: number): number {
  const variable = flow.variables.get(name);
  const value = (typeof now === 'number' ? now : 0) + step;
  return variable?.kind === 'count' ? Math.min(variable.to, Math.max(variable.from, value)) : value;
}

/** A copied field stays inside what the variable may hold; anything else becomes its start value. */
function clamped(flow: Flow, name: string, value: unknown): VariableValue {
  const variable = flow.variables.get(name);
  if (variable?.kind === 'count' && typeof value === 'number')
    return Math.min(variable.to, Math.max(variable.from, value));
  if (variable?.kind === 'word' && typeof value === 'string' && variable.words.includes(value)) return value;
  if (variable?.kind === 'flag' && typeof value === 'boolean') return value;
  return variable?.start ?? false;
}

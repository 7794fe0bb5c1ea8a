import { settingOf } from './flow/check-conditions.ts';
import type { Condition, Flow, Memory, VariableValue } from './flow/definition.ts';
import type { SettingValues } from './settings.ts';

export interface Facts {
  readonly memory: Memory;
  readonly event: { readonly type: string; readonly [field: string]: unknown };
}

/** A condition made ready to ask: a test of memory and event. `in` conditions are not of this kind (build.ts). */
export type Test = (facts: Facts) => boolean;

/** Compiles a condition without `in` into a test. @throws for `in` conditions (our own misuse). */
export function compileTest(condition: Condition, flow: Flow, settings: SettingValues): Test {
  switch (condition.kind) {
    case 'all': {
      const parts = condition.of.map((part) => compileTest(part, flow, settings));
      return (facts) => parts.every((part) => part(facts));
    }
    case 'any': {
      const parts = condition.of.map((part) => compileTest(part, flow, settings));
      return (facts) => parts.some((part) => part(facts));
    }
    case 'not': {
      const part = compileTest(condition.of, flow, settings);
      return (facts) => !part(facts);
    }
    case 'name': {
      const setting = settingOf(condition.name);
      if (setting !== undefined) {
        const on = settings.get(setting) === true;
        return () => on;
      }
      const named = flow.conditions.get(condition.name);
      if (named !== undefined) return compileTest(named, flow, settings);
      const { name } = condition;
      return ({ memory }) => memory[name] === true;
    }
    case 'event': {
      const { field, values } = condition;
      return ({ event }) => values.some((value) => value === event[field]);
    }
    case 'in':
      throw new TypeError(`condition "in: ${condition.state}" asks for a state, not for memory`);
    default:
      return compileComparison(condition, settings);
  }
}

function compileComparison(
  condition: Condition & { readonly kind: 'is' | 'atLeast' | 'below' },
  settings: SettingValues,
): Test {
  const { subject, kind } = condition;
  const bound = typeof condition.value === 'string' ? settingOf(condition.value) : undefined;
  const value: VariableValue | undefined = bound === undefined ? condition.value : settings.get(bound);
  const fixed = settingOf(subject);
  const read = fixed === undefined ? ({ memory }: Facts) => memory[subject] : () => settings.get(fixed);
  if (kind === 'is') return (facts) => read(facts) === value;
  const limit = typeof value === 'number' ? value : Number.NaN;
  const number = (facts: Facts): number => {
    const found = read(facts);
    return typeof found === 'number' ? found : Number.NaN;
  };
  return kind === 'atLeast' ? (facts) => number(facts) >= limit : (facts) => number(facts) < limit;
}

/** True when the condition, or one it names, asks for an active state. */
export function asksForState(condition: Condition, flow: Flow): boolean {
  switch (condition.kind) {
    case 'in':
      return true;
    case 'not':
      return asksForState(condition.of, flow);
    case 'all':
    case 'any':
      return condition.of.some((part) => asksForState(part, flow));
    case 'name': {
      const named = flow.conditions.get(condition.name);
      return named !== undefined && asksForState(named, flow);
    }
    default:
      return false;
  }
}

/** The variables that a condition reads, through the conditions it names. */
export function variablesRead(condition: Condition, flow: Flow): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (at: Condition): void => {
    switch (at.kind) {
      case 'all':
      case 'any':
        at.of.forEach(visit);
        return;
      case 'not':
        visit(at.of);
        return;
      case 'name': {
        const named = flow.conditions.get(at.name);
        if (named !== undefined) visit(named);
        else if (settingOf(at.name) === undefined) names.add(at.name);
        return;
      }
      case 'is':
      case 'atLeast':
      case 'below':
        if (settingOf(at.subject) === undefined) names.add(at.subject);
        return;
      default:
        return;
    }
  };
  visit(condition);
  return names;
}

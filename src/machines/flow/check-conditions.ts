import type { FieldTable } from '../../vocabulary/fields.ts';
import { helpFor } from '../problem.ts';
import { holdsValue, type Check } from './check-context.ts';
import type { Condition } from './definition.ts';
import { stateAt } from './names.ts';

/** Checks the named conditions: every name in them exists and none leads back to itself. */
export function checkConditions(check: Check): void {
  for (const [name, condition] of check.flow.conditions) {
    checkCondition(check, condition, undefined);
    if (reaches(check, condition, name, new Set())) {
      check.report(
        'F311',
        condition.place,
        `条件「${name}」が自分自身をよんでいます。`,
        `Condition "${name}" refers to itself.`,
      );
    }
    if (check.flow.variables.has(name)) {
      check.report(
        'F312',
        condition.place,
        `「${name}」は変数と条件の両方にあります。`,
        `"${name}" names both a variable and a condition.`,
      );
    }
  }
}

function reaches(check: Check, condition: Condition, name: string, seen: Set<string>): boolean {
  if (condition.kind === 'all' || condition.kind === 'any')
    return condition.of.some((part) => reaches(check, part, name, seen));
  if (condition.kind === 'not') return reaches(check, condition.of, name, seen);
  if (condition.kind !== 'name') return false;
  if (condition.name === name) return true;
  const next = check.flow.conditions.get(condition.name);
  if (next === undefined || seen.has(condition.name)) return false;
  seen.add(condition.name);
  return reaches(check, next, name, seen);
}

/** `fields`: what the triggering event carries, when there is one. */
export function checkCondition(check: Check, condition: Condition, fields: FieldTable | undefined): void {
  const { flow, report } = check;
  switch (condition.kind) {
    case 'all':
    case 'any':
      for (const part of condition.of) checkCondition(check, part, fields);
      return;
    case 'not':
      return checkCondition(check, condition.of, fields);
    case 'name': {
      const setting = settingOf(condition.name);
      if (setting !== undefined) {
        if (check.settings.get(setting)?.kind !== 'switch')
          report(
            'F313',
            condition.place,
            `「${setting}」という switch の設定はありません。`,
            `No switch setting "${setting}".`,
            helpFor(setting, check.settings.keys()),
          );
        return;
      }
      if (flow.conditions.has(condition.name)) return;
      const variable = flow.variables.get(condition.name);
      if (variable?.kind !== 'flag') {
        report(
          'F314',
          condition.place,
          `「${condition.name}」という条件はありません。`,
          `Unknown condition "${condition.name}".`,
          helpFor(condition.name, [...flow.conditions.keys(), ...flagNames(check)]),
        );
      } else if (variable.free) freeInCondition(check, condition, condition.name);
      return;
    }
    case 'in':
      if (stateAt(flow, condition.state) === undefined)
        report(
          'F305',
          condition.place,
          `「${condition.state}」という状態はありません。`,
          `Unknown state "${condition.state}".`,
          '領域の名前から書いてください（例 prep.ready）',
        );
      return;
    case 'event': {
      const spec = fields?.[condition.field];
      if (spec === undefined) {
        report(
          'F308',
          condition.place,
          `このできごとに「${condition.field}」はありません。`,
          `The event carries no "${condition.field}".`,
          fields === undefined ? undefined : helpFor(condition.field, Object.keys(fields)),
        );
        return;
      }
      for (const value of condition.values) {
        if ('oneOf' in spec && !spec.oneOf.includes(String(value)))
          report(
            'F310',
            condition.place,
            `「${String(value)}」という値はありません。`,
            `Unknown value "${String(value)}".`,
            helpFor(String(value), spec.oneOf),
          );
      }
      return;
    }
    case 'is':
    case 'atLeast':
    case 'below':
      checkComparison(check, condition);
  }
}

function checkComparison(check: Check, condition: Condition & { readonly kind: 'is' | 'atLeast' | 'below' }): void {
  const { report } = check;
  const setting = settingOf(condition.subject);
  if (setting !== undefined) {
    const known = check.settings.get(setting);
    if (known === undefined)
      report(
        'F313',
        condition.place,
        `「${setting}」という設定はありません。`,
        `Unknown setting "${setting}".`,
        helpFor(setting, check.settings.keys()),
      );
    else if (known.kind === 'choice' && !known.of.includes(String(condition.value)))
      report(
        'F310',
        condition.place,
        `「${String(condition.value)}」という値はありません。`,
        `Unknown value "${String(condition.value)}".`,
        known.of.join(', '),
      );
    return;
  }
  const variable = check.flow.variables.get(condition.subject);
  if (variable === undefined) {
    report(
      'F304',
      condition.place,
      `変数「${condition.subject}」がありません。`,
      `Unknown variable "${condition.subject}".`,
      helpFor(condition.subject, check.flow.variables.keys()),
    );
    return;
  }
  if (variable.free) freeInCondition(check, condition, condition.subject);
  const bound = typeof condition.value === 'string' ? settingOf(condition.value) : undefined;
  if (bound !== undefined) {
    if (check.settings.get(bound)?.kind !== 'count')
      report(
        'F313',
        condition.place,
        `「${bound}」という count の設定はありません。`,
        `No count setting "${bound}".`,
        helpFor(bound, check.settings.keys()),
      );
  } else if (
    condition.kind === 'is'
      ? !holdsValue(variable, condition.value)
      : variable.kind !== 'count' || typeof condition.value !== 'number'
  ) {
    report(
      'F310',
      condition.place,
      `「${condition.subject}」を「${String(condition.value)}」とくらべられません。`,
      `"${condition.subject}" cannot be compared with "${String(condition.value)}".`,
    );
  }
}

function freeInCondition(check: Check, condition: Condition, name: string): void {
  check.report(
    'F315',
    condition.place,
    `「${name}」は見やすさの変数（free）なので、条件に使えません。`,
    `"${name}" is a free variable and may not decide anything.`,
  );
}

function flagNames(check: Check): readonly string[] {
  return [...check.flow.variables.values()]
    .filter((variable) => variable.kind === 'flag')
    .map((variable) => variable.name);
}

/** The name behind `settings.`, or undefined when the word is no setting. */
export function settingOf(word: string): string | undefined {
  return word.startsWith('settings.') ? word.slice('settings.'.length) : undefined;
}

/** True when the two conditions plainly cannot hold together: one has a part that the other has negated. */
export function contradicts(a: Condition | undefined, b: Condition | undefined): boolean {
  const left = a === undefined ? [] : conjuncts(a);
  const right = b === undefined ? [] : conjuncts(b);
  return left.some((x) => right.some((y) => isNegation(x, y) || isNegation(y, x)));
}

function conjuncts(condition: Condition): readonly Condition[] {
  return condition.kind === 'all' ? condition.of.flatMap(conjuncts) : [condition];
}

function isNegation(a: Condition, b: Condition): boolean {
  return a.kind === 'not' && sameText(a.of, b);
}

function sameText(a: Condition, b: Condition): boolean {
  return JSON.stringify(a, withoutPlace) === JSON.stringify(b, withoutPlace);
}

function withoutPlace(key: string, value: unknown): unknown {
  return key === 'place' ? undefined : value;
}

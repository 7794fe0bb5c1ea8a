import { signals } from '../../vocabulary/events.ts';
import type { FieldTable } from '../../vocabulary/fields.ts';
import { helpFor, type Place } from '../problem.ts';
import { checkCondition } from './check-conditions.ts';
import { holdsValue, type Check } from './check-context.ts';
import { allStates, outwards, type Action, type State, type Transition, type Variable } from './definition.ts';
import { alphabet, resolveTarget } from './names.ts';

/** An arrow: where it leads, on what condition, and what it does on the way. */
export function checkTransition(check: Check, state: State, trigger: string, transition: Transition): void {
  const fields = alphabet.get(trigger);
  if (transition.target !== undefined) {
    const { name, place } = transition.target;
    const found = resolveTarget(check.flow, state, name);
    if (found === 'unknown') {
      const known = [...allStates(check.flow.regions)].map((other) => other.name);
      check.report(
        'F305',
        place,
        `「${name}」という状態はありません。`,
        `Unknown state "${name}".`,
        helpFor(name, known),
      );
    } else if (found === 'several') {
      check.report(
        'F306',
        place,
        `「${name}」という状態はいくつもあります。`,
        `State name "${name}" is ambiguous.`,
        '親の名前から書いてください（例 face.looking）',
      );
    } else if (found === state && !transition.reenter) {
      check.report(
        'F218',
        place,
        `「${name}」は自分自身です。待ち時間は はじめからになりません。`,
        `"${name}" is this state itself: its time-outs would not begin anew.`,
        'はじめからなら reenter: true、動作だけなら target なし (reenter: true, or no target)',
      );
    } else if ([...outwards(found)].at(-1) !== [...outwards(state)].at(-1)) {
      check.report(
        'F219',
        place,
        `「${name}」は別の領域の状態です。`,
        `"${name}" belongs to another region.`,
        '領域のあいだは raise の合図でつたえます (regions tell each other by signals)',
      );
    }
  } else if (transition.actions.length === 0) {
    check.report(
      'F214',
      transition.place,
      '行き先も動作もありません。',
      'Neither target nor action.',
      '何もしないときは ignore: に書いてください',
    );
  }
  if (transition.guard !== undefined) checkCondition(check, transition.guard, fields);
  for (const action of transition.actions) checkAction(check, action, fields);
}

/** After an arrow without condition no other one is ever taken. */
export function checkOrder(check: Check, transitions: readonly Transition[]): void {
  const open = transitions.findIndex((transition) => transition.guard === undefined);
  const dead = open < 0 ? undefined : transitions[open + 1];
  if (dead !== undefined) {
    check.report(
      'F215',
      dead.place,
      '前の行に条件がないため、この行は使われません。',
      'Never reached: the line before has no condition.',
    );
  }
}

export function checkAction(check: Check, action: Action, fields: FieldTable | undefined): void {
  switch (action.kind) {
    case 'do':
      return;
    case 'raise':
      if (!(action.event in signals))
        check.report(
          'F307',
          action.place,
          `「${action.event}」という合図はありません。`,
          `Unknown signal "${action.event}".`,
          helpFor(action.event, Object.keys(signals)),
        );
      else if (![...allStates(check.flow.regions)].some(({ on }) => on.has(action.event)))
        check.report(
          'F220',
          action.place,
          `合図「${action.event}」を受けとる状態がありません。`,
          `Nobody hears the signal "${action.event}".`,
        );
      return;
    case 'reset':
      for (const name of action.names) needVariable(check, name, action.place);
      return;
    case 'copy':
      for (const [name, field] of Object.entries(action.fields)) {
        needVariable(check, name, action.place);
        if (fields !== undefined && !(field in fields)) {
          check.report(
            'F308',
            action.place,
            `このできごとに「${field}」はありません。`,
            `The event carries no "${field}".`,
            helpFor(field, Object.keys(fields)),
          );
        }
        if (fields === undefined)
          check.report('F308', action.place, 'ここではできごとの値を使えません。', 'No event to copy from here.');
      }
      return;
    case 'add':
      for (const name of Object.keys(action.values)) {
        const variable = needVariable(check, name, action.place);
        if (variable !== undefined && variable.kind !== 'count')
          check.report('F309', action.place, `「${name}」は数ではありません。`, `"${name}" is not a counter.`);
      }
      return;
    case 'set':
      if (action.when !== undefined) checkCondition(check, action.when, undefined);
      for (const [name, value] of Object.entries(action.values)) {
        const variable = needVariable(check, name, action.place);
        if (variable !== undefined && !holdsValue(variable, value)) {
          check.report(
            'F310',
            action.place,
            `「${name}」に「${String(value)}」は入れられません。`,
            `"${name}" cannot be "${String(value)}".`,
            variable.kind === 'word' ? helpFor(String(value), variable.words) : undefined,
          );
        }
      }
  }
}

function needVariable(check: Check, name: string, place: Place): Variable | undefined {
  const variable = check.flow.variables.get(name);
  if (variable === undefined)
    check.report(
      'F304',
      place,
      `変数「${name}」がありません。`,
      `Unknown variable "${name}".`,
      helpFor(name, check.flow.variables.keys()),
    );
  return variable;
}

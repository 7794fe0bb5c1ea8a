import { happenings, touches } from '../../vocabulary/events.ts';
import { jobs } from '../../vocabulary/jobs.ts';
import type { FieldTable } from '../../vocabulary/fields.ts';
import { helpFor, type Problem } from '../problem.ts';
import type { Setting } from '../settings.ts';
import { allStates, outwards, ownTransitions, type Flow, type State, type Transition } from './definition.ts';
import { checkConditions, contradicts } from './check-conditions.ts';
import type { Check } from './check-context.ts';
import { checkAction, checkOrder, checkTransition } from './check-transitions.ts';
import { alphabet, outcomesOf, resolveTarget } from './names.ts';

/**
 * Judges a flow that was read: every name exists, every answer of every job is taken, nothing that XState would swallow
 * in silence remains. Faults are added to `problems`.
 */
export function checkFlow(flow: Flow, settings: ReadonlyMap<string, Setting>, problems: Problem[]): void {
  const check: Check = {
    flow,
    settings,
    report: (code, place, ja, en, help) =>
      problems.push(help === undefined ? { code, place, ja, en } : { code, place, ja, en, help }),
  };
  checkConditions(check);
  for (const state of allStates(flow.regions)) {
    checkStructure(check, state);
    checkEvents(check, state);
    checkDelays(check, state);
    checkInvoke(check, state);
    checkScreen(check, state);
    for (const action of [...state.entry, ...state.exit]) checkAction(check, action, undefined);
    for (const { trigger, transition } of ownTransitions(state)) checkTransition(check, state, trigger, transition);
    for (const { transitions } of [...state.on.values(), ...state.after.values()]) checkOrder(check, transitions);
    checkOrder(check, state.always);
  }
  // With broken arrows these two would only repeat the faults above.
  if (problems.length > 0) return;
  checkReachable(check);
  checkAlwaysLoops(check);
}

function checkStructure(check: Check, state: State): void {
  const names = state.children.map((child) => child.name);
  for (const child of state.children) {
    if (names.indexOf(child.name) !== state.children.indexOf(child)) {
      check.report(
        'F201',
        child.place,
        `状態「${child.name}」が二つあります。`,
        `State "${child.name}" stands here twice.`,
      );
    }
  }
  if (state.children.length > 0) {
    if (state.initial === undefined) {
      check.report(
        'F202',
        state.place,
        `状態「${state.name}」に「initial」がありません。`,
        `State "${state.name}" has sub-states but no "initial".`,
        names.join(', '),
      );
    } else if (!names.includes(state.initial.name)) {
      const from = state.children[0];
      const found = from === undefined ? 'unknown' : resolveTarget(check.flow, state, state.initial.name);
      if (found === 'unknown' || found === 'several' || found.parent !== state) {
        check.report(
          'F203',
          state.initial.place,
          `はじめの状態「${state.initial.name}」がありません。`,
          `Initial state "${state.initial.name}" does not exist here.`,
          helpFor(state.initial.name, names),
        );
      }
    }
  } else if (state.initial !== undefined) {
    check.report('F203', state.initial.place, 'この状態には中の状態がありません。', 'This state has no sub-states.');
  }
}

function checkEvents(check: Check, state: State): void {
  for (const [event, { place }] of state.on) {
    if (!alphabet.has(event)) {
      check.report(
        'F302',
        place,
        `「${event}」というできごとはありません。`,
        `Unknown event "${event}".`,
        helpFor(event, alphabet.keys()),
      );
    }
  }
  for (const { event, place } of state.ignore) {
    if (!alphabet.has(event)) {
      check.report(
        'F302',
        place,
        `「${event}」というできごとはありません。`,
        `Unknown event "${event}".`,
        helpFor(event, alphabet.keys()),
      );
    } else if (state.on.has(event)) {
      check.report(
        'F204',
        place,
        `「${event}」は「on」と「ignore」の両方にあります。`,
        `"${event}" is both handled and ignored.`,
      );
    }
  }
}

function checkDelays(check: Check, state: State): void {
  for (const [delay, { place }] of state.after) {
    if (check.settings.get(delay)?.kind === 'seconds') continue;
    const known = [...check.settings.values()]
      .filter((setting) => setting.kind === 'seconds')
      .map((setting) => setting.name);
    check.report(
      'F303',
      place,
      `「${delay}」という待ち時間は settings.yaml にありません。`,
      `Unknown delay "${delay}" (settings.yaml).`,
      helpFor(delay, known),
    );
  }
}

function checkInvoke(check: Check, state: State): void {
  const { invoke } = state;
  if (invoke === undefined) return;
  const input: FieldTable = jobs[invoke.src].input;
  for (const name of Object.keys(input)) {
    if (!invoke.with.includes(name)) {
      check.report(
        'F205',
        invoke.place,
        `「${invoke.src}」には with: [${Object.keys(input).join(', ')}] がいります。`,
        `"${invoke.src}" needs with: [${Object.keys(input).join(', ')}].`,
      );
    }
  }
  for (const name of invoke.with) {
    if (!(name in input)) {
      check.report(
        'F205',
        invoke.place,
        `「${invoke.src}」に「${name}」はわたせません。`,
        `"${invoke.src}" takes no "${name}".`,
        helpFor(name, Object.keys(input)),
      );
    } else if (!check.flow.variables.has(name)) {
      check.report(
        'F304',
        invoke.place,
        `変数「${name}」がありません。`,
        `Unknown variable "${name}".`,
        helpFor(name, check.flow.variables.keys()),
      );
    }
  }
  const outcomes = [...outcomesOf(invoke.src)];
  const missing = outcomes
    .filter(([event]) => ![...outwards(state)].some((around) => takes(around, event)))
    .map(([event]) => event);
  if (missing.length > 0) {
    check.report(
      'F206',
      invoke.place,
      `答え ${missing.join('、')} の行き先がありません。`,
      `No way on from: ${missing.join(', ')}.`,
      '「on」に行き先を書くか「ignore」に入れてください (handle or ignore each)',
    );
  }
  if (outcomes.some(([, { last }]) => last) && ![...outwards(state)].some((around) => around.after.size > 0)) {
    check.report(
      'F207',
      invoke.place,
      `「${invoke.src}」が答えないときの待ち時間（after）がありません。`,
      `No time limit (after) for "${invoke.src}".`,
    );
  }
}

function takes(state: State, event: string): boolean {
  return state.on.has(event) || state.ignore.some((ignored) => ignored.event === event);
}

/** Rules for states that patients see. Only one region draws screens: the one in which any state has a screen. */
function checkScreen(check: Check, state: State): void {
  const region = [...outwards(state)].at(-1);
  const draws = region !== undefined && [...allStates([region])].some((other) => other.screen !== undefined);
  if (!draws) return;
  if (state.screen !== undefined && state.text === undefined) {
    check.report(
      'F208',
      state.place,
      `画面のある状態「${state.name}」に「text」がありません。`,
      `State "${state.name}" has a screen but no "text".`,
    );
  }
  for (const { name, place } of [...state.shows, ...(state.shuffle === undefined ? [] : [state.shuffle])]) {
    if (!check.flow.variables.has(name))
      check.report(
        'F304',
        place,
        `変数「${name}」がありません。`,
        `Unknown variable "${name}".`,
        helpFor(name, check.flow.variables.keys()),
      );
  }
  for (const { touch, place } of state.offers) {
    if (![...outwards(state), ...allStates(state.children)].some((around) => around.on.has(touch))) {
      check.report(
        'F209',
        place,
        `「${touch}」を見せていますが、行き先がありません。`,
        `"${touch}" is offered but nothing handles it.`,
      );
    }
  }
  for (const [event, { place }] of state.on) {
    const silent = event.startsWith('PIN.') || event.startsWith('ACCESS.') || !(event in touches);
    if (!silent && !offered(state, event)) {
      check.report(
        'F210',
        place,
        `「${event}」の行き先がありますが、どの画面も見せていません（offers）。`,
        `"${event}" is handled but no screen offers it.`,
      );
    }
  }
  if (state.children.length > 0) return;
  if (![...outwards(state)].some((around) => around.screen !== undefined)) {
    check.report(
      'F211',
      state.place,
      `状態「${state.name}」に画面がありません。`,
      `State "${state.name}" has no screen.`,
    );
  }
  for (const event of Object.keys(happenings)) {
    if (![...outwards(state)].some((around) => takes(around, event))) {
      check.report(
        'F212',
        state.place,
        `状態「${state.name}」は ${event} のとき何をするか決めていません。`,
        `State "${state.name}" neither handles nor ignores ${event}.`,
        '「on」か「ignore」に書いてください',
      );
    }
  }
  const moves = [...outwards(state)].some((around) => around.after.size > 0 || around.always.length > 0);
  if (!moves) {
    check.report(
      'F213',
      state.place,
      `状態「${state.name}」には待ち時間（after）がなく、止まったままになります。`,
      `State "${state.name}" has no time-out and can wait for ever.`,
    );
  }
}

function offered(state: State, event: string): boolean {
  return [...outwards(state), ...allStates(state.children)].some((around) =>
    around.offers.some(({ touch }) => touch === event),
  );
}

/** Static reachability: a state that no arrow leads to. */
function checkReachable(check: Check): void {
  const seen = new Set<State>();
  const enter = (state: State): void => {
    for (const around of outwards(state)) visit(around);
    const first = state.children.find((child) => child.name === state.initial?.name);
    if (first !== undefined) enter(first);
  };
  const visit = (state: State): void => {
    if (seen.has(state)) return;
    seen.add(state);
    for (const { transition } of ownTransitions(state)) {
      if (transition.target === undefined) continue;
      const target = resolveTarget(check.flow, state, transition.target.name);
      if (typeof target !== 'string') enter(target);
    }
  };
  for (const region of check.flow.regions) enter(region);
  for (const state of allStates(check.flow.regions)) {
    if (!seen.has(state))
      check.report(
        'F216',
        state.place,
        `状態「${state.name}（${state.title}）」にはどこからも来られません。`,
        `State "${state.name}" cannot be reached.`,
      );
  }
}

/** XState runs for ever on `always` a ↔ b. A loop is let through only when two of its conditions exclude each other. */
function checkAlwaysLoops(check: Check): void {
  const walk = (state: State, trail: readonly { readonly state: State; readonly transition: Transition }[]): void => {
    for (const around of outwards(state)) {
      for (const transition of around.always) {
        if (transition.target === undefined) continue;
        const target = resolveTarget(check.flow, around, transition.target.name);
        if (typeof target === 'string') continue;
        const next = [...trail, { state: around, transition }];
        const start = next.findIndex((step) => step.state === target || [...outwards(target)].includes(step.state));
        if (start >= 0) {
          const guards = next.slice(start).map((step) => step.transition.guard);
          const safe = guards.some((a, i) => guards.some((b, j) => i < j && contradicts(a, b)));
          if (!safe)
            check.report(
              'F217',
              transition.place,
              'always が輪になり、止まらなくなることがあります。',
              'A loop of "always" may never end.',
            );
        } else if (next.length < 12) walk(firstLeaf(target), next);
      }
    }
  };
  for (const state of allStates(check.flow.regions)) if (state.always.length > 0) walk(state, []);
}

function firstLeaf(state: State): State {
  const first = state.children.find((child) => child.name === state.initial?.name);
  return first === undefined ? state : firstLeaf(first);
}

import { allStates, type Action, type Flow, type State, type Transition } from '../flow/definition.ts';
import type { Place } from '../problem.ts';

/** One deliberate fault in a flow. `apply` changes the flow in place and returns what undoes it. */
export interface Mutant {
  /** `delete journey.idle on STAFF.OPEN 0`: the same in every run. */
  readonly id: string;
  readonly kind: 'delete' | 'retarget' | 'unguard' | 'drop' | 'unhold';
  readonly place: Place;
  readonly apply: () => () => void;
}

/**
 * Every fault of five kinds: an arrow deleted, an arrow led to another state of its region, a guard dropped, an action
 * dropped, a secret no longer held. What laws and checker do not find among them, they would not find when a person
 * makes the same mistake.
 */
export function mutantsOf(flow: Flow): readonly Mutant[] {
  return [...allStates(flow.regions)].flatMap((state) => [
    ...[...state.on].flatMap(([event, { transitions }]) =>
      arrowMutants(flow, state, `on ${event}`, transitions, (changed) => swapIn(state, 'on', event, changed)),
    ),
    ...[...state.after].flatMap(([delay, { transitions }]) =>
      arrowMutants(flow, state, `after ${delay}`, transitions, (changed) => swapIn(state, 'after', delay, changed)),
    ),
    ...arrowMutants(flow, state, 'always', state.always, (changed) => swap(state, 'always', changed)),
    ...dropped(state.entry, `${state.path} entry`, (actions) => swap(state, 'entry', actions)),
    ...dropped(state.exit, `${state.path} exit`, (actions) => swap(state, 'exit', actions)),
    ...state.holds.map((secret): Mutant => ({
      id: `unhold ${state.path} ${secret}`,
      kind: 'unhold',
      place: state.place,
      apply: () =>
        swap(
          state,
          'holds',
          state.holds.filter((name) => name !== secret),
        ),
    })),
  ]);
}

type Undo = () => void;

function swap<K extends 'always' | 'entry' | 'exit' | 'holds'>(state: State, key: K, value: State[K]): Undo {
  const before = state[key];
  state[key] = value;
  return () => {
    state[key] = before;
  };
}

function swapIn(state: State, key: 'on' | 'after', name: string, transitions: readonly Transition[]): Undo {
  const before = state[key];
  const changed = new Map(before);
  const old = changed.get(name);
  if (transitions.length === 0) changed.delete(name);
  else if (old !== undefined) changed.set(name, { ...old, transitions });
  state[key] = changed;
  return () => {
    state[key] = before;
  };
}

function arrowMutants(
  flow: Flow,
  state: State,
  trigger: string,
  transitions: readonly Transition[],
  put: (transitions: readonly Transition[]) => Undo,
): readonly Mutant[] {
  return transitions.flatMap((transition, at): readonly Mutant[] => {
    const where = `${state.path} ${trigger} ${at}`;
    const { place, guard, target } = transition;
    const replaced = (changed: Partial<Transition>): readonly Transition[] =>
      transitions.map((other, index) => (index === at ? { ...other, ...changed } : other));
    const without = (): Undo => put(transitions.filter((_, index) => index !== at));
    const mutants: Mutant[] = [{ id: `delete ${where}`, kind: 'delete', place, apply: without }];
    const elsewhere = target === undefined ? undefined : otherState(flow, state, target.name, where);
    if (target !== undefined && elsewhere !== undefined) {
      const id = `retarget ${where} to ${elsewhere.path}`;
      const led = { target: { ...target, name: elsewhere.path } };
      mutants.push({ id, kind: 'retarget', place, apply: () => put(replaced(led)) });
    }
    if (guard !== undefined)
      mutants.push({
        id: `unguard ${where}`,
        kind: 'unguard',
        place,
        apply: () => put(replaced({ guard: undefined })),
      });
    return [...mutants, ...dropped(transition.actions, where, (actions) => put(replaced({ actions })))];
  });
}

function dropped(actions: readonly Action[], where: string, put: (actions: readonly Action[]) => Undo): Mutant[] {
  return actions.map((action, at) => ({
    id: `drop ${where} ${action.kind} ${at}`,
    kind: 'drop',
    place: action.place,
    apply: () => put(actions.filter((_, index) => index !== at)),
  }));
}

/** Some other leaf of the same region, always the same for the same arrow. */
function otherState(flow: Flow, from: State, target: string, seed: string): State | undefined {
  const region = flow.regions.find(({ name }) => name === from.path.split('.')[0]);
  const leaves = region === undefined ? [] : [...allStates([region])].filter(({ children }) => children.length === 0);
  const others = leaves.filter((leaf) => leaf !== from && leaf.name !== target && !leaf.path.includes(`.${target}.`));
  let hash = 0;
  for (const char of seed) hash = (Math.imul(hash, 31) + (char.codePointAt(0) ?? 0)) >>> 0;
  return others[hash % Math.max(1, others.length)];
}

import type { EffectName } from '../../vocabulary/effects.ts';
import type { MachineEvent } from '../build.ts';
import { asksForState, compileTest, type Facts } from '../conditions.ts';
import {
  outwards,
  type Action,
  type Condition,
  type Flow,
  type Memory,
  type State,
  type Transition,
} from '../flow/definition.ts';
import { resolveTarget, stateAt } from '../flow/names.ts';
import { compileMemoryChange } from '../memory.ts';
import type { SettingValues } from '../settings.ts';

export type Guard = (memory: Memory, event: MachineEvent, leaves: readonly Node[]) => boolean;
export type Act =
  | { readonly change: (facts: Facts) => Memory; readonly action: Action }
  | { readonly raise: string; readonly action: Action }
  | { readonly effect: EffectName; readonly action: Action };

export interface Arrow {
  readonly source: Node;
  readonly trigger: string;
  readonly transition: Transition | undefined;
  readonly guard: Guard | undefined;
  readonly acts: readonly Act[];
  /** `domain` and what surrounds it stay active; `entered` is entered from the outside in and ends in a leaf. */
  readonly target: { readonly domain: Node | undefined; readonly entered: readonly Node[] } | undefined;
}

/** A state made ready to run. `on` also holds the timers, under the event names that XState gives them. */
export interface Node {
  readonly index: number;
  readonly state: State;
  /** The state itself and what surrounds it, innermost first. */
  readonly chain: readonly Node[];
  readonly on: Map<string, readonly Arrow[]>;
  always: readonly Arrow[];
  readonly timers: readonly string[];
  readonly entry: readonly Act[];
  readonly exit: readonly Act[];
  readonly job: State['invoke'];
  /** The state and its initial states, down to the leaf. */
  defaultEntry: readonly Node[];
}

/** The event by which XState tells that the delay of a state is over. */
export function timerEvent(flow: Flow, state: State, delay: string): string {
  return `xstate.after.${delay}.${flow.name}.${state.path}`;
}

export function compileChart(
  flow: Flow,
  settings: SettingValues,
): { readonly nodes: readonly Node[]; readonly roots: readonly Node[] } {
  const nodes: Node[] = [];
  const nodeOf = new Map<State, Node>();
  const acts = (actions: readonly Action[]): readonly Act[] =>
    actions.map((action) => compileAct(action, flow, settings));

  const add = (state: State, around: readonly Node[]): Node => {
    const chain: Node[] = [];
    const node: Node = {
      index: nodes.length,
      state,
      chain,
      on: new Map(),
      always: [],
      timers: [...state.after.keys()].map((delay) => timerEvent(flow, state, delay)),
      entry: acts(state.entry),
      exit: acts(state.exit),
      job: state.invoke,
      defaultEntry: [],
    };
    chain.push(node, ...around);
    nodes.push(node);
    nodeOf.set(state, node);
    for (const child of state.children) add(child, chain);
    return node;
  };
  const roots = flow.regions.map((region) => add(region, []));
  const known = (state: State): Node => {
    const node = nodeOf.get(state);
    if (node === undefined) throw new TypeError(`unchecked flow: ${state.path}`);
    return node;
  };

  for (const node of nodes) node.defaultEntry = defaultEntry(node.state).map(known);
  for (const node of nodes) {
    const arrows = (trigger: string, transitions: readonly Transition[]): readonly Arrow[] =>
      transitions.map((transition) => ({
        source: node,
        trigger,
        transition,
        guard: transition.guard === undefined ? undefined : compileGuard(transition.guard, flow, settings),
        acts: acts(transition.actions),
        target: compileTarget(node, transition, flow, known),
      }));
    for (const { event } of node.state.ignore)
      node.on.set(event, [
        { source: node, trigger: event, transition: undefined, guard: undefined, acts: [], target: undefined },
      ]);
    for (const [event, { transitions }] of node.state.on) node.on.set(event, arrows(event, transitions));
    for (const [delay, { transitions }] of node.state.after)
      node.on.set(timerEvent(flow, node.state, delay), arrows(`after ${delay}`, transitions));
    node.always = arrows('always', node.state.always);
  }
  return { nodes, roots };
}

function defaultEntry(state: State): readonly State[] {
  const first = state.children.find((child) => child.name === state.initial?.name);
  return first === undefined ? [state] : [state, ...defaultEntry(first)];
}

/** Which states an arrow leaves and enters; the rules of XState 5 (getTransitionDomain, computeEntrySet). */
function compileTarget(
  source: Node,
  transition: Transition,
  flow: Flow,
  known: (state: State) => Node,
): Arrow['target'] {
  if (transition.target === undefined) return undefined;
  const target = resolveTarget(flow, source.state, transition.target.name);
  if (typeof target === 'string') throw new TypeError(`unchecked flow: target ${transition.target.name} is ${target}`);
  const around = [...outwards(target)];
  const within = around.includes(source.state);
  const common = around.slice(1).find((state) => state !== source.state && [...outwards(source.state)].includes(state));
  const domain = within && !transition.reenter ? source.state : common;
  if (domain === undefined && around.at(-1) !== [...outwards(source.state)].at(-1))
    throw new TypeError(`${source.state.path} points into another region: ${target.path}`);
  const outer = around.slice(0, domain === undefined ? around.length : around.indexOf(domain)).toReversed();
  const [, ...inner] = defaultEntry(target);
  return {
    domain: domain === undefined ? undefined : known(domain),
    entered: [...outer, ...inner].map(known),
  };
}

function compileAct(action: Action, flow: Flow, settings: SettingValues): Act {
  if (action.kind === 'do') return { effect: action.effect, action };
  if (action.kind === 'raise') return { raise: action.event, action };
  const change = compileMemoryChange(action, flow, settings);
  if (change === undefined) throw new TypeError(`unchecked flow: action ${action.kind}`);
  return { change, action };
}

function compileGuard(condition: Condition, flow: Flow, settings: SettingValues): Guard {
  if (!asksForState(condition, flow)) {
    const test = compileTest(condition, flow, settings);
    return (memory, event) => test({ memory, event });
  }
  switch (condition.kind) {
    case 'all': {
      const parts = condition.of.map((part) => compileGuard(part, flow, settings));
      return (memory, event, leaves) => parts.every((part) => part(memory, event, leaves));
    }
    case 'any': {
      const parts = condition.of.map((part) => compileGuard(part, flow, settings));
      return (memory, event, leaves) => parts.some((part) => part(memory, event, leaves));
    }
    case 'not': {
      const part = compileGuard(condition.of, flow, settings);
      return (memory, event, leaves) => !part(memory, event, leaves);
    }
    case 'name': {
      const named = flow.conditions.get(condition.name);
      if (named === undefined) throw new TypeError(`unchecked flow: condition ${condition.name}`);
      return compileGuard(named, flow, settings);
    }
    case 'in': {
      const state = stateAt(flow, condition.state);
      if (state === undefined) throw new TypeError(`unchecked flow: state ${condition.state}`);
      return (_memory, _event, leaves) => leaves.some((leaf) => leaf.chain.some((node) => node.state === state));
    }
    default:
      throw new TypeError(`condition ${condition.kind} asks for no state`);
  }
}

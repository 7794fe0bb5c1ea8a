import {
  and,
  assign,
  fromCallback,
  not,
  or,
  raise,
  setup,
  stateIn,
  type AnyMachineSnapshot,
  type AnyStateMachine,
} from 'xstate';
import type { EffectName } from '../vocabulary/effects.ts';
import { fitsFields } from '../vocabulary/fields.ts';
import { jobs, type JobName } from '../vocabulary/jobs.ts';
import { asksForState, compileTest, type Facts } from './conditions.ts';
import type { Action, Condition, Flow, Memory, State, Transition } from './flow/definition.ts';
import { outcomesOf, resolveTarget, stateAt } from './flow/names.ts';
import { compileMemoryChange, freshMemory } from './memory.ts';
import type { SettingValues } from './settings.ts';

/** An event of the machine: a word of the alphabet and its closed fields. */
export interface MachineEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

type AnyJob = (
  input: { readonly [name: string]: unknown },
  answer: (outcome: { readonly outcome: string }) => void,
) => () => void;

/** What the machine is built on: the world's jobs, the host's effects, and a place to tell of our own mistakes. */
export interface Surroundings {
  readonly jobs: { readonly [K in JobName]: AnyJob };
  readonly effect: (name: EffectName) => void;
  /** A job threw or answered outside its contract. The machine gets FAULT. */
  readonly fault: (where: string, error: unknown) => void;
}

/** Surroundings for pure replay and exploration, where neither jobs nor effects run. */
export const noSurroundings: Surroundings = {
  jobs: Object.fromEntries(Object.keys(jobs).map((name) => [name, () => () => {}])) as unknown as Surroundings['jobs'],
  effect: () => {},
  fault: () => {},
};

/**
 * Builds the statechart of a checked flow. Call it only with a flow and settings that had no problems: XState itself
 * says nothing of unknown actions, delays or misspelt keys.
 */
export function buildMachine(flow: Flow, settings: SettingValues, surroundings: Surroundings): AnyStateMachine {
  const builder = new Builder(flow, settings);
  const delays = [...settings].flatMap(([name, value]) =>
    typeof value === 'number' ? [[name, value * 1000] as const] : [],
  );
  const machine = setup({
    delays: Object.fromEntries(delays),
    actors: Object.fromEntries(
      Object.entries(surroundings.jobs).map(([name, job]) => [name, jobLogic(name, job, surroundings)]),
    ),
    actions: { effect: (_, { name }: { readonly name: EffectName }) => surroundings.effect(name) },
  });
  const config = {
    id: flow.name,
    type: 'parallel',
    context: freshMemory(flow),
    states: Object.fromEntries(flow.regions.map((region) => [region.name, builder.state(region)])),
  };
  // The config is data read from YAML; its form was checked against our own rules, which are stricter than XState's types.
  return machine.createMachine(config as unknown as Parameters<typeof machine.createMachine>[0]);
}

function jobLogic(name: string, job: AnyJob, surroundings: Surroundings) {
  const outcomes = isJobName(name) ? outcomesOf(name) : new Map<string, never>();
  return fromCallback<MachineEvent, { readonly [field: string]: unknown }>(({ input, sendBack }) => {
    const fault = (error: unknown): void => {
      surroundings.fault(name, error);
      sendBack({ type: 'FAULT' });
    };
    try {
      return job(input, ({ outcome, ...fields }) => {
        const type = `${name}.${outcome}`;
        const spec = outcomes.get(type);
        if (spec === undefined || !fitsFields(spec.fields, fields))
          fault(new TypeError(`outcome outside the contract: ${type}`));
        else sendBack({ ...fields, type });
      });
    } catch (error) {
      fault(error);
      return undefined;
    }
  });
}

function isJobName(name: string): name is JobName {
  return name in jobs;
}

interface GuardArgs {
  readonly context: Memory;
  readonly event: MachineEvent;
}
type Guard = ((args: GuardArgs) => boolean) | ReturnType<typeof and> | ReturnType<typeof stateIn>;

class Builder {
  readonly flow: Flow;
  readonly settings: SettingValues;

  constructor(flow: Flow, settings: SettingValues) {
    this.flow = flow;
    this.settings = settings;
  }

  state(state: State): object {
    const on: { [event: string]: unknown } = {};
    // A forbidden transition: the event goes no further outwards.
    for (const { event } of state.ignore) on[event] = {};
    for (const [event, { transitions }] of state.on) on[event] = transitions.map((t) => this.transition(state, t));
    return {
      ...(state.initial === undefined ? {} : { initial: state.initial.name }),
      entry: this.actions(state.entry),
      exit: this.actions(state.exit),
      on,
      after: Object.fromEntries(
        [...state.after].map(([delay, { transitions }]) => [delay, transitions.map((t) => this.transition(state, t))]),
      ),
      always: state.always.map((t) => this.transition(state, t)),
      ...(state.invoke === undefined ? {} : { invoke: this.invoke(state.invoke) }),
      states: Object.fromEntries(state.children.map((child) => [child.name, this.state(child)])),
    };
  }

  invoke({ src, with: names }: NonNullable<State['invoke']>): object {
    return {
      src,
      input: ({ context }: { readonly context: Memory }) =>
        Object.fromEntries(names.map((name) => [name, context[name]])),
    };
  }

  transition(from: State, transition: Transition): object {
    const target = transition.target === undefined ? undefined : resolveTarget(this.flow, from, transition.target.name);
    if (typeof target === 'string') throw new TypeError(`unchecked flow: target of ${from.path} is ${target}`);
    return {
      ...(target === undefined ? {} : { target: `#${this.flow.name}.${target.path}` }),
      ...(transition.guard === undefined ? {} : { guard: this.guard(transition.guard) }),
      ...(transition.reenter ? { reenter: true } : {}),
      actions: this.actions(transition.actions),
    };
  }

  actions(actions: readonly Action[]): readonly unknown[] {
    return actions.map((action) => {
      if (action.kind === 'do') return { type: 'effect', params: { name: action.effect } };
      if (action.kind === 'raise') return raise({ type: action.event });
      const change = compileMemoryChange(action, this.flow, this.settings);
      if (change === undefined) throw new TypeError(`unchecked flow: action ${action.kind}`);
      return assign(({ context, event }: GuardArgs) => ({ ...change({ memory: context, event }) }));
    });
  }

  guard(condition: Condition): Guard {
    if (!asksForState(condition, this.flow)) {
      const test = compileTest(condition, this.flow, this.settings);
      return ({ context, event }: GuardArgs) => test({ memory: context, event } satisfies Facts);
    }
    switch (condition.kind) {
      case 'all':
        return and(condition.of.map((part) => this.guard(part) as ReturnType<typeof and>)) as Guard;
      case 'any':
        return or(condition.of.map((part) => this.guard(part) as ReturnType<typeof and>)) as Guard;
      case 'not':
        return not(this.guard(condition.of) as ReturnType<typeof and>) as Guard;
      case 'name': {
        const named = this.flow.conditions.get(condition.name);
        if (named === undefined) throw new TypeError(`unchecked flow: condition ${condition.name}`);
        return this.guard(named);
      }
      case 'in': {
        const state = stateAt(this.flow, condition.state);
        if (state === undefined) throw new TypeError(`unchecked flow: state ${condition.state}`);
        return stateIn(`#${this.flow.name}.${state.path}`) as Guard;
      }
      default:
        throw new TypeError(`condition ${condition.kind} asks for no state`);
    }
  }
}

/** The flow's states that are active in a snapshot, innermost only, in the order of the regions. */
export function activeLeaves(flow: Flow, snapshot: AnyMachineSnapshot): readonly State[] {
  const leaves: State[] = [];
  const walk = (states: readonly State[], value: unknown): void => {
    for (const state of states) {
      const inner = typeof value === 'string' ? (value === state.name ? {} : undefined) : innerValue(value, state.name);
      if (inner === undefined) continue;
      if (state.children.length === 0) leaves.push(state);
      else walk(state.children, inner);
    }
  };
  walk(flow.regions, snapshot.value);
  return leaves;
}

function innerValue(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value
    ? (value as { readonly [key: string]: unknown })[name]
    : undefined;
}

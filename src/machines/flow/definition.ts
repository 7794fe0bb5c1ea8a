import type { EffectName } from '../../vocabulary/effects.ts';
import type { ErrorId } from '../../vocabulary/errors.ts';
import type { TouchName } from '../../vocabulary/events.ts';
import type { JobName } from '../../vocabulary/jobs.ts';
import type { SecretName } from '../../vocabulary/secrets.ts';
import type { ScreenName, StepName } from '../../vocabulary/view.ts';
import type { Place } from '../problem.ts';

/** What a variable may hold. `free` variables (language, text size …) are read by no condition. */
export type Variable = {
  readonly name: string;
  readonly title: string;
  readonly place: Place;
  readonly free: boolean;
} & (
  | { readonly kind: 'flag'; readonly start: boolean }
  | { readonly kind: 'count'; readonly from: number; readonly to: number; readonly start: number }
  | { readonly kind: 'word'; readonly words: readonly string[]; readonly start: string }
);
export type VariableValue = boolean | number | string;
export type Memory = { readonly [variable: string]: VariableValue };

export type Condition = { readonly place: Place } &
  /** A flag variable, another condition, or a switch setting (`settings.<name>`). */
  (
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'all' | 'any'; readonly of: readonly Condition[] }
    | { readonly kind: 'not'; readonly of: Condition }
    /** Equality, or a bound, of a variable or setting with a value or another setting. */
    | { readonly kind: 'is' | 'atLeast' | 'below'; readonly subject: string; readonly value: VariableValue }
    | { readonly kind: 'in'; readonly state: string }
    | { readonly kind: 'event'; readonly field: string; readonly values: readonly VariableValue[] }
  );

export type Action = { readonly place: Place } & (
  | { readonly kind: 'set'; readonly values: Memory; readonly when: Condition | undefined }
  | { readonly kind: 'add'; readonly values: { readonly [variable: string]: number } }
  /** Variable ← field of the event. */
  | { readonly kind: 'copy'; readonly fields: { readonly [variable: string]: string } }
  | { readonly kind: 'reset'; readonly names: readonly string[] }
  | { readonly kind: 'raise'; readonly event: string }
  | { readonly kind: 'do'; readonly effect: EffectName }
);

export interface Transition {
  readonly place: Place;
  readonly target: { readonly name: string; readonly place: Place } | undefined;
  readonly guard: Condition | undefined;
  readonly reenter: boolean;
  readonly actions: readonly Action[];
}

export interface State {
  readonly name: string;
  /** Dotted path below the flow: `journey.identity.face`. */
  readonly path: string;
  readonly place: Place;
  readonly parent: State | undefined;
  readonly children: State[];
  title: string;
  screen: ScreenName | undefined;
  step: StepName | undefined;
  /** Id of the texts in locales/. */
  text: { readonly id: string; readonly place: Place } | undefined;
  shows: readonly { readonly name: string; readonly place: Place }[];
  offers: readonly { readonly touch: TouchName; readonly place: Place }[];
  /** A variable (asListed / reversed) that turns the offers round (R 3-12). */
  shuffle: { readonly name: string; readonly place: Place } | undefined;
  waiting: boolean;
  holds: readonly SecretName[];
  ignore: readonly { readonly event: string; readonly place: Place }[];
  initial: { readonly name: string; readonly place: Place } | undefined;
  entry: readonly Action[];
  exit: readonly Action[];
  on: ReadonlyMap<string, { readonly place: Place; readonly transitions: readonly Transition[] }>;
  after: ReadonlyMap<string, { readonly place: Place; readonly transitions: readonly Transition[] }>;
  always: readonly Transition[];
  invoke: { readonly src: JobName; readonly with: readonly string[]; readonly place: Place } | undefined;
}

export interface Flow {
  readonly name: string;
  readonly title: string;
  readonly variables: ReadonlyMap<string, Variable>;
  readonly conditions: ReadonlyMap<string, Condition>;
  /** Top-level parallel regions in the order of the file. */
  readonly regions: readonly State[];
  readonly errors: readonly ErrorId[];
}

/** Every state of the flow, parents before children. */
export function* allStates(states: readonly State[]): Generator<State> {
  for (const state of states) {
    yield state;
    yield* allStates(state.children);
  }
}

/** The state itself and what surrounds it, innermost first. */
export function* outwards(state: State): Generator<State> {
  for (let at: State | undefined = state; at !== undefined; at = at.parent) yield at;
}

/** Every transition a state itself declares, with the event or delay that triggers it. */
export function* ownTransitions(
  state: State,
): Generator<{ readonly trigger: string; readonly transition: Transition }> {
  for (const [trigger, { transitions }] of state.on)
    for (const transition of transitions) yield { trigger, transition };
  for (const [delay, { transitions }] of state.after)
    for (const transition of transitions) yield { trigger: `after ${delay}`, transition };
  for (const transition of state.always) yield { trigger: 'always', transition };
}

import { initialTransition, transition, type AnyMachineSnapshot } from 'xstate';
import type { TraceStep } from '../../vocabulary/trace.ts';
import type { View } from '../../vocabulary/view.ts';
import { activeLeaves, buildMachine, noSurroundings } from '../build.ts';
import { allStates, type Flow } from '../flow/definition.ts';
import type { LoadedFlow } from '../load.ts';
import type { Place } from '../problem.ts';
import { viewOf } from '../view.ts';

export type Replayed =
  | { readonly same: true; readonly steps: number }
  | {
      readonly same: false;
      /** Line of the trace at which the flow goes another way. */
      readonly line: number;
      readonly event: string;
      readonly before: readonly string[];
      /** States after the event; where these agree, the effects on the way. */
      readonly expected: readonly string[];
      readonly got: readonly string[];
      /** The state of the flow that took the event differently. */
      readonly place: Place | undefined;
    };

/**
 * Replays the inputs of a trace through the flow with pure transitions: no actors, no clock, no waiting. States and effects
 * are the assertions; the first that differs ends the replay. `show` gets the view after each step.
 */
export function replayTrace(
  { flow, settings }: LoadedFlow,
  steps: readonly (TraceStep & { readonly line: number })[],
  show?: (view: View, step: TraceStep) => void,
): Replayed {
  const machine = buildMachine(flow, settings, noSurroundings);
  let [snapshot]: [AnyMachineSnapshot, unknown] = initialTransition(machine);
  const leaves = (): readonly string[] => activeLeaves(flow, snapshot).map((state) => state.path);
  for (const step of steps) {
    const before = leaves();
    let effects: readonly string[] = step.ev === 'xstate.init' ? (step.fx ?? []) : [];
    // The first line tells where the machine stood when it was started.
    for (let i = 0; step.ev !== 'xstate.init' && i < (step.n ?? 1); i++) {
      const [next, actions] = transition(machine, snapshot, { ...step.fields, type: step.ev });
      snapshot = next;
      effects = actions.flatMap(effectOf);
    }
    const got = leaves();
    const diverged = { same: false, line: step.line, event: step.ev, before } as const;
    if (!sameList(got, step.to)) {
      const changed = before.find((path, at) => path !== step.to[at] || path !== got[at]) ?? before[0];
      return { ...diverged, expected: step.to, got, place: placeOf(flow, changed) };
    }
    if (!sameList(effects, step.fx ?? [])) {
      const changed = got.find((path, at) => path !== before[at]) ?? before.at(-1);
      return { ...diverged, expected: step.fx ?? [], got: effects, place: placeOf(flow, changed) };
    }
    show?.(viewOf(flow, snapshot), step);
  }
  return { same: true, steps: steps.length };
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, at) => item === b[at]);
}

function placeOf(flow: Flow, path: string | undefined): Place | undefined {
  return [...allStates(flow.regions)].find((state) => state.path === path)?.place;
}

/** The effect that an action of XState asks for; build.ts gives them all the type `effect`. */
function effectOf(action: { readonly type: string; readonly params?: unknown }): readonly string[] {
  const { params } = action;
  const named = typeof params === 'object' && params !== null && 'name' in params ? params.name : undefined;
  return action.type === 'effect' && typeof named === 'string' ? [named] : [];
}

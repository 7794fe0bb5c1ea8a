import { initialTransition, transition, type AnyMachineSnapshot } from 'xstate';
import type { TraceStep } from '../../vocabulary/trace.ts';
import type { View } from '../../vocabulary/view.ts';
import { activeLeaves, buildMachine, noSurroundings } from '../build.ts';
import { allStates } from '../flow/definition.ts';
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
      readonly expected: readonly string[];
      readonly got: readonly string[];
      /** The state of the flow that took the event differently. */
      readonly place: Place | undefined;
    };

/**
 * Replays the inputs of a trace through the flow with pure transitions: no actors, no clock, no waiting. States are the
 * assertions; the first that differs ends the replay. `show` gets the view after each step.
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
    // The first line tells where the machine stood when it was started.
    for (let i = 0; step.ev !== 'xstate.init' && i < (step.n ?? 1); i++) {
      [snapshot] = transition(machine, snapshot, { ...step.fields, type: step.ev });
    }
    const got = leaves();
    if (got.length !== step.to.length || got.some((path, at) => path !== step.to[at])) {
      const changed = before.find((path, at) => path !== step.to[at] || path !== got[at]) ?? before[0];
      const place = [...allStates(flow.regions)].find((state) => state.path === changed)?.place;
      return { same: false, line: step.line, event: step.ev, before, expected: step.to, got, place };
    }
    show?.(viewOf(flow, snapshot), step);
  }
  return { same: true, steps: steps.length };
}

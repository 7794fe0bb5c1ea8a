import { expect, test } from 'vitest';
import { initialTransition, transition, type AnyMachineSnapshot } from 'xstate';
import { activeLeaves, buildMachine, noSurroundings } from '../../../src/machines/build.ts';
import { Chart } from '../../../src/machines/explore/chart.ts';
import { explore, wayTo, type Exploration } from '../../../src/machines/explore/explore.ts';
import { losses, modes, visits } from '../../../src/machines/explore/scopes.ts';
import { flowWith } from '../flow-files.ts';

/** Tries that make the graph small; they change no arrow. */
const few = 'faceTries: 2\nscanTries: 2\ncommitTriesMost: 2\nrandomiseMethods: true\n';
const everything = `${few}askSurgery: true\naskTreatment: true\naskHighCost: true\naskSubsidy: true\naskPrescription: true\n`;

const nobody = {
  readers: { inState: () => [], onEntry: () => [] },
  start: {},
  onEdge: () => ({}),
  relevant: () => ({}),
  most: undefined,
  enough: () => false,
};

/** A shortest way for each event in each state of the journey, one of them for each. */
function* waysOf(graph: Exploration) {
  const shown = new Set<string>();
  for (const [edge, event] of graph.edgeEvent.entries()) {
    const from = graph.edgeFrom[edge] ?? 0;
    const leaf = graph.places[from]?.standing.leaves.at(-1)?.state.path ?? '';
    const name = `${leaf} ${event.type}`;
    if (shown.has(name)) continue;
    shown.add(name);
    yield [...wayTo(graph, from), event];
  }
}

test.each([
  ['visits', visits, everything, 400],
  ['visits one by one', visits, `${everything}consentStyle: oneByOne\n`, 400],
  ['modes', modes, few, 250],
  ['losses', losses, few, 350],
])('the chart that is explored means what the machine that runs means: %s', (_, scope, settings, atLeast) => {
  const loaded = flowWith(settings);
  const { flow } = loaded;
  const machine = buildMachine(flow, loaded.settings, noSurroundings);
  const chart = new Chart(flow, loaded.settings);
  let ways = 0;
  for (const way of waysOf(explore(chart, scope, nobody))) {
    let [snapshot]: [AnyMachineSnapshot, unknown] = initialTransition(machine);
    let at = chart.start().to;
    for (const event of way) {
      const [after, actions] = transition(machine, snapshot, event);
      snapshot = after;
      const stride = chart.step(at, event);
      at = stride.to;
      if (event !== way.at(-1)) continue;
      expect(at.leaves.map(({ state }) => state.path)).toEqual(activeLeaves(flow, snapshot).map(({ path }) => path));
      expect(at.memory).toEqual(snapshot.context);
      expect(stride.started.map(({ job }) => job)).toEqual(actions.flatMap(startedBy));
      expect(stride.effects).toEqual(actions.flatMap(effectIn));
    }
    ways++;
  }
  expect(ways).toBeGreaterThan(atLeast);
});

function startedBy({ type, params }: { readonly type: string; readonly params?: unknown }): readonly string[] {
  const src = typeof params === 'object' && params !== null && 'src' in params ? params.src : undefined;
  return type === 'xstate.spawnChild' && typeof src === 'string' ? [src] : [];
}

function effectIn({ type, params }: { readonly type: string; readonly params?: unknown }): readonly string[] {
  const name = typeof params === 'object' && params !== null && 'name' in params ? params.name : undefined;
  return type === 'effect' && typeof name === 'string' ? [name] : [];
}

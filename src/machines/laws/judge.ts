import type { Chart, Standing } from '../explore/chart.ts';
import type { Node } from '../explore/compile.ts';
import { explore, wayTo, type Exploration, type Observer } from '../explore/explore.ts';
import type { Scope } from '../explore/happenings.ts';
import type { MachineEvent } from '../build.ts';
import * as card from './card.ts';
import * as consent from './consent.ts';
import { drawnState, journeyLeaf, type Law, type Violation } from './law.ts';
import * as pin from './pin.ts';
import * as secrets from './secrets.ts';
import * as service from './service.ts';
import { freshTally, relevantTally, tallyAfter } from './tallies.ts';

export const laws: readonly Law[] = [secrets, card, pin, consent, service].flatMap((group): readonly Law[] =>
  Object.values(group),
);

/** Variables that only the laws read, at the places where they do. */
const readers: Observer['readers'] = {
  inState: ({ state }) => {
    const names = state.shows.some(({ name }) => name === 'error') ? ['error'] : [];
    if (state.screen === 'pad') names.push('pinTyped');
    if (state.offers.some(({ touch }) => touch === 'STAFF.YES')) names.push('noPhotoCard');
    return names;
  },
  onEntry: ({ job }: Node) =>
    job?.src === 'program.qualify' || job?.src === 'program.register'
      ? ['method', 'pinTyped', 'pinLeft', 'lastTryConfirmed']
      : job?.src === 'matcher.verify'
        ? ['noPhotoCard']
        : [],
};

export interface Judgement {
  readonly violations: readonly Violation[];
  readonly graph: Exploration;
}

/** Explores one scope and holds every law against it. The first violation of each law and state is told. */
export function judgeScope(chart: Chart, scope: Scope, judged: readonly Law[] = laws, most?: number): Judgement {
  const found: {
    readonly law: Law;
    readonly at: number;
    readonly last: MachineEvent | undefined;
    readonly detail: string;
    readonly to: Standing;
  }[] = [];
  const told = new Set<string>();
  const onSteps = judged.filter(({ onStep }) => onStep !== undefined);
  const graph = explore(
    chart,
    scope,
    {
      readers,
      start: freshTally,
      relevant: relevantTally(chart),
      onEdge: (from, event, stride, edge) => {
        const after = tallyAfter(from.tally, event, stride);
        const scene = {
          chart,
          settings: chart.settings,
          from: from.standing,
          event,
          stride,
          to: stride.to,
          before: from.tally,
          after,
        };
        for (const law of onSteps) {
          const detail = law.onStep?.(scene);
          if (detail === undefined) continue;
          const key = `${law.name} ${detail} ${journeyLeaf(stride.to)?.path}`;
          if (told.has(key)) continue;
          told.add(key);
          found.push({ law, at: edge.from, last: event, detail, to: stride.to });
        }
        return after;
      },
    },
    most,
  );
  const violations = found.map(({ law, at, last, detail, to }) =>
    violation(law, detail, to, [...wayTo(graph, at), ...(last === undefined ? [] : [last])]),
  );
  if (graph.finished)
    for (const law of judged)
      for (const { at, detail } of law.onGraph?.(graph, chart) ?? []) {
        const place = graph.places[at];
        if (place !== undefined) violations.push(violation(law, detail, place.standing, wayTo(graph, at)));
      }
  return { violations, graph };
}

/** Laws that the text of the flow alone decides. */
export function judgeText(chart: Chart, judged: readonly Law[] = laws): readonly Violation[] {
  return judged.flatMap((law) =>
    [...(law.onFlow?.(chart) ?? [])].map(({ place, detail }) => ({
      law: law.name,
      basis: law.basis,
      detail,
      place,
      way: [],
    })),
  );
}

function violation(law: Law, detail: string, at: Standing, way: readonly MachineEvent[]): Violation {
  const state = journeyLeaf(at) ?? drawnState(at);
  const place = state?.place ?? { file: '', line: 1, column: 1, length: 1 };
  return { law: law.name, basis: law.basis, detail, place, way };
}

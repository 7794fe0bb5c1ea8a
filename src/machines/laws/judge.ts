import { Chart, type Standing } from '../explore/chart.ts';
import type { Node } from '../explore/compile.ts';
import { explore, wayTo, type Exploration, type Observer } from '../explore/explore.ts';
import type { Scope } from '../explore/happenings.ts';
import { allScopes } from '../explore/scopes.ts';
import type { LoadedFlow } from '../load.ts';
import type { MachineEvent } from '../build.ts';
import * as card from './card.ts';
import * as consent from './consent.ts';
import * as devices from './devices.ts';
import { drawnState, journeyLeaf, type Law, type Scene, type Violation } from './law.ts';
import * as pin from './pin.ts';
import * as secrets from './secrets.ts';
import * as service from './service.ts';
import { freshTally, relevantTally, tallyAfter } from './tallies.ts';

export const laws: readonly Law[] = [secrets, card, pin, consent, service, devices].flatMap((group): readonly Law[] =>
  Object.values(group),
);

/** Variables that only the laws read, at the places where they do. */
const readers: Observer['readers'] = {
  inState: ({ state }) => {
    const names = state.shows.some(({ name }) => name === 'error') ? ['error'] : [];
    if (state.screen === 'pad') names.push('pinTyped');
    if (state.offers.some(({ touch }) => touch === 'PICK.PIN')) names.push('pinLeft', 'pinSends');
    if (state.offers.some(({ touch }) => touch === 'STAFF.YES')) names.push('noPhotoCard');
    return names;
  },
  onEntry: ({ job }: Node) =>
    job?.src === 'program.qualify' || job?.src === 'program.register'
      ? ['method', 'pinTyped', 'pinLeft', 'lastTryConfirmed']
      : job?.src === 'matcher.verify'
        ? ['noPhotoCard']
        : job?.src === 'staff.check'
          ? ['pinTyped']
          : [],
};

export interface Judgement {
  readonly violations: readonly Violation[];
  readonly graph: Exploration;
}

export interface JudgeOptions {
  readonly judged?: readonly Law[];
  /** Places after which the exploration gives up. */
  readonly most?: number;
  /** Ends at the first violation: enough to refuse a flow. */
  readonly first?: boolean;
}

/** Explores one scope and holds every law against it. The first violation of each law and state is told. */
export function judgeScope(chart: Chart, scope: Scope, options: JudgeOptions = {}): Judgement {
  const judged = options.judged ?? laws;
  const onSteps = judged.flatMap((law) => (law.onStep === undefined ? [] : [{ law, judge: law.onStep }]));
  const broken: { readonly law: Law; readonly detail: string; readonly from: number; readonly scene: Scene }[] = [];
  const told = new Set<string>();
  const graph = explore(chart, scope, {
    readers,
    start: freshTally,
    relevant: relevantTally(chart),
    most: options.most,
    enough: () => options.first === true && broken.length > 0,
    onEdge: ({ standing, tally }, event, stride, from) => {
      const after = tallyAfter(tally, event, stride);
      const { settings } = chart;
      const scene: Scene = { chart, settings, from: standing, event, stride, to: stride.to, before: tally, after };
      for (const { law, judge } of onSteps) {
        const detail = judge(scene);
        if (detail === undefined) continue;
        const key = `${law.name} ${detail} ${journeyLeaf(stride.to)?.path}`;
        if (told.has(key)) continue;
        told.add(key);
        broken.push({ law, detail, from, scene });
      }
      return after;
    },
  });
  const violations = broken.map(({ law, detail, from, scene }) =>
    violation(law, detail, scene.to, [...wayTo(graph, from), scene.event]),
  );
  if (!graph.finished) return { violations, graph };
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
    [...(law.onFlow?.(chart) ?? [])].map(({ place, detail }) => ({ law, detail, place, way: [] })),
  );
}

/** What one scope was and how large. */
export interface Explored {
  readonly title: string;
  readonly apart: readonly string[];
  readonly places: number;
  readonly edges: number;
  readonly finished: boolean;
}

/** Holds every law against a flow with the settings in force: the text first, then scope after scope. */
export function holdLaws(
  { flow, settings }: Pick<LoadedFlow, 'flow' | 'settings'>,
  options: JudgeOptions = {},
  scopes: readonly Scope[] = allScopes,
): { readonly violations: readonly Violation[]; readonly explored: readonly Explored[] } {
  const chart = new Chart(flow, settings);
  const violations = [...judgeText(chart, options.judged)];
  const explored: Explored[] = [];
  for (const scope of scopes) {
    if (options.first === true && violations.length > 0) break;
    const { violations: found, graph } = judgeScope(chart, scope, options);
    violations.push(...found);
    explored.push({
      title: scope.title,
      apart: scope.apart,
      places: graph.places.length,
      edges: graph.edgeFrom.length,
      finished: graph.finished,
    });
  }
  return { violations, explored };
}

function violation(law: Law, detail: string, at: Standing, way: readonly MachineEvent[]): Violation {
  const state = journeyLeaf(at) ?? drawnState(at);
  const place = state?.place ?? { file: '', line: 1, column: 1, length: 1 };
  return { law, detail, place, way };
}

import { Chart, NeverRests } from '../explore/chart.ts';
import type { Scope } from '../explore/happenings.ts';
import { allScopes } from '../explore/scopes.ts';
import type { LoadedFlow } from '../load.ts';
import type { Place, Problem } from '../problem.ts';
import { judgeScope, judgeText } from './judge.ts';
import { problemOf, type Violation } from './law.ts';

/** Places of one scope after which a flow counts as growing without end: the shipped one has 69,000 (docs/measurements.md). */
export const mostPlaces = 400_000;

const wholeFlow: Place = { file: 'visit.yaml', line: 1, column: 1, length: 1 };

/**
 * What the laws have against a flow with the settings in force, worded for who wrote it: one problem per law, with a
 * shortest way to it. Ends with the first scope that shows any, since most faults would show in all. `tell` hears each
 * scope's title before it is explored, which takes seconds.
 */
export function lawProblems(
  { flow, settings }: Pick<LoadedFlow, 'flow' | 'settings'>,
  tell: (title: string) => void = () => {},
  scopes: readonly Scope[] = allScopes,
  most = mostPlaces,
): readonly Problem[] {
  const chart = new Chart(flow, settings);
  const inText = judgeText(chart);
  if (inText.length > 0) return onePerLaw(inText);
  for (const scope of scopes) {
    tell(scope.title);
    try {
      const { violations, graph } = judgeScope(chart, scope, { most });
      if (violations.length > 0) return onePerLaw(violations);
      if (!graph.finished) return [growing(most)];
    } catch (error) {
      if (!(error instanceof NeverRests)) throw error;
      return [restless(error.message)];
    }
  }
  return [];
}

function onePerLaw(violations: readonly Violation[]): readonly Problem[] {
  const first = new Map<string, Violation>();
  for (const violation of violations) if (!first.has(violation.law.name)) first.set(violation.law.name, violation);
  return [...first.values()].map(problemOf);
}

function growing(most: number): Problem {
  return {
    code: 'F498',
    place: wholeFlow,
    ja: '流れがとりうる状態が多すぎて、確かめられません。どこかで数が増えつづけていませんか。',
    en: `More than ${most} states can be reached: does a number grow without end?`,
  };
}

function restless(cause: string): Problem {
  return {
    code: 'F499',
    place: wholeFlow,
    ja: '流れが落ちつきません。できごとのない矢印 (always) や合図が、輪になっていませんか。',
    en: `The chart runs in a circle (${cause}): do arrows without event or signals lead back to where they began?`,
  };
}

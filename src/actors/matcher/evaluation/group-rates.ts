import type { ErrorRate } from './error-rates.ts';
import { missesAt } from './error-rates.ts';
import { everyComparison } from './comparisons.ts';
import type { DescribedPerson } from './described-people.ts';
import type { GroupLabels } from './group-labels.ts';

export interface GroupRate {
  readonly group: string;
  readonly people: number;
  readonly genuine: number;
  readonly impostor: number;
  readonly misses: ErrorRate;
  /** Share of impostors of the same group that the threshold lets through. */
  readonly fmr: number;
}

/**
 * How each group fares at one threshold that is the same for all: misses, and false matches between people of that
 * group, which are the more frequent ones.
 */
export function ratesPerGroup(
  people: readonly DescribedPerson[],
  labels: GroupLabels,
  threshold: number,
  random: () => number,
): readonly GroupRate[] {
  const groups = Map.groupBy(people, ({ name }) => labels.get(name));
  return [...groups].flatMap(([group, members]) => {
    if (group === undefined) return [];
    const comparisons = everyComparison(members.map(({ pictures }) => pictures));
    return {
      group,
      people: members.length,
      genuine: comparisons.genuine.reduce((sum, cosines) => sum + cosines.length, 0),
      impostor: comparisons.impostor.total,
      misses: missesAt(threshold, comparisons, random),
      fmr: comparisons.impostor.acceptedAt(threshold),
    };
  });
}

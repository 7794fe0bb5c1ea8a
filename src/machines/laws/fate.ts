import { checkFlow } from '../flow/check.ts';
import { NeverRests } from '../explore/chart.ts';
import type { Mutant } from '../explore/mutate.ts';
import type { LoadedFlow } from '../load.ts';
import type { Problem } from '../problem.ts';
import type { TraceStep } from '../../vocabulary/trace.ts';
import { crashes, line, losses, modes, visits } from '../explore/scopes.ts';
import { replayTrace } from '../trace/replay.ts';
import { holdLaws } from './judge.ts';
import { mostPlaces } from './law-problems.ts';

/** What found a mutant, or that nothing did. */
export interface Fate {
  readonly by: 'checker' | 'law' | 'trace' | 'nobody';
  /** Code of the problem, name of the law, line of the trace. */
  readonly what: string;
}

/** A recorded visit and the settings it was recorded under. */
export interface Golden {
  readonly name: string;
  readonly settings: LoadedFlow['settings'];
  readonly steps: readonly (TraceStep & { readonly line: number })[];
}

/**
 * Applies a mutant, asks the checker, the laws and the golden traces in turn, and undoes it. Traces come last so that the
 * rate of the laws is not flattered. Settings should switch on whatever a facility may ask for: what never happens
 * cannot be judged.
 */
export function fateOf(mutant: Mutant, loaded: LoadedFlow, traces: readonly Golden[], most = mostPlaces): Fate {
  const undo = mutant.apply();
  try {
    const problems: Problem[] = [];
    checkFlow(loaded.flow, loaded.settingTable, problems);
    if (problems[0] !== undefined) return { by: 'checker', what: problems[0].code };
    const broken = holds(loaded, most);
    if (broken !== undefined) return { by: 'law', what: broken };
    for (const { name, settings, steps } of traces) {
      const replayed = replayTrace({ ...loaded, settings }, steps);
      if (!replayed.same) return { by: 'trace', what: `${name}:${replayed.line}` };
    }
    return { by: 'nobody', what: '' };
  } finally {
    undo();
  }
}

const smallestFirst = [line, crashes, modes, losses, visits];

function holds(loaded: LoadedFlow, most: number): string | undefined {
  try {
    const { violations, explored } = holdLaws(loaded, { first: true, most }, smallestFirst);
    if (violations[0] !== undefined) return violations[0].law.name;
    return explored.some(({ finished }) => !finished) ? 'grows without bound' : undefined;
  } catch (error) {
    // No law has to say so.
    if (error instanceof NeverRests) return 'never rests';
    throw error;
  }
}

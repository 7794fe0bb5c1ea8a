import type { MachineEvent } from '../build.ts';
import type { Chart, Standing, Stride } from '../explore/chart.ts';
import type { Exploration, Tally } from '../explore/explore.ts';
import type { State } from '../flow/definition.ts';
import type { Place, Problem } from '../problem.ts';
import type { SettingValues } from '../settings.ts';

/** What a law sees of one step: from where, by what, to where, and what was begun on the way. */
export interface Scene {
  readonly chart: Chart;
  readonly settings: SettingValues;
  readonly from: Standing;
  readonly event: MachineEvent;
  readonly stride: Stride;
  readonly to: Standing;
  /** What was counted before this step and after it (tallies.ts). */
  readonly before: Tally;
  readonly after: Tally;
}

/**
 * Something that holds on every way through the flow, whatever the world does (domain facts, R 3-10 and others). Each law
 * judges steps, the explored graph, or the flow's text, and says in a few words what it found.
 */
export interface Law {
  /** Stable code of the problem that a violation is: F40x secrets, F41x card, F42x PIN, F43x consent, F44x service. */
  readonly code: string;
  readonly name: string;
  /** R items, or where in the domain facts it comes from. */
  readonly basis: string;
  readonly ja: string;
  readonly says: string;
  readonly onStep?: (scene: Scene) => string | undefined;
  readonly onGraph?: (graph: Exploration, chart: Chart) => Iterable<Finding>;
  readonly onFlow?: (chart: Chart) => Iterable<{ readonly place: Place; readonly detail: string }>;
}

export interface Finding {
  /** Index of a place of the exploration. */
  readonly at: number;
  readonly detail: string;
}

export interface Violation {
  readonly law: Law;
  readonly detail: string;
  /** Where in the flow's files. */
  readonly place: Place;
  /** A shortest way there: the events since the start. */
  readonly way: readonly MachineEvent[];
}

/** A violation as a problem of the flow, like those the checker finds, with the way there as help. */
export function problemOf({ law, detail, place, way }: Violation): Problem {
  const problem = { code: law.code, place, ja: law.ja, en: `Law ${law.name} (${law.basis}): ${detail}.` };
  return way.length === 0 ? problem : { ...problem, help: `way there: ${way.map(eventText).join(' → ')}` };
}

function eventText({ type, ...fields }: MachineEvent): string {
  return (
    type +
    Object.entries(fields)
      .map(([name, value]) => ` ${name}=${String(value)}`)
      .join('')
  );
}

/** The innermost journey state: the region that draws. */
export function journeyLeaf({ leaves }: Standing): State | undefined {
  return leaves.find((leaf) => leaf.chain.at(-1)?.state.name === 'journey')?.state;
}

/** The state whose screen is shown. */
export function drawnState(standing: Standing): State | undefined {
  for (const leaf of standing.leaves)
    for (const node of leaf.chain) if (node.state.screen !== undefined) return node.state;
  return undefined;
}

/** True when this state, named by its path, is active. */
export function isIn({ leaves }: Standing, path: string): boolean {
  return leaves.some((leaf) => leaf.chain.some((node) => node.state.path === path));
}

/** True when the step went into the state from outside. */
export function enters({ from, to }: Scene, path: string): boolean {
  return isIn(to, path) && !isIn(from, path);
}

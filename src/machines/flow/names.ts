import { happenings, signals, touches } from '../../vocabulary/events.ts';
import type { FieldTable } from '../../vocabulary/fields.ts';
import { jobs, type JobName, type JobSpec } from '../../vocabulary/jobs.ts';
import { allStates, outwards, type Flow, type State } from './definition.ts';

/** The event names under which the outcomes of a job reach the machine, with their fields. */
export function outcomesOf(job: JobName): ReadonlyMap<string, { readonly fields: FieldTable; readonly last: boolean }> {
  const { notes, ends }: JobSpec = jobs[job];
  const outcomes = new Map<string, { readonly fields: FieldTable; readonly last: boolean }>();
  for (const [outcome, fields] of Object.entries(notes)) outcomes.set(`${job}.${outcome}`, { fields, last: false });
  for (const [outcome, fields] of Object.entries(ends)) outcomes.set(`${job}.${outcome}`, { fields, last: true });
  return outcomes;
}

const jobNames = Object.keys(jobs).filter((name): name is JobName => name in jobs);

/** The whole alphabet: every event the machine may ever receive, with the fields it carries. */
export const alphabet: ReadonlyMap<string, FieldTable> = new Map<string, FieldTable>([
  ...Object.entries<FieldTable>(touches),
  ...Object.entries<FieldTable>(happenings),
  ...Object.entries<FieldTable>(signals),
  ...jobNames.flatMap((job) => [...outcomesOf(job)].map(([event, { fields }]) => [event, fields] as const)),
]);

/** The job that answers with this event, or undefined for touches, happenings and signals. */
export const jobOfOutcome: ReadonlyMap<string, JobName> = new Map(
  jobNames.flatMap((job) => [...outcomesOf(job).keys()].map((event) => [event, job] as const)),
);

/**
 * The state a target name means, seen from `from`: a child, else a sibling, else a sibling further out, else the only state
 * of that name anywhere. Dotted names mean a path ending. `several` when the name is ambiguous.
 */
export function resolveTarget(flow: Flow, from: State, name: string): State | 'unknown' | 'several' {
  const parts = name.split('.');
  const head = parts[0];
  const scopes = [from.children, ...[...outwards(from)].map((around) => around.parent?.children ?? flow.regions)];
  for (const among of scopes) {
    const first = among.find((state) => state.name === head);
    const found = first === undefined ? undefined : descend(first, parts.slice(1));
    if (found !== undefined) return found;
  }
  const matches = [...allStates(flow.regions)].filter(
    (state) => state.path === name || state.path.endsWith(`.${name}`),
  );
  if (matches.length > 1) return 'several';
  return matches[0] ?? 'unknown';
}

function descend(state: State, parts: readonly string[]): State | undefined {
  let at: State | undefined = state;
  for (const part of parts) at = at?.children.find((child) => child.name === part);
  return at;
}

/** The state named by a full path (`prep.ready`), for `in:` conditions. */
export function stateAt(flow: Flow, path: string): State | undefined {
  const matches = [...allStates(flow.regions)].filter(
    (state) => state.path === path || state.path.endsWith(`.${path}`),
  );
  return matches.length === 1 ? matches[0] : undefined;
}

import type { MachineEvent } from '../build.ts';
import type { VariableValue } from '../flow/definition.ts';
import type { Chart, Standing, Stride } from './chart.ts';
import type { Node } from './compile.ts';
import { Happenings, regionOf, type Scope } from './happenings.ts';
import { liveVariables, type Readers } from './liveness.ts';

/** What a law keeps in mind along the way, beside the flow's own memory: small numbers by name. */
export type Tally = { readonly [name: string]: number };

export interface Observer {
  readonly readers: Readers;
  readonly start: Tally;
  /** Called once for each edge, with the index of the place it leaves; returns the tally after it. */
  readonly onEdge: (from: Place, event: MachineEvent, stride: Stride, at: number) => Tally;
  /** Which tallies still matter there; the others are no part of the key. */
  readonly relevant: (standing: Standing, tally: Tally) => Tally;
  /** Places after which the exploration gives up; without, it goes on until nothing is new. */
  readonly most: number | undefined;
  /** Asked after each place: whether what was found is enough. */
  readonly enough: () => boolean;
}

/** A reached place: where the chart stands and what the laws keep in mind. */
export interface Place {
  readonly standing: Standing;
  readonly tally: Tally;
}

export interface Exploration {
  readonly scope: Scope;
  readonly places: readonly Place[];
  /** Edge i leads from `edgeFrom[i]` to `edgeTo[i]` by `edgeEvent[i]`. */
  readonly edgeFrom: readonly number[];
  readonly edgeTo: readonly number[];
  readonly edgeEvent: readonly MachineEvent[];
  /** Index of the edge by which each place was first reached, -1 for the start. */
  readonly reachedBy: readonly number[];
  /** False when it was ended before everything was seen. */
  readonly finished: boolean;
}

/** Walks the chart breadth first until nothing new is found, so that the way to each place is a shortest one. */
export function explore(chart: Chart, scope: Scope, observer: Observer): Exploration {
  const live = liveVariables(chart, observer.readers);
  const everLive = new Set([...live.values()].flatMap((names) => [...names]));
  const keys = new Keys(chart, scope, live);
  const happenings = new Happenings(chart, scope, (variable) => everLive.has(variable));

  const places: Place[] = [];
  const reachedBy: number[] = [];
  const edgeFrom: number[] = [];
  const edgeTo: number[] = [];
  const edgeEvent: MachineEvent[] = [];
  const seen = new Map<string, number>();
  const visit = (standing: Standing, tally: Tally, by: number): number => {
    const kept = observer.relevant(standing, tally);
    const key = keys.of(standing, kept);
    const known = seen.get(key);
    if (known !== undefined) return known;
    const index = places.length;
    seen.set(key, index);
    places.push({ standing, tally: kept });
    reachedBy.push(by);
    return index;
  };
  const first = chart.start().to;
  const frozen = Object.fromEntries(scope.frozen.map((name) => [name, first.memory[name] ?? false]));
  visit(first, observer.start, -1);
  let at = 0;
  const most = observer.most ?? Number.POSITIVE_INFINITY;
  for (; at < places.length && places.length < most && !observer.enough(); at++) {
    const place = places[at];
    if (place === undefined) break;
    for (const event of happenings.at(place.standing)) {
      const stride = chart.step(place.standing, event);
      if (!stride.taken) continue;
      const tally = observer.onEdge(place, event, stride, at);
      const edge = edgeFrom.length;
      edgeFrom.push(at);
      edgeEvent.push(event);
      edgeTo.push(visit({ ...stride.to, memory: { ...stride.to.memory, ...frozen } }, tally, edge));
    }
  }
  return {
    scope,
    places,
    edgeFrom,
    edgeTo,
    edgeEvent,
    reachedBy,
    finished: at >= places.length,
  };
}

/** A shortest way to a place, as the events on it. */
export function wayTo(
  exploration: Pick<Exploration, 'reachedBy' | 'edgeFrom' | 'edgeEvent'>,
  place: number,
): readonly MachineEvent[] {
  const events: MachineEvent[] = [];
  for (let at = place; ;) {
    const edge = exploration.reachedBy[at] ?? -1;
    const event = exploration.edgeEvent[edge];
    if (event === undefined) return events.toReversed();
    events.push(event);
    at = exploration.edgeFrom[edge] ?? 0;
  }
}

/** Makes the key of a place: the leaves, the live variables and the tallies that matter, one character each. */
class Keys {
  readonly #chart: Chart;
  readonly #apart: readonly string[];
  readonly #live: ReadonlyMap<Node, ReadonlySet<string>>;
  readonly #namesAt = new Map<string, readonly string[]>();
  readonly #codes = new Map<string, ReadonlyMap<VariableValue, string>>();

  constructor(chart: Chart, scope: Scope, live: ReadonlyMap<Node, ReadonlySet<string>>) {
    this.#chart = chart;
    this.#apart = scope.apart;
    this.#live = live;
    for (const variable of chart.flow.variables.values()) {
      const values: readonly VariableValue[] =
        variable.kind === 'flag'
          ? [false, true]
          : variable.kind === 'word'
            ? variable.words
            : Array.from({ length: variable.to - variable.from + 1 }, (_, i) => variable.from + i);
      this.#codes.set(variable.name, new Map(values.map((value, i) => [value, String.fromCharCode(48 + i)])));
    }
  }

  of({ leaves, memory }: Standing, tally: Tally): string {
    let key = '';
    for (const leaf of leaves) if (!this.#apart.includes(regionOf(leaf))) key += String.fromCharCode(48 + leaf.index);
    for (const name of this.#names(key, leaves)) {
      const value = memory[name] ?? false;
      key += name === 'error' ? (value === 'none' ? '-' : '!') : (this.#codes.get(name)?.get(value) ?? '?');
    }
    for (const name of Object.keys(tally))
      key += tally[name] === undefined ? '' : String.fromCharCode(48 + (tally[name] ?? 0));
    return key;
  }

  #names(leafKey: string, leaves: readonly Node[]): readonly string[] {
    const found = this.#namesAt.get(leafKey);
    if (found !== undefined) return found;
    const live = new Set(leaves.flatMap((leaf) => [...(this.#live.get(leaf) ?? [])]));
    const names = [...this.#chart.flow.variables.keys()].filter((name) => live.has(name));
    this.#namesAt.set(leafKey, names);
    return names;
  }
}

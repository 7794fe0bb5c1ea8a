import type { Action } from '../flow/definition.ts';
import { variablesRead } from '../conditions.ts';
import type { Chart } from './chart.ts';
import type { Act, Arrow, Node } from './compile.ts';

/** Variables that others than the flow's own conditions look at: the laws. */
export interface Readers {
  /** Read while the state is active. */
  readonly inState: (node: Node) => readonly string[];
  /** Read when the state is entered, before anything else happens there: the input of its job. */
  readonly onEntry: (node: Node) => readonly string[];
}

/**
 * For each leaf the variables whose value can still matter: read on some way on before they are written anew. Two
 * standings that differ only in other variables behave alike, so exploration keeps one of them.
 *
 * A backward fixpoint in each region by itself, which only ever calls too much live: a region does not know what the
 * others write. What another region reads on a signal is read where the signal is raised.
 */
export function liveVariables(chart: Chart, readers: Readers): ReadonlyMap<Node, ReadonlySet<string>> {
  const { flow } = chart;
  const leaves = chart.nodes.filter((node) => node.state.children.length === 0);
  const live = new Map<Node, Set<string>>(leaves.map((leaf) => [leaf, new Set(leaf.chain.flatMap(readers.inState))]));
  const leavesWithin = new Map(chart.nodes.map((node) => [node, leaves.filter((leaf) => leaf.chain.includes(node))]));
  const readOf = (arrow: Arrow): ReadonlySet<string> =>
    arrow.transition?.guard === undefined ? new Set() : variablesRead(arrow.transition.guard, flow);

  /** What matters before `acts`, given what matters after them. */
  const before = (acts: readonly Act[], after: ReadonlySet<string>): Set<string> => {
    const names = new Set(after);
    for (const act of acts.toReversed()) {
      for (const name of overwritten(act.action)) names.delete(name);
      if (act.action.kind === 'set' && act.action.when !== undefined)
        for (const name of variablesRead(act.action.when, flow)) names.add(name);
      if ('raise' in act) for (const name of readOnSignal(act.raise)) names.add(name);
    }
    return names;
  };
  const beforeArrow = (arrow: Arrow, leaf: Node): Set<string> => {
    const entered = arrow.target?.entered ?? [];
    let names: Set<string> = new Set(live.get(entered.at(-1) ?? leaf));
    for (const node of entered.toReversed()) {
      for (const name of readers.onEntry(node)) names.add(name);
      names = before(node.entry, names);
    }
    names = before(arrow.acts, names);
    if (arrow.target !== undefined) {
      const { domain } = arrow.target;
      const left = domain === undefined ? leaf.chain : leaf.chain.slice(0, leaf.chain.indexOf(domain));
      for (const node of left.toReversed()) names = before(node.exit, names);
    }
    for (const name of readOf(arrow)) names.add(name);
    return names;
  };
  const signals = new Set(chart.nodes.flatMap((node) => [...raisedBy(node)]));
  /** Signals whose readers are being gathered: one that raises itself in the end would go on for ever. The chart refuses to run it. */
  const underWay = new Set<string>();
  const readOnSignal = (signal: string): ReadonlySet<string> => {
    const names = new Set<string>();
    if (underWay.has(signal)) return names;
    underWay.add(signal);
    for (const node of chart.nodes)
      for (const arrow of node.on.get(signal) ?? [])
        for (const leaf of leavesWithin.get(node) ?? []) for (const name of beforeArrow(arrow, leaf)) names.add(name);
    underWay.delete(signal);
    return names;
  };

  for (let changed = true; changed;) {
    changed = false;
    for (const leaf of leaves) {
      const names = live.get(leaf) ?? new Set();
      const size = names.size;
      for (const node of leaf.chain) {
        for (const [trigger, arrows] of node.on)
          if (!signals.has(trigger))
            for (const arrow of arrows) for (const name of beforeArrow(arrow, leaf)) names.add(name);
        for (const arrow of node.always) for (const name of beforeArrow(arrow, leaf)) names.add(name);
      }
      if (names.size > size) changed = true;
    }
  }
  return live;
}

function overwritten(action: Action): readonly string[] {
  if (action.kind === 'set') return action.when === undefined ? Object.keys(action.values) : [];
  if (action.kind === 'copy') return Object.keys(action.fields);
  return action.kind === 'reset' ? action.names : [];
}

function* raisedBy(node: Node): Generator<string> {
  const arrows = [...[...node.on.values()].flat(), ...node.always];
  for (const act of [...node.entry, ...node.exit, ...arrows.flatMap(({ acts }) => acts)])
    if ('raise' in act) yield act.raise;
}

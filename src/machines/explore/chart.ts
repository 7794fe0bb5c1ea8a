import type { EffectName } from '../../vocabulary/effects.ts';
import type { JobName } from '../../vocabulary/jobs.ts';
import type { MachineEvent } from '../build.ts';
import { freshMemory } from '../memory.ts';
import type { Flow, Memory } from '../flow/definition.ts';
import type { SettingValues } from '../settings.ts';
import { compileChart, type Act, type Arrow, type Node } from './compile.ts';

/** Where the statechart stands: one innermost state for each region, in the order of the flow, and what it remembers. */
export interface Standing {
  readonly leaves: readonly Node[];
  readonly memory: Memory;
}

export interface JobStart {
  readonly job: JobName;
  readonly input: Memory;
}

/** What one event did: everything between it and the next rest. */
export interface Stride {
  readonly to: Standing;
  /** False when no region took the event. */
  readonly taken: boolean;
  readonly started: readonly JobStart[];
  readonly effects: readonly EffectName[];
  readonly raised: readonly string[];
  /** The arrows that were taken, in order, also those in passing. */
  readonly arrows: readonly Arrow[];
}

/** More arrows than any sane event sets off: the flow runs in a circle. */
const mostSteps = 200;

/** Arrows without event or signals lead in a circle. */
export class NeverRests extends Error {}

/**
 * A second, small implementation of what a flow means, beside the XState machine that runs (build.ts). Exploration takes
 * hundreds of thousands of steps and needs it for its speed; test/machines/explore/chart.test.ts holds it to XState.
 * It covers what flows can say: parallel regions on top, no parallel states within, no history.
 */
export class Chart {
  readonly flow: Flow;
  readonly settings: SettingValues;
  readonly nodes: readonly Node[];
  readonly #roots: readonly Node[];

  constructor(flow: Flow, settings: SettingValues) {
    this.flow = flow;
    this.settings = settings;
    const { nodes, roots } = compileChart(flow, settings);
    this.nodes = nodes;
    this.#roots = roots;
  }

  start(): Stride {
    const run = new Run([], freshMemory(this.flow), { type: 'xstate.init' });
    for (const root of this.#roots) run.leaves.push(run.enterAll(root.defaultEntry));
    run.settle();
    return run.done(true);
  }

  step(from: Standing, event: MachineEvent): Stride {
    const run = new Run([...from.leaves], from.memory, event);
    const taken = run.take(run.enabled(event));
    if (taken) run.settle();
    return run.done(taken);
  }
}

interface Choice {
  readonly region: number;
  readonly arrow: Arrow;
}

class Run {
  readonly leaves: Node[];
  memory: Memory;
  event: MachineEvent;
  readonly #queue: string[] = [];
  readonly #started: JobStart[] = [];
  readonly #effects: EffectName[] = [];
  readonly #raised: string[] = [];
  readonly #arrows: Arrow[] = [];

  constructor(leaves: Node[], memory: Memory, event: MachineEvent) {
    this.leaves = leaves;
    this.memory = memory;
    this.event = event;
  }

  done(taken: boolean): Stride {
    return {
      to: { leaves: this.leaves, memory: this.memory },
      taken,
      started: this.#started,
      effects: this.#effects,
      raised: this.#raised,
      arrows: this.#arrows,
    };
  }

  /** In each region the innermost state that knows the event and whose guard lets it through. */
  enabled(event: MachineEvent): readonly Choice[] {
    return this.#choose((node) => node.on.get(event.type));
  }

  #choose(arrowsOf: (node: Node) => readonly Arrow[] | undefined): readonly Choice[] {
    const choices: Choice[] = [];
    this.leaves.forEach((leaf, region) => {
      for (const node of leaf.chain) {
        const arrow = arrowsOf(node)?.find(
          ({ guard }) => guard === undefined || guard(this.memory, this.event, this.leaves),
        );
        if (arrow === undefined) continue;
        choices.push({ region, arrow });
        return;
      }
    });
    return choices;
  }

  /** Arrows without event first, then the signals raised, until nothing moves. */
  settle(): void {
    for (let steps = 0; ; steps++) {
      if (steps > mostSteps) throw new NeverRests(`the flow never rests after ${this.event.type}`);
      if (this.take(this.#choose((node) => (node.always.length === 0 ? undefined : node.always)))) continue;
      const type = this.#queue.shift();
      if (type === undefined) return;
      this.event = { type };
      this.take(this.enabled(this.event));
    }
  }

  take(choices: readonly Choice[]): boolean {
    for (const { region, arrow } of choices.toReversed()) {
      const { target } = arrow;
      if (target === undefined) continue;
      for (const node of this.leaves[region]?.chain ?? []) {
        if (node === target.domain) break;
        this.#run(node.exit);
      }
    }
    for (const { arrow } of choices) {
      this.#run(arrow.acts);
      this.#arrows.push(arrow);
    }
    for (const { region, arrow } of choices) {
      if (arrow.target !== undefined) this.leaves[region] = this.enterAll(arrow.target.entered, this.leaves[region]);
    }
    return choices.length > 0;
  }

  enterAll(nodes: readonly Node[], otherwise?: Node): Node {
    for (const node of nodes) {
      this.#run(node.entry);
      if (node.job === undefined) continue;
      const input = Object.fromEntries(node.job.with.map((name) => [name, this.memory[name] ?? false]));
      this.#started.push({ job: node.job.src, input });
    }
    const leaf = nodes.at(-1) ?? otherwise;
    if (leaf === undefined) throw new TypeError('a region is nowhere');
    return leaf;
  }

  #run(acts: readonly Act[]): void {
    for (const act of acts) {
      if ('change' in act) this.memory = { ...this.memory, ...act.change({ memory: this.memory, event: this.event }) };
      else if ('raise' in act) {
        this.#queue.push(act.raise);
        this.#raised.push(act.raise);
      } else this.#effects.push(act.effect);
    }
  }
}

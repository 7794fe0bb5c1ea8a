import { createActor, type AnyMachineSnapshot } from 'xstate';
import type { Vault } from '../../actors/vault.ts';
import { activeLeaves, buildMachine, type MachineEvent, type Surroundings } from '../../machines/build.ts';
import { outwards } from '../../machines/flow/definition.ts';
import type { LoadedFlow } from '../../machines/load.ts';
import { takesTouch, viewOf } from '../../machines/view.ts';
import type { EffectName } from '../../vocabulary/effects.ts';
import type { Happening, TouchEvent } from '../../vocabulary/events.ts';
import type { World } from '../../vocabulary/jobs.ts';
import type { SecretName } from '../../vocabulary/secrets.ts';
import type { View } from '../../vocabulary/view.ts';

/** One step of the machine, as trace, log and dock see it. */
export interface Step {
  readonly event: MachineEvent;
  /** Paths of the active innermost states after the event. */
  readonly leaves: readonly string[];
  readonly effects: readonly EffectName[];
}

export interface RuntimeParts {
  readonly loaded: LoadedFlow;
  readonly world: World;
  readonly vault: Vault;
  readonly effect: (name: EffectName) => void;
  readonly onStep: (step: Step) => void;
  readonly onView: (view: View) => void;
  readonly onFault: (where: string, error: unknown) => void;
}

/**
 * The running machine: one actor, fed with happenings and touches, and after each step the vault keeps only what the
 * active states hold. That is the one place where every secret leaves on every path (R 3-16).
 */
export class Runtime {
  readonly #parts: RuntimeParts;
  readonly #actor: ReturnType<typeof createActor>;
  #effects: EffectName[] = [];
  #shown = '';

  constructor(parts: RuntimeParts) {
    this.#parts = parts;
    const surroundings: Surroundings = {
      // The table of jobs is checked against the vocabulary by its type; the machine gives inputs by the same table.
      jobs: parts.world as unknown as Surroundings['jobs'],
      effect: (name) => {
        this.#effects.push(name);
        try {
          parts.effect(name);
        } catch (error) {
          // An action that throws would leave the machine dead.
          parts.onFault(`effect ${name}`, error);
        }
      },
      fault: parts.onFault,
    };
    const machine = buildMachine(parts.loaded.flow, parts.loaded.settings, surroundings);
    let event: MachineEvent | undefined;
    this.#actor = createActor(machine, {
      inspect: (inspection) => {
        if (inspection.actorRef !== this.#actor) return;
        if (inspection.type === '@xstate.event') event = inspection.event;
        if (inspection.type !== '@xstate.snapshot' || event === undefined) return;
        // One step for each event: stopping the actor tells of a snapshot too.
        const settled = event;
        event = undefined;
        this.#settle(settled);
      },
    });
    this.#actor.subscribe({ error: (error) => parts.onFault('machine', error) });
  }

  start(): void {
    this.#actor.start();
    this.#show();
  }

  stop(): void {
    this.#actor.stop();
    this.#parts.vault.wipeAll();
  }

  get view(): View {
    return viewOf(this.#parts.loaded.flow, this.snapshot);
  }

  get snapshot(): AnyMachineSnapshot {
    return this.#actor.getSnapshot() as AnyMachineSnapshot;
  }

  /** Paths of the active innermost states. */
  get leaves(): readonly string[] {
    return activeLeaves(this.#parts.loaded.flow, this.snapshot).map((state) => state.path);
  }

  happen(happening: Happening): void {
    this.#actor.send(happening);
  }

  /** Lets a touch through when the present view offers it; says whether it did. */
  touch(event: TouchEvent): boolean {
    if (!takesTouch(this.view, event.type, this.snapshot)) return false;
    this.#actor.send(event);
    return true;
  }

  #settle(event: MachineEvent): void {
    const { loaded, vault, onStep } = this.#parts;
    const active = activeLeaves(loaded.flow, this.snapshot);
    const held = new Set<SecretName>(active.flatMap((leaf) => [...outwards(leaf)].flatMap((state) => state.holds)));
    vault.keepOnly(held);
    const effects = this.#effects;
    this.#effects = [];
    onStep({ event, leaves: active.map((state) => state.path), effects });
    this.#show();
  }

  #show(): void {
    const view = this.view;
    const text = JSON.stringify(view);
    if (text === this.#shown) return;
    this.#shown = text;
    this.#parts.onView(view);
  }
}

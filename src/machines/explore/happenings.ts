import { devices as deviceNames } from '../../vocabulary/events.ts';
import type { FieldTable } from '../../vocabulary/fields.ts';
import type { MachineEvent } from '../build.ts';
import type { Condition } from '../flow/definition.ts';
import { alphabet, jobOfOutcome } from '../flow/names.ts';
import type { Chart, Standing } from './chart.ts';
import type { Node } from './compile.ts';

/** How high counters in answers are tried: remaining tries above 3 behave like 3 (a PIN has three, card.md). */
const mostTries = 3;

/** Which part of the world may act in an exploration. */
export interface Scope {
  readonly title: string;
  /** Regions left out: nothing of them happens and they are no part of the key. They must decide nothing elsewhere. */
  readonly apart: readonly string[];
  readonly devices: readonly (typeof deviceNames)[number][];
  readonly faults: boolean;
  /** Variables that keep their first value throughout. */
  readonly frozen: readonly string[];
  /** Whether this event is tried in this state of the journey (path of the state that draws). */
  readonly allows: (type: string, state: string) => boolean;
}

/**
 * Everything that may happen next where the chart stands: touches the view offers, the card where it can come or go,
 * answers of jobs that run, delays of active states, and devices. Events that no active state knows are left out.
 */
export class Happenings {
  readonly #scope: Scope;
  readonly #used: ReadonlySet<string>;
  readonly #cache = new Map<string, readonly MachineEvent[]>();
  readonly #variants = new Map<string, readonly MachineEvent[]>();

  /** `matters`: whether the value of a variable ever decides anything. */
  constructor(chart: Chart, scope: Scope, matters: (variable: string) => boolean) {
    this.#scope = scope;
    this.#used = fieldsUsed(chart, matters);
  }

  at({ leaves, memory }: Standing): readonly MachineEvent[] {
    const key = leaves.map((leaf) => leaf.index).join(' ');
    let events = this.#cache.get(key);
    if (events === undefined) {
      events = this.#possible(leaves).flatMap((type) => this.#spread(type));
      this.#cache.set(key, events);
    }
    // A refused PIN costs a try: an answer that says otherwise is a lying card, tried elsewhere (test/actors/card).
    const most = Number(memory['pinLeft'] ?? 0);
    // And the program speaks of the PIN only where one was sent.
    const byPin = memory['method'] === 'pin';
    return events.filter(({ type, left, device }) => {
      if (/^program\..*\.pin/.test(type)) return byPin && (typeof left !== 'number' || left < Math.max(1, most));
      if (type === 'DEVICE.LOST') return deviceNames.every((name) => memory[`${name}Up`] !== false);
      return type !== 'DEVICE.BACK' || memory[`${String(device)}Up`] === false;
    });
  }

  #possible(leaves: readonly Node[]): readonly string[] {
    const { apart, devices, faults, allows } = this.#scope;
    const inside = leaves.filter((leaf) => !apart.includes(regionOf(leaf)));
    const active = inside.flatMap((leaf) => leaf.chain);
    const known = new Set(active.flatMap((node) => [...node.on.keys()]));
    const drawn = active.find((node) => node.state.screen !== undefined)?.state;
    const running = new Set(active.flatMap((node) => (node.job === undefined ? [] : [node.job.src])));
    const absent = leaves.some((leaf) => leaf.state.path === 'presence.absent');
    return [...known].filter((type) => {
      if (!allows(type, drawn?.path ?? '')) return false;
      if (type === 'CARD.IN') return absent;
      if (type === 'CARD.OUT') return !absent;
      if (type.startsWith('DEVICE.L') || type.startsWith('DEVICE.B')) return devices.length > 0;
      if (type === 'DEVICE.UNKNOWN' || type === 'FAULT') return faults;
      if (type.startsWith('xstate.after.')) return true;
      const job = jobOfOutcome.get(type);
      if (job !== undefined) return running.has(job);
      if (type.startsWith('PIN.')) return drawn?.screen === 'pad';
      return drawn?.offers.some(({ touch }) => touch === type) === true;
    });
  }

  /** The event with every value of the fields that decide something, and one value of the others. */
  #spread(type: string): readonly MachineEvent[] {
    const found = this.#variants.get(type);
    if (found !== undefined) return found;
    const fields: FieldTable = alphabet.get(type) ?? {};
    let events: readonly MachineEvent[] = [{ type }];
    for (const [name, spec] of Object.entries(fields)) {
      const all: readonly (string | number)[] =
        'oneOf' in spec
          ? spec.oneOf
          : Array.from({ length: Math.min(spec.to, mostTries) - spec.from + 1 }, (_, i) => spec.from + i);
      const usual = 'oneOf' in spec ? all.slice(0, 1) : all.slice(-1);
      const values =
        type.startsWith('DEVICE.') && type !== 'DEVICE.UNKNOWN'
          ? this.#scope.devices
          : this.#used.has(`${type} ${name}`)
            ? all
            : usual;
      events = events.flatMap((event) => values.map((value) => ({ ...event, [name]: value })));
    }
    this.#variants.set(type, events);
    return events;
  }
}

/** `<event> <field>` for each field that some guard asks for or some variable that matters takes. */
function fieldsUsed(chart: Chart, matters: (variable: string) => boolean): ReadonlySet<string> {
  const used = new Set<string>();
  for (const node of chart.nodes) {
    for (const [type, arrows] of node.on) {
      for (const arrow of arrows) {
        for (const { action } of arrow.acts)
          if (action.kind === 'copy')
            for (const [variable, field] of Object.entries(action.fields))
              if (matters(variable)) used.add(`${type} ${field}`);
        if (arrow.transition?.guard !== undefined)
          for (const field of fieldsAsked(arrow.transition.guard)) used.add(`${type} ${field}`);
      }
    }
  }
  return used;
}

function fieldsAsked(condition: Condition): readonly string[] {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.flatMap(fieldsAsked);
    case 'not':
      return fieldsAsked(condition.of);
    case 'event':
      return [condition.field];
    default:
      return [];
  }
}

export function regionOf(leaf: Node): string {
  return leaf.chain.at(-1)?.state.name ?? '';
}

/** True for what the patient or the staff does with a finger. */
export function isTouch(type: string): boolean {
  return !type.startsWith('xstate.') && /^[A-Z]/.test(type) && !/^(CARD|DEVICE)\.|^FAULT$/.test(type);
}

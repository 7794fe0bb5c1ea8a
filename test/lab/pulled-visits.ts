import { join } from 'node:path';
import { ensureNetworks } from '../../src/actors/models/ensure-networks.ts';
import { loadManifest } from '../../src/actors/models/manifest.ts';
import { productRoot, yamlFiles } from '../../src/host/core/files.ts';
import { startKiosk, type Kiosk } from '../../src/host/kiosk.ts';
import { labReader, pcscdSocket, plugSocket } from '../../src/host/lab/place.ts';
import { loadPatients } from '../../src/host/practice/patients.ts';
import { Visit, type VisitEnd } from '../../src/host/practice/visit.ts';
import { loadFlow } from '../../src/machines/load.ts';
import { PullingPlug, type Passed, type PullAt } from './pulling-plug.ts';

/** Waits of a visit at their shortest, so that many fit into a test. */
const quick = `
faceTries: 2
faceHintSeconds: 1
noticeSeconds: 2
cardLeftFirst: 3
idleWarning: 15
consentIdle: 30
probeHard: 2
`;
const longest = 100_000;
/**
 * pcscd 1.9.9 with vpcd sometimes does not see a card that comes right after one that was pulled in the middle of an exchange;
 * as a patient would, it is then lifted and laid down again. ms without a CARD.IN.
 */
const unseenMs = 3_000;
const fullTries = 3;

export interface VisitReport extends Passed {
  readonly end: VisitEnd;
  /** The card was pulled at the wanted APDU; false when the visit had fewer. */
  readonly pulled: boolean;
  /** How often the card had to be laid down again before the reader saw it. */
  readonly laidAgain: number;
  /** Everything that was not as it must be, in words. */
  readonly wrong: readonly string[];
}

/** A kiosk on the lab's reader whose cards can be pulled at any APDU. */
export class PulledVisits {
  readonly #kiosk: Kiosk;
  readonly #plug: PullingPlug;
  readonly #faults: string[];
  readonly #patience: number;
  readonly #patients = loadPatients();
  /** PIN tries that each patient's card must have, by what was presented to it so far. */
  readonly #tries = new Map<string, number>();

  /** `folder`: the lab's. `patience`: ms that the patient takes to touch a screen; the card's photo is read meanwhile. */
  static async open(folder: string, patience = 60): Promise<PulledVisits> {
    const plug = await PullingPlug.open(plugSocket(folder));
    const faults: string[] = [];
    const kiosk = await startKiosk({
      loaded: loadFlow(yamlFiles(join(productRoot, 'flows')), { file: 'quick.yaml', text: quick }),
      texts: {},
      networks: await ensureNetworks({ manifest: loadManifest() }),
      patient: 'pin',
      reader: { name: labReader, socket: pcscdSocket(folder), plug: plug.path },
      onFault: (where, error) => faults.push(`${where}: ${String(error)}`),
    });
    kiosk.hardware.order({ order: 'server', mood: 'online', seconds: 0 });
    return new PulledVisits(kiosk, plug, faults, patience);
  }

  private constructor(kiosk: Kiosk, plug: PullingPlug, faults: string[], patience: number) {
    this.#patience = patience;
    this.#kiosk = kiosk;
    this.#plug = plug;
    this.#faults = faults;
  }

  get kiosk(): Kiosk {
    return this.#kiosk;
  }

  /** One visit; the card leaves at `pullAt`, counted from its being put down, or when the patient takes it. */
  async visit(name: string, pullAt?: PullAt): Promise<VisitReport> {
    const patient = this.#patients.get(name);
    if (patient === undefined) throw new Error(`no patient ${name}`);
    const expected = this.#tries.get(name) ?? fullTries;
    const wrong: string[] = [];
    this.#plug.arm(pullAt);
    const last: string[] = [];
    let laidAgain = 0;
    let unseen: NodeJS.Timeout | undefined;
    const layAgain = async () => {
      laidAgain += 1;
      await this.#kiosk.hardware.remove();
      await this.#kiosk.hardware.place(name);
      unseen = setTimeout(() => void layAgain(), unseenMs);
    };
    const stop = this.#kiosk.listen({
      onStep: ({ event, leaves }) => {
        if (event.type === 'CARD.IN') clearTimeout(unseen);
        last.push(`${event.type} → ${leaves.find((leaf) => leaf.startsWith('journey.')) ?? ''}`);
        if (event.type !== 'card.probe.myna') return;
        const { pinTries, codeBTries } = event;
        if (pinTries !== expected) wrong.push(`PIN tries ${String(pinTries)}, predicted ${expected}`);
        if (codeBTries !== 10) wrong.push(`照合番号B tries ${String(codeBTries)}`);
      },
    });
    unseen = setTimeout(() => void layAgain(), unseenMs);
    const end = await new Visit(this.#kiosk, patient, { patience: this.#patience, longest }).run(name);
    stop();
    clearTimeout(unseen);
    const { pulled, passed } = this.#plug;
    await this.#kiosk.hardware.remove();
    await this.#absent();

    this.#tries.set(name, triesAfter(expected, patient.card.pin, patient.hands.typedPins.slice(0, passed.pins)));
    if (passed.codesB > 1) wrong.push(`照合番号B presented ${passed.codesB} times`);
    if (passed.pins > patient.hands.typedPins.length) wrong.push(`a PIN presented again: ${passed.pins}`);
    if (end === 'stuck') wrong.push(`stuck, after ${last.slice(-6).join(', ')}`);
    if (!this.#kiosk.runtime.leaves.includes('journey.idle')) wrong.push('not idle');
    const alive = this.#kiosk.vault.alive();
    if (alive.length > 0) wrong.push(`alive: ${alive.join(', ')}`);
    wrong.push(...this.#faults.splice(0));
    return { end, pulled, laidAgain, wrong, ...passed };
  }

  /** PIN tries that the patient's card must have left. */
  triesOf(name: string): number {
    return this.#tries.get(name) ?? fullTries;
  }

  async close(): Promise<void> {
    await this.#kiosk.stop();
    this.#plug.close();
  }

  /** The next card is put down only when this one's absence was seen: vpcd looks every 0.4 s. */
  #absent(): Promise<void> {
    const gone = () => this.#kiosk.runtime.leaves.includes('presence.absent');
    if (gone()) return Promise.resolve();
    return new Promise((resolve) => {
      const stop = this.#kiosk.listen({
        onStep: () => {
          if (!gone()) return;
          stop();
          resolve();
        },
      });
    });
  }
}

function triesAfter(before: number, pin: string, presented: readonly string[]): number {
  return presented.reduce((left, typed) => (typed === pin ? fullTries : Math.max(0, left - 1)), before);
}

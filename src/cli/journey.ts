import type { NetworkPaths } from '../actors/models/ensure-networks.ts';
import { Hands } from '../host/practice/hands.ts';
import { loadPatients } from '../host/practice/patients.ts';
import { practiceStaffCode, type Kiosk } from '../host/kiosk.ts';
import type { Step } from '../host/core/runtime.ts';
import type { View } from '../vocabulary/view.ts';
import { openKiosk } from './open-kiosk.ts';
import { StageTimes } from './stage-times.ts';
import { shootViews } from './shoot-views.ts';

export interface JourneyOptions {
  readonly name: string;
  readonly networks: NetworkPaths;
  /** Seconds the pretend server takes; the patient's own when undefined. */
  readonly seconds: number | undefined;
  /** Seconds a patient takes to read a screen before touching it. */
  readonly patience: number;
  readonly screens: boolean;
  readonly facility?: string;
}

/** Exit status of a visit that ended as a refusal, so that a script can tell it from our own faults (1). */
export const refusedStatus = 2;
/** A visit that lasts longer than this has got stuck: minutes of warnings and time-outs included, ms. */
const longestVisit = 420_000;

/**
 * Runs one visit of a practice patient without a browser, showing each step as it happens. Exit status 0 only when the
 * patient was received; screenshots are drawn afterwards, from the views, so that they cost the visit no time.
 */
export async function journeyCommand(options: JourneyOptions): Promise<number> {
  const patient = loadPatients().get(options.name);
  if (patient === undefined) {
    console.error(`「${options.name}」という練習の患者はいません。(no such practice patient)`);
    console.error(`  ${[...loadPatients()].map(([name, { title }]) => `${name}: ${title}`).join('\n  ')}`);
    return 64;
  }
  console.log(patient.title);
  const stages = new StageTimes();
  const views: View[] = [];
  const visit = new Visit(options.patience * 1000, new Hands(patient.hands, practiceStaffCode));
  const { kiosk, loaded, traceFile } = await openKiosk({
    networks: options.networks,
    patient: options.name,
    panel: 'headless',
    traceName: options.name,
    ...(options.facility === undefined ? {} : { facility: options.facility }),
    onStep: (step) => {
      stages.step(step);
      visit.step(step);
    },
    onView: (view) => {
      views.push(view);
      visit.view(view);
    },
  });
  if (options.seconds !== undefined)
    kiosk.hardware.order({ order: 'server', mood: 'online', seconds: options.seconds });
  const end = await visit.run(kiosk, options.name, patient.hands.takesCardAfter);
  const alive = kiosk.vault.alive();
  await kiosk.stop();

  console.log('');
  for (const line of stages.table()) console.log(`  ${line}`);
  console.log(`  記録 (trace): ${traceFile}`);
  if (options.screens) {
    const shot = await shootViews(views, loaded, options.name);
    console.log(`  画面 (screens): ${shot}`);
  }
  if (alive.length > 0) {
    console.error(`  消し残り (left in the vault): ${alive.join(', ')}`);
    return 1;
  }
  if (end === 'stuck') {
    console.error('  受付がおわりませんでした。(the visit did not end)');
    return 1;
  }
  console.log(end === 'received' ? '  ○ 受付できました (received)' : '  × 受付できませんでした (not received)');
  return end === 'received' ? 0 : refusedStatus;
}

/** One visit from the card on the tray to idle again. */
class Visit {
  readonly #patience: number;
  readonly #hands: Hands;
  readonly #started = performance.now();
  #kiosk: Kiosk | undefined;
  #pending: NodeJS.Timeout | undefined;
  #received = false;
  #underway = false;
  #ended: (() => void) | undefined;
  #idle: (() => void) | undefined;
  #lastLeaf = '';

  constructor(patience: number, hands: Hands) {
    this.#patience = patience;
    this.#hands = hands;
  }

  step(step: Step): void {
    const journey = step.leaves.find((leaf) => leaf.startsWith('journey.')) ?? '';
    if (/\.(finish|finishAway|finishNoConsent|finishAwayNoConsent|grace)$/.test(journey)) this.#received = true;
    if (journey !== this.#lastLeaf) {
      const seconds = ((performance.now() - this.#started) / 1000).toFixed(2).padStart(7);
      console.log(`${seconds} s  ${step.event.type.padEnd(32)} → ${journey.replace('journey.', '')}`);
      this.#lastLeaf = journey;
    }
    if (journey === 'journey.idle') {
      this.#idle?.();
      if (this.#underway) this.#ended?.();
    } else if (journey.startsWith('journey.identity')) this.#underway = true;
  }

  view(view: View): void {
    clearTimeout(this.#pending);
    if (this.#kiosk === undefined) return;
    // Keys follow each other faster than a screen is read.
    const pause = view.pad === null || view.pad.typed === 0 ? this.#patience : Math.min(this.#patience, 250);
    this.#pending = setTimeout(() => this.#move(), pause);
  }

  async run(
    kiosk: Kiosk,
    patient: string,
    takesCardAfter: number | undefined,
  ): Promise<'received' | 'refused' | 'stuck'> {
    const idle = new Promise<void>((resolve) => {
      this.#idle = resolve;
      if (kiosk.runtime.leaves.includes('journey.idle')) resolve();
    });
    await idle;
    this.#kiosk = kiosk;
    const ended = new Promise<boolean>((resolve) => {
      this.#ended = () => resolve(true);
      setTimeout(() => resolve(false), longestVisit).unref();
    });
    await kiosk.hardware.place(patient);
    if (takesCardAfter !== undefined) setTimeout(() => void kiosk.hardware.remove(), takesCardAfter * 1000).unref();
    const whole = await ended;
    clearTimeout(this.#pending);
    if (!whole) return 'stuck';
    return this.#received ? 'received' : 'refused';
  }

  #move(): void {
    const kiosk = this.#kiosk;
    if (kiosk === undefined) return;
    const move = this.#hands.next(kiosk.runtime.view, kiosk.pad.keys);
    if (move?.kind === 'touch') kiosk.runtime.touch({ type: move.touch } as Parameters<Kiosk['runtime']['touch']>[0]);
    else if (move?.kind === 'key') kiosk.key(move.code);
    else if (move?.kind === 'takeCard') void kiosk.hardware.remove();
  }
}

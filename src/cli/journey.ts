import type { NetworkPaths } from '../actors/models/ensure-networks.ts';
import type { Step } from '../host/core/runtime.ts';
import { loadPatients } from '../host/practice/patients.ts';
import type { PcscReader } from '../host/practice/reader-choice.ts';
import { Visit } from '../host/practice/visit.ts';
import type { View } from '../vocabulary/view.ts';
import { WrongWords } from './command-line.ts';
import { openKiosk } from './open-kiosk.ts';
import { shootViews } from './shoot-views.ts';
import { StageTimes } from './stage-times.ts';

export interface JourneyOptions {
  readonly name: string;
  readonly networks: NetworkPaths;
  /** Seconds the pretend server takes; the patient's own when undefined. */
  readonly seconds: number | undefined;
  /** Seconds a patient takes to read a screen before touching it. */
  readonly patience: number;
  readonly screens: boolean;
  readonly facility?: string;
  readonly reader?: PcscReader | undefined;
}

/** Exit status of a visit that ended as a refusal, so that a script can tell it from our own faults (1). */
export const refusedStatus = 2;
/** A visit with every warning and time-out stays well below this, ms. */
const longestVisit = 420_000;

/**
 * Runs one visit of a practice patient without a browser, showing each step as it happens. Exit status 0 only when the
 * patient was received; screenshots are drawn afterwards, from the views, so that they cost the visit no time.
 */
export async function journeyCommand(options: JourneyOptions): Promise<number> {
  const patient = loadPatients().get(options.name);
  if (patient === undefined) throw unknownPatient(options.name);
  console.log(patient.title);
  const { kiosk, texts, traceFile, startToIdle, closeTrace } = await openKiosk({
    networks: options.networks,
    patient: options.name,
    reader: options.reader,
    panel: 'headless',
    traceName: options.name,
    ...(options.facility === undefined ? {} : { facility: options.facility }),
  });
  if (options.seconds !== undefined)
    kiosk.hardware.order({ order: 'server', mood: 'online', seconds: options.seconds });
  const stages = new StageTimes();
  const progress = new Progress();
  const views: View[] = [];
  kiosk.listen({
    onStep: (step) => {
      stages.step(step);
      progress.step(step);
    },
    onView: (view) => views.push(view),
  });
  const end = await new Visit(kiosk, patient, { patience: options.patience * 1000, longest: longestVisit }).run(
    options.name,
  );
  const alive = kiosk.vault.alive();
  await kiosk.stop();
  closeTrace();

  console.log('');
  console.log(`  ${(startToIdle() ?? Number.NaN).toFixed(2).padStart(6)} s  起動→待ちうけ (start → idle)`);
  for (const line of stages.table()) console.log(`  ${line}`);
  console.log(`  記録 (trace): ${traceFile}`);
  if (options.screens) console.log(`  画面 (screens): ${await shootViews(views, texts, options.name)}`);
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

export function unknownPatient(name: string): WrongWords {
  const known = [...loadPatients()].map(([one, { title }]) => `\n  ${one}: ${title}`).join('');
  return new WrongWords(`「${name}」という練習の患者はいません。(no such practice patient; these are known)${known}`);
}

/** Shows each new state of the journey in the terminal as it is entered. */
class Progress {
  readonly #started = performance.now();
  #last = '';

  step({ event, leaves }: Step): void {
    const journey = leaves.find((leaf) => leaf.startsWith('journey.')) ?? '';
    if (journey === this.#last) return;
    this.#last = journey;
    const seconds = ((performance.now() - this.#started) / 1000).toFixed(2).padStart(7);
    console.log(`${seconds} s  ${event.type.padEnd(34)} → ${journey.replace('journey.', '')}`);
  }
}

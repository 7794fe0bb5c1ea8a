import type { PracticePatient } from '../../actors/practice/patient.ts';
import type { TouchEvent } from '../../vocabulary/events.ts';
import type { View } from '../../vocabulary/view.ts';
import type { Step } from '../core/runtime.ts';
import { practiceStaffCode, type Kiosk } from '../kiosk.ts';
import { Hands } from './hands.ts';

export type VisitEnd = 'received' | 'refused' | 'stuck';

export interface VisitOptions {
  /** What a person takes to read a screen before touching it, ms. */
  readonly patience: number;
  /** A visit that lasts longer has got stuck, ms. */
  readonly longest: number;
}

/** Keys of a pad follow each other faster than a screen is read, ms. */
const keyPause = 250;
const receivedScreens = /\.(finish|finishAway|finishNoConsent|finishAwayNoConsent|grace)$/;

/**
 * One visit of a practice patient at a running kiosk, from the card on the tray until the kiosk waits again. The hands touch
 * what the glass would offer them; nothing else of the kiosk is reached into.
 */
export class Visit {
  readonly #kiosk: Kiosk;
  readonly #hands: Hands;
  readonly #patient: PracticePatient;
  readonly #options: VisitOptions;
  #pending: NodeJS.Timeout | undefined;
  #received = false;
  #underway = false;
  #end: ((end: VisitEnd) => void) | undefined;

  constructor(kiosk: Kiosk, patient: PracticePatient, options: VisitOptions) {
    this.#kiosk = kiosk;
    this.#patient = patient;
    this.#options = options;
    this.#hands = new Hands(patient.hands, practiceStaffCode);
  }

  /** Waits until the kiosk is idle, places the card named `name` and lives through the visit. */
  async run(name: string): Promise<VisitEnd> {
    const { hardware } = this.#kiosk;
    await whenIdle(this.#kiosk);
    const stop = this.#kiosk.listen({ onStep: (step) => this.#step(step), onView: (view) => this.#see(view) });
    const timers: NodeJS.Timeout[] = [];
    const ended = new Promise<VisitEnd>((resolve) => {
      this.#end = resolve;
      timers.push(setTimeout(() => resolve('stuck'), this.#options.longest));
    });
    await hardware.place(name);
    const { takesCardAfter } = this.#patient.hands;
    if (takesCardAfter !== undefined) timers.push(setTimeout(() => void hardware.remove(), takesCardAfter * 1000));
    const end = await ended;
    stop();
    clearTimeout(this.#pending);
    for (const timer of timers) clearTimeout(timer);
    return end;
  }

  #step(step: Step): void {
    const journey = step.leaves.find((leaf) => leaf.startsWith('journey.')) ?? '';
    if (receivedScreens.test(journey)) this.#received = true;
    if (journey.startsWith('journey.identity')) this.#underway = true;
    if (journey === 'journey.idle' && this.#underway) this.#end?.(this.#received ? 'received' : 'refused');
  }

  #see(view: View): void {
    clearTimeout(this.#pending);
    const { patience } = this.#options;
    const pause = view.pad === null || view.pad.typed === 0 ? patience : Math.min(patience, keyPause);
    this.#pending = setTimeout(() => this.#move(), pause);
  }

  #move(): void {
    const { runtime, pad, hardware } = this.#kiosk;
    const move = this.#hands.next(runtime.view, pad.keys);
    // The hands choose among the view's own choices, none of which carries a field.
    if (move?.kind === 'touch') runtime.touch({ type: move.touch } as TouchEvent);
    else if (move?.kind === 'key') this.#kiosk.key(move.code);
    else if (move?.kind === 'takeCard') void hardware.remove();
  }
}

function whenIdle(kiosk: Kiosk): Promise<void> {
  return new Promise((resolve) => {
    if (kiosk.runtime.leaves.includes('journey.idle')) return resolve();
    const stop = kiosk.listen({
      onStep: (step) => {
        if (!step.leaves.includes('journey.idle')) return;
        stop();
        resolve();
      },
    });
  });
}

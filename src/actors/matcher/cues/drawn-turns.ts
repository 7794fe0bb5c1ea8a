import { copyView, noseMove, turnShown, type View } from './parallax.ts';

/** Up and down are the chin's way; left and right are the patient's own. */
export const directions = ['turnLeft', 'turnRight', 'turnUp', 'turnDown'] as const;
export type Direction = (typeof directions)[number];

/** Asked for so long in all, the turns count as not made. */
const exhaustedMs = 6_000;
/** Before a turn the head must look as it did at first: less than about 8° away from it in any direction. */
const straight = 0.055;
/** Faces are not symmetrical: who has been asked to look straight on for so long (ms) does so within the second number. */
const leniency = { afterMs: 1_500, straight: 0.13 };
/** It must have looked so for so long, ms: who is still moving would be asked in the middle of a movement. */
const restMs = 250;
/** Before a further turn is asked for passes a time that cannot be foreseen, ms. */
const pauseMs = { least: 150, more: 450 };

/**
 * Against recordings: turns, each in a direction that is drawn when the head looks straight on, and a turn in
 * another direction fails. A recording, whatever it does, makes the right one in four.
 */
export class DrawnTurns {
  readonly #random: () => number;
  #direction: Direction | undefined;
  #start: View | undefined;
  #firstAsked: number | undefined;
  #notBefore = 0;
  #straightSince: number | undefined;
  /** Since when a straight look is waited for. */
  #waitingSince: number | undefined;
  #made = 0;
  #failed = false;

  /** `random` gives numbers in [0, 1). */
  constructor(random: () => number) {
    this.#random = random;
  }

  /** Something was asked for: from now on a recording could have learnt of it. */
  get hasAsked(): boolean {
    return this.#firstAsked !== undefined;
  }

  /** Turns made as they were asked for. */
  get made(): number {
    return this.#made;
  }

  /** The head was turned in another direction than asked for. */
  get failed(): boolean {
    return this.#failed;
  }

  /** What to ask for now; undefined: look straight on first. `view` is how the face looks now. */
  ask(view: View, time: number): Direction | undefined {
    if (this.#direction !== undefined) return this.#direction;
    this.#waitingSince ??= time;
    const lenient = time - this.#waitingSince >= leniency.afterMs;
    const isStraight = this.#isStraight(view, lenient ? leniency.straight : straight);
    this.#straightSince = isStraight ? (this.#straightSince ?? time) : undefined;
    if (this.#straightSince === undefined || time - this.#straightSince < restMs) return undefined;
    if (time < this.#notBefore) return undefined;
    this.#direction = directions[Math.floor(directions.length * this.#random())];
    this.#firstAsked ??= time;
    this.#start?.points.fill(0);
    this.#start = copyView(view);
    return this.#direction;
  }

  /** Looks at another view of the same face. */
  look(view: View, time: number): void {
    if (this.#direction === undefined || this.#start === undefined) return;
    const made = directionOf(noseMove(this.#start, view));
    if (made === undefined) return;
    if (made === this.#direction) this.#made++;
    else this.#failed = true;
    this.#direction = undefined;
    this.#straightSince = undefined;
    this.#waitingSince = undefined;
    this.#notBefore = time + pauseMs.least + pauseMs.more * this.#random();
  }

  /** True when asking has gone on for too long. */
  exhausted(time: number): boolean {
    return this.#firstAsked !== undefined && time - this.#firstAsked >= exhaustedMs;
  }

  forget(): void {
    this.#start?.points.fill(0);
    this.#start = undefined;
  }

  #isStraight(view: View, within: number): boolean {
    if (Math.abs(view.turn) > within) return false;
    if (this.#start === undefined) return true;
    const { right, down } = noseMove(this.#start, view);
    return Math.hypot(right, down) < straight;
  }
}

function directionOf({ right, down }: { readonly right: number; readonly down: number }): Direction | undefined {
  if (Math.max(Math.abs(right), Math.abs(down)) < turnShown) return undefined;
  if (Math.abs(right) >= Math.abs(down)) return right > 0 ? 'turnLeft' : 'turnRight';
  return down > 0 ? 'turnDown' : 'turnUp';
}

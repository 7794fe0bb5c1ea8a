import type { LightPolicy } from '../../models/liveness-schema.ts';
import type { LightLevel } from '../../../vocabulary/bridge.ts';
import type { FrameTimes } from './frame-times.ts';
import { lightCodes, restLevel, type LightCode } from './light-codes.ts';
import { accountFor, steps, type FaceLight, type LightSample } from './light-account.ts';
import { product, projectOut } from './projection.ts';

/** `asking`: too early to say. `silent` is no proof of a screen: the sun outshines every panel. */
export type LightState = 'asking' | 'answered' | 'silent';

interface TimedSample extends LightSample {
  readonly came: number;
}

/** How long before a change that was asked for shows in the picture, ms: tried in steps, since nobody knows it. */
const delays = Array.from({ length: 13 }, (_, i) => 25 * i);
/** After the last slot frames are still of use for so long, ms. */
const tailMs = 200;
/** The glass fades from level to level, ms (src/ui/styles/screens.css). */
const fadeMs = 60;
/**
 * After a code the light rests for so long before the next one, ms: with codes that change five times in a second
 * (light-codes.ts) less would let six and more changes fall into one.
 */
const calmMs = 700;
/** A slot lasts as long as the policy says, and for so many frames: a slow camera gets longer slots. */
const framesPerSlot = 2;
/** A frame that is answered so little too early or too late keeps the slots' time, ms: machines tremble. */
const leewayMs = 20;
/** A code that takes so long is given up: three frames a second or fewer. */
const slowestMs = 6_000;
/** After a code that took so long there is no time for another one. */
const slowMs = 2_400;

/**
 * The panel's light changes softly by a code that is drawn for this patient; a face of flesh becomes brighter and darker
 * with it, a screen does not. Whether it did is an exact permutation test: whoever does not know the code is among the
 * best k of n codes with probability k ÷ n, whatever the picture does.
 */
export class BorderLight {
  readonly #random: () => number;
  readonly #policy: LightPolicy;
  readonly #codes: readonly LightCode[];
  #samples: TimedSample[] = [];
  #code: LightCode | undefined;
  /** When each slot of the code was really asked for, ms of our clock. */
  #asked: number[] = [];
  /** When the next slot is due. */
  #due = 0;
  #framesOfSlot = 0;
  #drawn = 0;
  #state: LightState = 'asking';
  /** The level asked for last, and since when. */
  #shown: { readonly level: LightLevel; readonly since: number } = { level: restLevel, since: -Infinity };

  /** `random` gives numbers in [0, 1). */
  constructor(random: () => number, policy: LightPolicy) {
    this.#random = random;
    this.#policy = policy;
    this.#codes = lightCodes(policy.slots, policy.slotMs);
  }

  get state(): LightState {
    return this.#state;
  }

  /** The level to ask the panel for now. A code begins only with a face that is `ready`: who looks away answers nothing. */
  look(light: FaceLight, times: FrameTimes, ready: boolean): LightLevel {
    const level = this.#levelFor(light, times, ready);
    if (level !== this.#shown.level) this.#shown = { level, since: times.answered };
    return level;
  }

  #levelFor(light: FaceLight, { taken, came, answered }: FrameTimes, ready: boolean): LightLevel {
    const isCalm = answered - this.#shown.since >= calmMs;
    if (this.#code === undefined) {
      // A code that was broken off keeps its last level for a while: one change more could be one too many.
      if (this.#shown.level !== restLevel && !isCalm) return this.#shown.level;
      if (this.#state !== 'asking' || !ready || this.#shown.level !== restLevel || !isCalm) return restLevel;
      this.#begin(answered);
    }
    const { slots } = this.#policy;
    this.#samples.push({ ...light, time: taken, came });
    const isDue = answered >= this.#due - leewayMs;
    if (isDue && this.#framesOfSlot >= framesPerSlot && this.#asked.length <= slots) this.#ask(answered);
    this.#framesOfSlot++;
    const complete = this.#asked.length > slots && answered - this.#latest >= tailMs - leewayMs;
    const lasted = answered - (this.#asked[0] ?? answered);
    if (complete) this.#judge(this.#answers(), lasted);
    else if (lasted > slowestMs) this.#judge(false, lasted);
    return this.#code?.[this.#asked.length - 1] ?? restLevel;
  }

  /** Another face: what was measured so far says nothing about it, and codes that were begun are spent. */
  startAnew(): void {
    this.#clear();
    if (this.#drawn >= this.#policy.codes) this.#state = 'silent';
    else this.#state = 'asking';
  }

  /** When the present slot began. */
  get #latest(): number {
    return this.#asked.at(-1) ?? 0;
  }

  #begin(now: number): void {
    this.#code = this.#codes[Math.floor(this.#codes.length * this.#random())];
    this.#asked = [];
    this.#due = now;
    this.#ask(now);
    this.#drawn++;
  }

  /** The next slot begins. One that is late puts off the ones after it, so that none is much shorter than it should be. */
  #ask(now: number): void {
    this.#asked.push(now);
    this.#due = Math.max(this.#due, now - leewayMs) + this.#policy.slotMs;
    this.#framesOfSlot = 0;
  }

  /** `lasted`: how long the code took, ms. */
  #judge(answered: boolean, lasted: number): void {
    if (answered) this.#state = 'answered';
    else if (this.#drawn >= this.#policy.codes || lasted > slowMs) this.#state = 'silent';
    this.#clear();
  }

  #answers(): boolean {
    const shown = this.#code;
    if (shown === undefined) return false;
    const series = new FaceSeries(this.#samples, this.#asked);
    const { fit, change } = series.compare(shown);
    const { least, most } = this.#policy.change;
    if (!(change >= least && change <= most)) return false;
    const better = this.#codes.filter((code) => code !== shown && series.compare(code).fit >= fit).length;
    return better < this.#policy.best;
  }

  #clear(): void {
    this.#samples = [];
    this.#code = undefined;
    this.#asked = [];
  }
}

/** The face's light over one code, compared from frame to frame, without what `accountFor` can explain otherwise. */
class FaceSeries {
  readonly #times: readonly number[];
  readonly #asked: readonly number[];
  readonly #otherwise: readonly (readonly number[])[];
  readonly #steady: readonly number[];
  readonly #whole: readonly number[];

  constructor(samples: readonly TimedSample[], asked: readonly number[]) {
    this.#times = samples.map(({ time }) => time);
    // By the camera's clock. The frame that came quickest says how the clocks differ; what is left is a part of the delay.
    const lead = Math.max(...samples.map(({ time, came }) => time - came));
    this.#asked = asked.map((when) => when + lead);
    const { otherwise, steady, whole } = accountFor(samples);
    this.#otherwise = otherwise;
    this.#steady = steady;
    this.#whole = whole;
  }

  /** How well a code fits at the delay that suits it best (−1 … 1), and by how much the face's light changed with it. */
  compare(code: LightCode): { readonly fit: number; readonly change: number } {
    const length = Math.hypot(...this.#steady);
    let best = { fit: -1, change: 0 };
    for (const delay of delays) {
      const levels = projectOut(
        this.#otherwise,
        steps(this.#times.map((time) => levelAt(code, this.#asked, time - delay))),
      );
      const power = product(levels, levels);
      const fit = product(levels, this.#steady) / (Math.sqrt(power) * length);
      if (fit > best.fit) best = { fit, change: product(levels, this.#whole) / power };
    }
    return best;
  }
}

/** The level on the glass at one time, had this code been shown; it fades from each level to the next. */
function levelAt(code: LightCode, asked: readonly number[], time: number): number {
  let level = restLevel;
  for (const [slot, from] of asked.entries()) {
    if (time <= from) break;
    level += ((code[slot] ?? restLevel) - level) * Math.min(1, (time - from) / fadeMs);
  }
  return level;
}

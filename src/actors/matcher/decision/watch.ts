import type { LightLevel } from '../../../vocabulary/bridge.ts';
import type { FaceHint } from '../../../vocabulary/jobs.ts';
import type { Liveness } from '../../models/liveness-schema.ts';
import type { FrameTimes } from '../cues/frame-times.ts';
import { isSameFace, type Sighting } from '../cues/continuity.ts';
import type { Embedding } from '../engine/engine.ts';
import { HintPacer } from '../quality/hint-pacer.ts';
import type { Thumbnail } from '../quality/thumbnailer.ts';
import type { Judgement } from '../quality/quality-gate.ts';
import { Life, type CueReadings, type FollowedFace } from './life.ts';
import { Probes } from './probes.ts';

export type Verdict = 'match' | 'noMatch' | 'spoof';

/** One frame as the decision sees it. */
export interface Observation {
  /** The camera's clock, ms. */
  readonly time: number;
  readonly judgement: Judgement;
  /** Present when the face is followable. */
  readonly face?: Sighting &
    FollowedFace & {
      readonly worth: number;
      /** What the passive network gives for a living face, 0 … 1; of comparable frames with colour, where there is one. */
      readonly passive?: number;
      /** Holds until the next frame is observed. */
      readonly surroundings?: Thumbnail;
    };
}

export interface Step {
  readonly hint?: FaceHint;
  readonly verdict?: Verdict;
  /** The level of the panel's light to ask for now; absent when nobody is looked at, or the light is not used. */
  readonly light?: LightLevel;
}

export interface WatchSettings {
  /** Cosine of the fused probes from which the face is the one on the chip. */
  readonly threshold: number;
  readonly liveness: Liveness;
  /** `whenInDoubt`: turns are asked for when a cue leaves a doubt. `always`: of everybody. */
  readonly challenge: 'whenInDoubt' | 'always';
  /** Whether the panel may change its light. Without it every face is in doubt. */
  readonly light: boolean;
  /** Numbers in [0, 1) for what must not be foreseen: the light's code, the directions and pauses of the turns. */
  readonly random: () => number;
  /** Turns were asked for in an earlier try of this visit and not made: they are not asked for a second time. */
  readonly turnsSpent: boolean;
}

/** More frames say nothing new and keep a small processor busy. */
const pace = { light: 50, usual: 100 };
/** Probes needed for any decision (three fused ones are what the threshold was measured with). */
const leastProbes = 3;
/** A likeness so far below the threshold will not rise above it: decided early. */
const hopeless = { below: 0.2, probes: 5, spanMs: 500 };
/** Below the threshold after so much looking is no match. */
const exhausted = { probes: 8, spanMs: 1_500 };
/** Of the frames since the first comparable one: who looks elsewhere in more of the others is not judged yet. */
const leastComparable = 0.5;

/**
 * Watches one patient frame by frame until it can decide. Holds no clock and no chance of its own: the same
 * observations give the same verdict. Everything belongs to one face; when another one appears it starts anew.
 */
export class Watch {
  readonly #reference: Embedding;
  readonly #settings: WatchSettings;
  readonly #probes = new Probes();
  readonly #life: Life;
  readonly #pacer = new HintPacer();
  #previous: Observation['face'];
  /** Frames of the face since the first comparable one. */
  #followed = 0;

  constructor(reference: Embedding, settings: WatchSettings) {
    this.#reference = reference;
    this.#settings = settings;
    this.#life = new Life(settings);
  }

  /** Turns in drawn directions were asked for and not made, in this try or before. */
  get turnsSpent(): boolean {
    return this.#life.turnsSpent;
  }

  /** ms from one frame to the next that are of use: the panel's codes need more of them than everything else. */
  get pace(): number {
    return this.#life.asksLight ? pace.light : pace.usual;
  }

  get usesLight(): boolean {
    return this.#life.usesLight;
  }

  /** What the cues say so far, for evaluation; nothing of it leaves the child. */
  get cues(): CueReadings {
    return this.#life.readings;
  }

  /** `ours`: when the frame came and when the answer goes out; without it at once, by the camera's clock. */
  look({ time, judgement, face }: Observation, ours: Omit<FrameTimes, 'taken'> = { came: time, answered: time }): Step {
    if (face === undefined) return told(this.#pacer.offer(judgement.hint, time));
    if (this.#previous !== undefined && !isSameFace(this.#previous, face)) this.#startAnew();
    this.#overwritePrevious();
    this.#previous = face;

    const light = this.#life.look(face, { taken: time, ...ours }, judgement.comparable);
    if (face.surroundings !== undefined) this.#life.lookAround(face.surroundings, face.landmarks);
    if (judgement.comparable) {
      this.#probes.saw(time);
      this.#probes.offer(face.embedding, face.worth, time);
      this.#life.heed(face.passive);
    }
    if (this.#probes.seen > 0) this.#followed++;
    return { ...this.#decide(judgement, time), ...(light === undefined ? {} : { light }) };
  }

  /** Overwrites everything kept. */
  forget(): void {
    this.#startAnew();
    this.#overwritePrevious();
    this.#previous = undefined;
  }

  #decide(judgement: Judgement, time: number): Step {
    const likeness = this.#probes.likeness(this.#reference);
    if (likeness === undefined || this.#probes.kept < leastProbes) return told(this.#pacer.offer(judgement.hint, time));
    if (likeness < this.#settings.threshold) return this.#below(likeness, judgement, time);
    const life = this.#life.judge(time, this.#probes.span);
    if (life === 'alive') return { verdict: 'match' };
    if (life === 'picture') return { verdict: 'spoof' };
    if (life === 'watching') return told(this.#pacer.offer(judgement.hint, time));
    return told(this.#pacer.urge(life, time));
  }

  #below(likeness: number, judgement: Judgement, time: number): Step {
    const { kept, seen, span } = this.#probes;
    const looking = seen >= leastComparable * this.#followed;
    const lost =
      likeness < this.#settings.threshold - hopeless.below && kept >= hopeless.probes && span >= hopeless.spanMs;
    const tired = kept >= exhausted.probes && span >= exhausted.spanMs;
    return looking && (lost || tired) ? { verdict: 'noMatch' } : told(this.#pacer.offer(judgement.hint, time));
  }

  #overwritePrevious(): void {
    this.#previous?.embedding.fill(0);
    this.#previous?.landmarks.fill(0);
  }

  #startAnew(): void {
    this.#probes.forget();
    this.#followed = 0;
    this.#life.startAnew();
  }
}

function told(hint: FaceHint | undefined): Step {
  return hint === undefined ? {} : { hint };
}

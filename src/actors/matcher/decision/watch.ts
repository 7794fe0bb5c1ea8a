import type { FaceHint } from '../../../vocabulary/jobs.ts';
import { Challenge, oneTurn, twoTurns } from '../cues/challenge.ts';
import { isSameFace, type Sighting } from '../cues/continuity.ts';
import { Parallax, parallaxShown, parallaxShownAsked } from '../cues/parallax.ts';
import type { Embedding } from '../engine/engine.ts';
import type { Landmarks } from '../engine/landmarks.ts';
import { HintPacer } from '../quality/hint-pacer.ts';
import type { Judgement } from '../quality/quality-gate.ts';
import { Probes } from './probes.ts';

export type Verdict = 'match' | 'noMatch' | 'spoof';

/** One frame as the decision sees it. */
export interface Observation {
  /** The camera's clock, ms. */
  readonly time: number;
  readonly judgement: Judgement;
  /** Present when the face is followable. */
  readonly face?: Sighting & {
    readonly landmarks: Landmarks;
    readonly worth: number;
    /** The embedding for the comparison, of frames that were wanted for it. */
    readonly probe?: Embedding;
  };
}

export interface Step {
  readonly hint?: FaceHint;
  readonly verdict?: Verdict;
}

export interface WatchSettings {
  /** Cosine of the fused probes from which the face is the one on the chip. */
  readonly threshold: number;
  /** `whenInDoubt`: parallax of natural movement is enough. `always`: the turns asked for must be made. */
  readonly challenge: 'whenInDoubt' | 'always';
  /** Numbers in [0, 1) for the side of the challenge. */
  readonly random: () => number;
}

/** Probes needed for any decision (three fused ones are what the threshold was measured with). */
const leastProbes = 3;
/** A likeness so far below the threshold will not rise above it: decided early. */
const hopeless = { below: 0.2, probes: 5, spanMs: 500 };
/** Below the threshold after so much looking is no match. */
const exhausted = { probes: 8, spanMs: 1_500 };
/** Natural movement gets so long before a turn is asked for. */
const naturalMs = 1_500;

/**
 * Watches one patient frame by frame until it can decide. Holds no clock and no chance of its own: the same
 * observations give the same verdict. Everything belongs to one face; when another one appears it starts anew.
 */
export class Watch {
  readonly #reference: Embedding;
  readonly #settings: WatchSettings;
  readonly #probes = new Probes();
  readonly #parallax = new Parallax();
  readonly #challenge: Challenge;
  readonly #pacer = new HintPacer();
  #previous: Sighting | undefined;

  constructor(reference: Embedding, settings: WatchSettings) {
    this.#reference = reference;
    this.#settings = settings;
    this.#challenge = new Challenge(settings.random, settings.challenge === 'always' ? twoTurns : oneTurn);
  }

  /** Whether a comparable frame of this worth would be kept for the comparison. */
  wants(worth: number, time: number): boolean {
    return this.#probes.wants(worth, time);
  }

  look({ time, judgement, face }: Observation): Step {
    if (face === undefined) return told(this.#pacer.offer(judgement.hint, time));
    if (this.#previous !== undefined && !isSameFace(this.#previous, face)) this.#startAnew();
    this.#previous?.embedding.fill(0);
    this.#previous = face;

    const view = this.#parallax.add(face.landmarks);
    if (view !== undefined) this.#challenge.look(view, time);
    if (judgement.comparable) {
      this.#probes.saw(time);
      if (face.probe !== undefined) this.#probes.offer(face.probe, face.worth, time);
    }
    face.probe?.fill(0);

    const likeness = this.#probes.likeness(this.#reference);
    if (likeness === undefined || this.#probes.kept < leastProbes) return told(this.#pacer.offer(judgement.hint, time));
    if (likeness < this.#settings.threshold) return this.#below(likeness, judgement, time);
    if (this.#alive) return { verdict: 'match' };
    if (this.#challenge.failed || this.#challenge.exhausted(time)) return { verdict: 'spoof' };
    const early = this.#probes.span < naturalMs && this.#settings.challenge === 'whenInDoubt';
    if (view === undefined || early) return told(this.#pacer.offer(judgement.hint, time));
    // Between two turns: look straight on.
    return told(this.#pacer.urge(this.#challenge.ask(view, time) ?? 'look', time));
  }

  /** Overwrites everything kept. */
  forget(): void {
    this.#startAnew();
    this.#previous?.embedding.fill(0);
    this.#previous = undefined;
  }

  get #alive(): boolean {
    const { shift } = this.#parallax;
    if (this.#settings.challenge === 'always') return shift >= parallaxShown && this.#challenge.passed;
    return shift >= (this.#challenge.side === undefined ? parallaxShown : parallaxShownAsked);
  }

  #below(likeness: number, judgement: Judgement, time: number): Step {
    const { kept, span } = this.#probes;
    const lost =
      likeness < this.#settings.threshold - hopeless.below && kept >= hopeless.probes && span >= hopeless.spanMs;
    const tired = kept >= exhausted.probes && span >= exhausted.spanMs;
    return lost || tired ? { verdict: 'noMatch' } : told(this.#pacer.offer(judgement.hint, time));
  }

  #startAnew(): void {
    this.#probes.forget();
    this.#parallax.forget();
    this.#challenge.forget();
  }
}

function told(hint: FaceHint | undefined): Step {
  return hint === undefined ? {} : { hint };
}

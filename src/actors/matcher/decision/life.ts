import type { Liveness } from '../../models/liveness-schema.ts';
import { AnyTurn } from '../cues/any-turn.ts';
import { BorderLight, type LightState } from '../cues/border-light.ts';
import type { FrameTimes } from '../cues/frame-times.ts';
import type { FaceLight } from '../cues/light-account.ts';
import type { LightLevel } from '../../../vocabulary/bridge.ts';
import { Depth } from '../cues/depth.ts';
import { DrawnTurns, type Direction } from '../cues/drawn-turns.ts';
import { FollowedView, type View } from '../cues/parallax.ts';
import { PassiveCue, type PassiveState } from '../cues/passive.ts';
import { Surroundings, type SurroundingsState } from '../cues/surroundings.ts';
import { poseOf, type Landmarks } from '../engine/landmarks.ts';
import type { Thumbnail } from '../quality/thumbnailer.ts';
import type { UprightFace } from '../quality/upright-face.ts';

export interface LifeSettings {
  readonly liveness: Liveness;
  readonly challenge: 'whenInDoubt' | 'always';
  readonly light: boolean;
  readonly random: () => number;
  readonly turnsSpent: boolean;
}

/** What one frame shows of a face that is followed. */
export interface FollowedFace {
  readonly landmarks: Landmarks;
  /** Holds until the next frame is observed. */
  readonly upright: UprightFace;
  readonly light: FaceLight;
}

/** What each cue alone says. */
export interface CueReadings {
  readonly light: LightState;
  /** `Depth.shift`. */
  readonly shift: number;
  /** Turns in drawn directions made, and whether any were asked for. */
  readonly drawn: boolean;
  readonly made: number;
  /** `none`: no network, or a grey camera. */
  readonly passive: PassiveState;
  readonly surroundings: SurroundingsState;
}

/** A head that turns by so much (of `Pose.turn`: about 3°) within so long (ms) is moving. */
const moving = { by: 0.02, within: 1_000 };

/** `watching`: nothing to ask yet. A direction, or `look` (straight on), is what to ask for now. */
export type LifeState = 'alive' | 'picture' | 'watching' | 'look' | Direction;

/**
 * Whether the face is alive, out of the cues: the panel's light must be answered, depth must be shown, what surrounds the
 * face must not go along with it, a passive network (where there is one) must not doubt, and whatever leaves a doubt is
 * settled by turns that are asked for (models.yaml `liveness.doubts`).
 */
export class Life {
  readonly #settings: LifeSettings;
  readonly #followed = new FollowedView();
  readonly #depth = new Depth();
  readonly #surroundings = new Surroundings();
  readonly #light: BorderLight;
  readonly #passive: PassiveCue | undefined;
  #anyTurn: AnyTurn;
  #drawnTurns: DrawnTurns;
  #view: View | undefined;
  /** Where the head last turned to by `moving.by`, and when. */
  #turned = { to: 0, at: -Infinity };
  /** Turns in drawn directions were asked for and not made before another face came, or in a try before. */
  #spent: boolean;
  /** The most of them that doubts about this face have asked for. */
  #wanted = 0;

  constructor(settings: LifeSettings) {
    const { random, liveness, turnsSpent } = settings;
    this.#settings = settings;
    this.#light = new BorderLight(random, liveness.light);
    this.#passive = liveness.passive === undefined ? undefined : new PassiveCue(liveness.passive);
    this.#anyTurn = new AnyTurn(random);
    this.#drawnTurns = new DrawnTurns(random);
    this.#spent = turnsSpent;
  }

  get turnsSpent(): boolean {
    return this.#spent || (this.#drawnTurns.hasAsked && this.#drawnTurns.made < this.#wanted);
  }

  get readings(): CueReadings {
    const { hasAsked, made } = this.#drawnTurns;
    return {
      light: this.#light.state,
      shift: this.#depth.shift,
      drawn: hasAsked,
      made,
      surroundings: this.#surroundings.state,
      passive: this.#passive?.state ?? 'none',
    };
  }

  /** Whether the panel changes its light; turns that everybody is asked for make it needless. */
  get usesLight(): boolean {
    return this.#settings.light && this.#settings.challenge === 'whenInDoubt';
  }

  /** Whether the panel's code is still on: the frames of a faster camera are of use. */
  get asksLight(): boolean {
    return this.usesLight && this.#light.state === 'asking';
  }

  /**
   * Looks at one more frame of the same face; answers the level of the panel's light to ask for, if it is used. `ready`:
   * the face is good enough to be compared.
   */
  look({ landmarks, upright, light }: FollowedFace, times: FrameTimes, ready: boolean): LightLevel | undefined {
    const time = times.taken;
    this.#depth.look(upright, poseOf(landmarks).turn, ready);
    this.#view?.points.fill(0);
    this.#view = this.#followed.add(landmarks);
    if (this.#view !== undefined) {
      const { turn } = this.#view;
      if (Math.abs(turn - this.#turned.to) >= moving.by) this.#turned = { to: turn, at: time };
      this.#anyTurn.look(this.#view, time);
      this.#drawnTurns.look(this.#view, time);
    }
    return this.usesLight ? this.#light.look(light, times, ready) : undefined;
  }

  /** Takes what the passive network says of a comparable frame: undefined where it has nothing to go by. */
  heed(real: number | undefined): void {
    this.#passive?.add(real);
  }

  /** Looks at what surrounds the face in one more frame. No verdict waits for what this says. */
  lookAround(thumbnail: Thumbnail, landmarks: Landmarks): void {
    this.#surroundings.look(thumbnail, landmarks);
  }

  /** What to make of what was seen so far; `natural`: for how long the face could move as it liked, ms. */
  judge(time: number, natural: number): LifeState {
    // Whoever was asked for any turn shows depth in time, whatever else is asked meanwhile.
    if (this.#drawnTurns.failed || this.#anyTurn.exhausted(time)) return 'picture';
    // Its few frames are there before the first code of the light has ended.
    if (this.asksLight || this.#passive?.state === 'asking') return 'watching';
    const view = this.#view;
    const { parallax } = this.#settings.liveness;
    const tied = this.#surroundings.state === 'tied';
    const deep = this.#depth.shift >= (tied ? parallax.shownTied : parallax.shown);
    const isMoving = time - this.#turned.at < moving.within;
    const inTime = deep || natural < (isMoving ? parallax.movingMs : parallax.naturalMs);
    const wanted = this.#wantedTurns(inTime);
    this.#wanted = Math.max(this.#wanted, wanted);
    if (this.#drawnTurns.made < wanted) {
      if (this.#spent || this.#drawnTurns.exhausted(time)) return 'picture';
      return view === undefined ? 'watching' : (this.#drawnTurns.ask(view, time) ?? 'look');
    }
    if (deep) return 'alive';
    return inTime || view === undefined ? 'watching' : this.#anyTurn.ask(view, time);
  }

  /** Another face: nothing that was seen counts for it, and turns that were asked for are spent. */
  startAnew(): void {
    const { random } = this.#settings;
    this.#spent = this.turnsSpent;
    this.#followed.forget();
    this.#depth.forget();
    this.#surroundings.forget();
    this.#anyTurn.forget();
    this.#anyTurn = new AnyTurn(random);
    this.#drawnTurns.forget();
    this.#drawnTurns = new DrawnTurns(random);
    this.#wanted = 0;
    this.#light.startAnew();
    this.#passive?.forget();
    this.#view?.points.fill(0);
    this.#view = undefined;
    this.#turned = { to: 0, at: -Infinity };
  }

  /** How many turns in drawn directions the doubts that are left ask for. */
  #wantedTurns(depthInTime: boolean): number {
    const { doubts } = this.#settings.liveness;
    const forLight = this.usesLight && this.#light.state === 'answered' ? 0 : doubts.lightSilent;
    const forLooks = this.#passive?.state === 'fake' ? doubts.passiveFake : 0;
    const forSurroundings = this.#surroundings.state === 'tied' ? doubts.surroundingsTied : 0;
    return Math.max(forLight, forLooks, forSurroundings, depthInTime ? 0 : doubts.parallaxMissing);
  }
}

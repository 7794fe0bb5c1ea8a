import type { Clip, Playing } from '../../camera/practice/attacks/clip-stage.ts';
import { cues, type CueSpan } from '../../camera/practice/cue.ts';
import { randomSource } from '../../camera/practice/noise.ts';
import type { LightStep } from '../../camera/practice/panel-light.ts';
import type { Frame } from '../../camera/frames.ts';
import type { FaceHint } from '../../../vocabulary/jobs.ts';
import type { Observer } from '../child/observer.ts';
import { pictureOf } from '../child/frame-picture.ts';
import { restLevel } from '../cues/light-codes.ts';
import type { CueReadings } from '../decision/life.ts';
import { Watch, type Verdict, type WatchSettings } from '../decision/watch.ts';
import type { Embedding, Engine } from '../engine/engine.ts';
import { ClipClock } from './clip-clock.ts';
import type { Judged } from './spoof-tally.ts';

/** One try lasts so long (flows/settings.yaml `faceSeconds`). */
export const tryMs = 10_000;

export interface ClipOutcome {
  /** `timeout`: the try ended without a verdict. */
  readonly verdict: Verdict | 'timeout';
  /** Whether a turn of the head was asked for. */
  readonly asked: boolean;
  /** When the try ended, ms, and when a comparable face was seen first. */
  readonly time: number;
  readonly seen: number;
  readonly cues: CueReadings;
}

export type ClipSettings = Pick<WatchSettings, 'threshold' | 'liveness' | 'challenge'>;

/** Plays a clip. The sides that are asked for and the machine's pace are drawn from its number: a run can be repeated. */
export async function judgeClip(
  observer: Observer,
  reference: Embedding,
  settings: ClipSettings,
  clip: Clip,
  { frame }: Playing,
): Promise<Judged> {
  const random = randomSource(clip.number * 7 + 3);
  const clock = new ClipClock(randomSource(clip.number * 13 + 5));
  return {
    ...clip,
    ...(await playClip(observer, reference, { ...settings, random, light: true, turnsSpent: false }, frame, clock)),
  };
}

/** The embedding of the photo in the chip; undefined where no face is found in it. */
export function describePhoto(engine: Engine, { chipPhoto }: Playing): Promise<Embedding | undefined> {
  const { grey, width, height } = chipPhoto;
  return engine.describe({ width, height, pixels: grey });
}

/**
 * Plays one try before the matcher's own observer and decision, on a clock of its own: what stands there sees the turns
 * that are asked for and may answer them.
 */
export async function playClip(
  observer: Observer,
  reference: Embedding,
  settings: WatchSettings,
  frameAt: (time: number, cues: readonly CueSpan[], light: readonly LightStep[]) => Frame,
  clock: ClipClock,
): Promise<ClipOutcome> {
  const watch = new Watch(reference, settings);
  const screen = new Screen();
  let seen: number | undefined;
  const ended = (verdict: ClipOutcome['verdict'], time: number): ClipOutcome => ({
    verdict,
    asked: screen.hasAsked,
    time,
    seen: seen ?? time,
    cues: watch.cues,
  });
  try {
    for (;;) {
      const { taken, came, answered } = clock.next(watch.pace);
      if (answered >= tryMs) return ended('timeout', tryMs);
      const picture = pictureOf(frameAt(taken, screen.cues, screen.light));
      const observed = await observer.observe(picture, taken);
      const { hint, verdict, light } = watch.look(observed, { came, answered });
      if (observed.judgement.comparable) seen ??= taken;
      if (verdict !== undefined) return ended(verdict, answered);
      if (hint !== undefined) screen.show(hint, answered);
      if (light !== undefined) screen.shine(light, answered);
    }
  } finally {
    watch.forget();
  }
}

/** What the glass asks for, from the hints. */
class Screen {
  #cues: CueSpan[] = [];
  #light: LightStep[] = [{ level: restLevel, from: -1_000 }];

  get cues(): readonly CueSpan[] {
    return this.#cues;
  }

  get hasAsked(): boolean {
    return this.#cues.length > 0;
  }

  get light(): readonly LightStep[] {
    return this.#light;
  }

  shine(level: number, time: number): void {
    if (level !== this.#light.at(-1)?.level) this.#light.push({ level, from: time });
  }

  show(hint: FaceHint, time: number): void {
    this.#cues = this.#cues.map((span) => (span.until === Infinity ? { ...span, until: time } : span));
    const cue = cues.find((one) => one !== 'none' && one === hint);
    if (cue !== undefined) this.#cues.push({ cue, from: time, until: Infinity });
  }
}

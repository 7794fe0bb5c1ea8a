import type { CueSpan } from '../../camera/practice/cue.ts';
import type { Frame } from '../../camera/frames.ts';
import type { FaceHint } from '../../../vocabulary/jobs.ts';
import type { Observer } from '../child/observer.ts';
import { pictureOf } from '../child/frame-picture.ts';
import { Watch, type Verdict, type WatchSettings } from '../decision/watch.ts';
import type { Embedding } from '../engine/engine.ts';

/** One try lasts so long (R 3-6), and a small kiosk judges so many frames of it. */
const tryMs = 8_000;
const frameMs = 100;

export interface ClipOutcome {
  /** `timeout`: the try ended without a verdict. */
  readonly verdict: Verdict | 'timeout';
  /** Whether a turn of the head was asked for. */
  readonly asked: boolean;
  /** When the try ended, ms. */
  readonly time: number;
}

/**
 * Plays one try before the matcher's own observer and decision, on a clock of its own: what stands there sees the turns
 * that are asked for and may answer them.
 */
export async function playClip(
  observer: Observer,
  reference: Embedding,
  settings: WatchSettings,
  frameAt: (time: number, cues: readonly CueSpan[]) => Frame,
): Promise<ClipOutcome> {
  const watch = new Watch(reference, settings);
  const screen = new Screen();
  try {
    for (let time = 0; time < tryMs; time += frameMs) {
      const picture = pictureOf(frameAt(time, screen.cues));
      const seen = await observer.observe(picture, time, (worth) => watch.wants(worth, time));
      const { hint, verdict } = watch.look(seen);
      if (verdict !== undefined) return { verdict, asked: screen.hasAsked, time };
      if (hint !== undefined) screen.show(hint, time);
    }
    return { verdict: 'timeout', asked: screen.hasAsked, time: tryMs };
  } finally {
    watch.forget();
  }
}

/** What the glass asks for, from the hints. */
class Screen {
  #cues: CueSpan[] = [];

  get cues(): readonly CueSpan[] {
    return this.#cues;
  }

  get hasAsked(): boolean {
    return this.#cues.length > 0;
  }

  show(hint: FaceHint, time: number): void {
    this.#cues = this.#cues.map((span) => (span.until === Infinity ? { ...span, until: time } : span));
    if (hint === 'turnLeft' || hint === 'turnRight') this.#cues.push({ cue: hint, from: time, until: Infinity });
  }
}

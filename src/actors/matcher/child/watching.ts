import { openFrameSink } from '../../camera/frame-sink.ts';
import type { SinkAddress } from '../../camera/port.ts';
import type { LightLevel } from '../../../vocabulary/bridge.ts';
import type { FaceHint } from '../../../vocabulary/jobs.ts';
import { restLevel } from '../cues/light-codes.ts';
import { Watch, type Verdict, type WatchSettings } from '../decision/watch.ts';
import type { Embedding } from '../engine/engine.ts';
import { pictureOf } from './frame-picture.ts';
import { FramePuller, overwrite } from './frame-puller.ts';
import { FrameRate } from './frame-rate.ts';
import type { Observer } from './observer.ts';

/** So many broken frames in a row, and the camera is of no use. */
const mostBroken = 20;
/** Nor when no newer picture has come for so long, ms. The first one may take longer: cameras have to be opened. */
const stalledMs = 3_000;

export interface WatchingPorts {
  readonly opened: (address: SinkAddress) => void;
  readonly hint: (hint: FaceHint) => void;
  /** A new level of the panel's light. Whoever shows it makes it bright afterwards. */
  readonly light: (level: LightLevel) => void;
  /**
   * Turns in drawn directions are asked for and not made yet, or no longer so. Told at once: a try can end at any moment, and
   * this process with it.
   */
  readonly turnsSpent: (spent: boolean) => void;
  readonly verdict: (verdict: Verdict | 'cameraLost' | 'tooSlow') => void;
}

/** Opens a frame sink and watches what comes until there is a verdict or `stop` is called. Nothing is told after stop. */
export function startWatching(
  observer: Observer,
  reference: Embedding,
  settings: WatchSettings & { readonly allowedOrigin: string | undefined },
  ports: WatchingPorts,
): { stop(): void; readonly done: Promise<void> } {
  const stopping = new AbortController();
  const isStopped = () => stopping.signal.aborted;

  const watchFrames = async () => {
    const sink = await openFrameSink(settings.allowedOrigin);
    if (isStopped()) return sink.close();
    stopping.signal.addEventListener('abort', () => sink.close());
    ports.opened(sink.address);
    const watch = new Watch(reference, settings);
    let broken = 0;
    let stalled: NodeJS.Timeout | undefined;
    const lost = () => {
      if (!isStopped()) ports.verdict('cameraLost');
      stopping.abort();
    };
    let lastTime = -1;
    const rate = new FrameRate();
    let spent = settings.turnsSpent;
    let shown: LightLevel = 1;
    const shine = (level: LightLevel) => {
      if (level !== shown) ports.light(level);
      shown = level;
    };
    // Already before there is a face, so that a code can begin at once.
    if (watch.usesLight) shine(restLevel);
    const puller = new FramePuller(sink, stopping.signal);
    try {
      while (!isStopped()) {
        const { frame, came } = await puller.next(watch.pace);
        if (isStopped()) return overwrite(frame);
        if (frame === 'lost') return ports.verdict('cameraLost');
        if (frame === 'broken') {
          if (++broken >= mostBroken) return ports.verdict('cameraLost');
          continue;
        }
        broken = 0;
        try {
          // A camera that stands still sends one moment again and again: no evidence, and no decision from it.
          if (frame.time > lastTime) {
            lastTime = frame.time;
            if (rate.isTooSlow(frame.time)) return ports.verdict('tooSlow');
            clearTimeout(stalled);
            stalled = setTimeout(lost, stalledMs);
            const observed = await observer.observe(pictureOf(frame), frame.time);
            const step = watch.look(observed, { came, answered: performance.now() });
            if (isStopped()) return;
            if (watch.turnsSpent !== spent) ports.turnsSpent((spent = watch.turnsSpent));
            shine(step.light ?? shown);
            if (step.hint !== undefined) ports.hint(step.hint);
            if (step.verdict !== undefined) return ports.verdict(step.verdict);
          }
        } finally {
          overwrite(frame);
        }
      }
    } finally {
      watch.forget();
      clearTimeout(stalled);
      // Closes the sink, too.
      stopping.abort();
      await puller.scrub();
    }
  };
  return { stop: () => stopping.abort(), done: watchFrames() };
}

import { Worker } from 'node:worker_threads';
import type { PracticePatient } from '../../practice/patient.ts';
import { feedFrames } from '../frame-feed.ts';
import type { Frame } from '../frames.ts';
import type { CameraPort } from '../port.ts';
import type { GreyPicture } from './chip-photo.ts';
import type { Cue, CueSpan } from './cue.ts';
import type { LightLevel } from '../../../vocabulary/bridge.ts';
import type { LightStep } from './panel-light.ts';
import type { RenderAnswer, RenderRequest } from './render-protocol.ts';
import type { Face } from './studio.ts';

/** The patient camera of the practice hardware: a drawn person instead of a lens. */
export interface PracticeCamera extends CameraPort {
  /** Who stands before the camera from now on; undefined: nobody. The patient's time starts here. */
  setPatient(patient: Pick<PracticePatient, 'face'> | undefined): void;
  /** Starts the patient's time anew: comes into view again. `stream` does this too. */
  appear(): void;
  /** What the kiosk's screen presently asks for. */
  setCue(cue: Cue): void;
  /** The kiosk's panel changed its light. */
  setPanelLight(level: LightLevel): void;
  /**
   * The newest picture. Asked faster than the camera's rate it waits for the next one; asked twice at once it draws
   * once. Rejects after stop and when the drawing thread died.
   */
  newest(): Promise<Frame>;
  /** The photo in the chip of a practice person's card, drawn in the same thread. */
  chipPhoto(persona: number): Promise<GreyPicture>;
  stop(): void;
}

export interface PracticeCameraOptions {
  /** Even numbers. */
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  /** Milliseconds, never going backwards; tests bring their own. */
  readonly now?: () => number;
}

/** A request that ended this long ago (ms) moves nobody any more. */
const longestTurn = 10_000;

/** So many changes of the panel's light back, nothing of it can be seen any more. */
const keptLight = 12;

interface Waiting {
  readonly resolve: (answer: RenderAnswer) => void;
  readonly reject: (reason: Error) => void;
}

export function createPracticeCamera(options: PracticeCameraOptions): PracticeCamera {
  const { width, height, framesPerSecond, now = () => performance.now() } = options;
  const period = 1000 / framesPerSecond;
  const worker = new Worker(new URL('./render-worker.ts', import.meta.url), { workerData: { width, height } });
  // An idle camera does not keep its process alive.
  worker.unref();
  const waiting: Waiting[] = [];
  const started = now();
  let face: Face | undefined;
  let appeared = started;
  let cues: CueSpan[] = [];
  let light: LightStep[] = [];
  let inFlight: Promise<Frame> | undefined;
  let lastFrame = -Infinity;
  let broken: Error | undefined;

  const fail = (reason: Error) => {
    broken ??= reason;
    for (const { reject } of waiting.splice(0)) reject(broken);
  };
  worker.on('message', (answer: RenderAnswer) => {
    waiting.shift()?.resolve(answer);
    if (waiting.length === 0) worker.unref();
  });
  worker.on('error', () => fail(new Error('practice camera: the drawing thread died')));
  worker.on('exit', () => fail(new Error('practice camera: stopped')));

  const ask = (request: RenderRequest) =>
    new Promise<RenderAnswer>((resolve, reject) => {
      if (broken !== undefined) return reject(broken);
      waiting.push({ resolve, reject });
      worker.ref();
      worker.postMessage(request, []);
    });

  const draw = async (): Promise<Frame> => {
    const wait = lastFrame + period - now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    lastFrame = now();
    const answer = await ask({
      kind: 'frame',
      face,
      time: lastFrame - appeared,
      cues,
      light,
      clock: lastFrame - started,
    });
    if (answer.kind !== 'frame') throw new Error('practice camera: answers out of order');
    return answer.frame;
  };

  const newest = () => {
    inFlight ??= draw().finally(() => {
      inFlight = undefined;
    });
    return inFlight;
  };

  const appear = () => {
    appeared = now();
    cues = [];
    light = [];
  };

  return {
    setPatient: (patient) => {
      face = patient?.face;
      appear();
      if (face !== undefined && broken === undefined)
        worker.postMessage({ kind: 'prepare', face } satisfies RenderRequest, []);
    },
    appear,
    setCue: (cue) => {
      const time = now() - appeared;
      const last = cues.at(-1);
      if ((last?.until === Infinity ? last.cue : 'none') === cue) return;
      cues = cues
        .filter((span) => span.until > time - longestTurn)
        .map((span) => (span.until === Infinity ? { ...span, until: time } : span));
      if (cue !== 'none') cues.push({ cue, from: time, until: Infinity });
    },
    setPanelLight: (level) => {
      light = [...light.slice(-keptLight), { level, from: now() - appeared }];
    },
    newest,
    chipPhoto: async (persona) => {
      const answer = await ask({ kind: 'chipPhoto', persona });
      if (answer.kind !== 'chipPhoto') throw new Error('practice camera: answers out of order');
      return answer.photo;
    },
    stream: (sink) => {
      appear();
      return feedFrames(sink, newest);
    },
    stop: () => {
      fail(new Error('practice camera: stopped'));
      void worker.terminate();
    },
  };
}

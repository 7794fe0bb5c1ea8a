import { ClipStage } from '../actors/camera/practice/attacks/clip-stage.ts';
import { Observer } from '../actors/matcher/child/observer.ts';
import { pictureOf } from '../actors/matcher/child/frame-picture.ts';
import type { Engine } from '../actors/matcher/engine/engine.ts';

interface Times {
  /** ms */
  readonly p50: number;
  readonly p95: number;
}

/** The last line of `evaluate -- matcher --speed --json`. */
export interface SpeedEvaluation {
  readonly width: number;
  readonly height: number;
  readonly rounds: number;
  /** A frame that is only followed: one crop. */
  readonly followed: Times;
  /** A frame that is compared too: mirrored crop added, where the engine has it so. */
  readonly compared: Times;
}

const [width, height] = [640, 480];

/**
 * Times a frame from its planes to its embedding, quality and landmarks included, in this process on one thread. The two
 * kinds of frames take turns, so that other work on the machine hits both alike.
 */
export async function evaluateSpeed(engine: Engine, rounds: number, json: boolean): Promise<void> {
  const observer = new Observer(engine);
  const playing = new ClipStage(width, height).play({ kind: 'genuine', number: 0 });
  const frame = playing.frame(2_600, []);
  const times: { followed: number[]; compared: number[] } = { followed: [], compared: [] };
  const warmUp = 10;
  for (let round = -warmUp; round < rounds; round++) {
    for (const kind of ['followed', 'compared'] as const) {
      const copy = { ...frame, planes: frame.planes.slice() };
      const started = performance.now();
      const { face } = await observer.observe(pictureOf(copy), 0, () => kind === 'compared');
      const took = performance.now() - started;
      if (face === undefined) throw new Error('no face in the practice frame');
      if (round >= 0) times[kind].push(took);
    }
  }
  const result: SpeedEvaluation = {
    width,
    height,
    rounds,
    followed: spread(times.followed),
    compared: spread(times.compared),
  };
  for (const kind of ['followed', 'compared'] as const)
    console.log(`${kind}: ${result[kind].p50.toFixed(1)} ms p50, ${result[kind].p95.toFixed(1)} ms p95`);
  if (json) console.log(JSON.stringify(result));
}

function spread(times: number[]): Times {
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0;
  return { p50: at(0.5), p95: at(0.95) };
}

import { ClipStage } from '../actors/camera/practice/attacks/clip-stage.ts';
import { Observer } from '../actors/matcher/child/observer.ts';
import { pictureOf } from '../actors/matcher/child/frame-picture.ts';
import type { Engine } from '../actors/matcher/engine/engine.ts';
import type { Manifest } from '../actors/models/manifest-schema.ts';
import { startHuman } from './evaluate-speed/human.ts';

interface Times {
  /** ms */
  readonly p50: number;
  readonly p95: number;
}

/** The last line of `evaluate -- matcher --speed --json`. */
interface SpeedEvaluation {
  readonly width: number;
  readonly height: number;
  readonly rounds: number;
  /** A frame, from its planes to everything that the decision looks at. */
  readonly honnin: Times;
  /** @vladmandic/human (wasm with SIMD, one thread) on the same frame, from a ready tensor to its embedding. */
  readonly human: Times;
}

/** The other program is slow: it takes one round in so many. */
const humanEvery = 5;

const [width, height] = [640, 480];

/**
 * Times a frame from its planes to its embedding, quality and landmarks included, in this process on one thread, and
 * @vladmandic/human on the same frame beside it. They take turns, so that other work on the machine hits both alike.
 */
export async function evaluateSpeed(engine: Engine, manifest: Manifest, rounds: number, json: boolean): Promise<void> {
  const observer = new Observer(engine);
  const playing = new ClipStage(width, height).play({ kind: 'genuine', number: 0 });
  const frame = playing.frame(2_600, []);
  const human = await startHuman(manifest, pictureOf({ ...frame, planes: frame.planes.slice() }), (words) =>
    console.error(words),
  );
  const times: { honnin: number[]; human: number[] } = { honnin: [], human: [] };
  const warmUp = 10;
  for (let round = -warmUp; round < rounds; round++) {
    const copy = { ...frame, planes: frame.planes.slice() };
    const started = performance.now();
    const { face } = await observer.observe(pictureOf(copy), 0);
    const took = performance.now() - started;
    if (face === undefined) throw new Error('no face in the practice frame');
    if (round >= 0) times.honnin.push(took);
    if (round % humanEvery !== 0) continue;
    const other = await human.run();
    if (round >= 0) times.human.push(other);
  }
  human.end();
  const result: SpeedEvaluation = {
    width,
    height,
    rounds,
    honnin: spread(times.honnin),
    human: spread(times.human),
  };
  for (const [name, { p50, p95 }] of [
    ['Honnin', result.honnin],
    ['@vladmandic/human', result.human],
  ] as const)
    console.log(`${name}: ${p50.toFixed(1)} ms p50, ${p95.toFixed(1)} ms p95 from a frame to its embedding`);
  console.log(`@vladmandic/human takes ${(result.human.p50 / result.honnin.p50).toFixed(1)} times as long`);
  if (json) console.log(JSON.stringify(result));
}

function spread(times: number[]): Times {
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0;
  return { p50: at(0.5), p95: at(0.95) };
}

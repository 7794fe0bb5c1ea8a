import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { loadPicture } from '../actors/scanner/practice/picture-file.ts';
import { Observer } from '../actors/matcher/child/observer.ts';
import { pictureOf } from '../actors/matcher/child/frame-picture.ts';
import { Watch, type WatchSettings } from '../actors/matcher/decision/watch.ts';
import type { Engine } from '../actors/matcher/engine/engine.ts';
import { progressTeller } from './progress.ts';
import { tryMs } from '../actors/matcher/evaluation/spoof-clip.ts';
import { readY4m } from '../actors/matcher/evaluation/y4m.ts';
import { shareBounds } from '../actors/scanner/evaluation/clopper-pearson.ts';

/** The last line of `--sequences DIR --json`. */
interface SequencesEvaluation {
  readonly genuine: { readonly clips: number; readonly rejected: number };
  readonly species: { readonly [name: string]: { readonly clips: number; readonly accepted: number } };
}

/**
 * Judges recordings: DIR/genuine/*.y4m and DIR/attack-NAME/*.y4m, each with its reference picture beside it (.png of the
 * same name). A recording cannot answer, so the turn that it contains counts as natural movement does, and one whose
 * surroundings go along with the face, or that a passive network takes for a fake, is not accepted. It is judged for as long
 * as a try lasts, 10 s.
 * Status 0, or 66 when DIR holds no recordings.
 */
export async function evaluateSequences(
  folder: string,
  engine: Engine,
  settings: Pick<WatchSettings, 'threshold' | 'liveness'>,
  signal: AbortSignal,
  json: boolean,
  observer = new Observer(engine),
): Promise<number> {
  const clips = clipsIn(folder);
  if (clips.length === 0) {
    console.error(`no recordings in ${folder}: expected genuine/*.y4m and attack-*/*.y4m, each with a .png beside it`);
    return 66;
  }
  const progress = progressTeller((words) => console.error(words));
  const genuine = { clips: 0, rejected: 0 };
  const species: { [name: string]: { clips: number; accepted: number } } = {};
  let done = 0;
  let unreadable = 0;
  for (const { group, path } of clips) {
    if (signal.aborted) break;
    const accepted = await isAccepted(path, engine, observer, settings);
    if (accepted === 'unreadable') unreadable++;
    else if (group === 'genuine') {
      genuine.clips++;
      if (!accepted) genuine.rejected++;
    } else {
      const count = (species[group.slice('attack-'.length)] ??= { clips: 0, accepted: 0 });
      count.clips++;
      if (accepted) count.accepted++;
    }
    progress(++done, clips.length);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const result: SequencesEvaluation = { genuine, species };
  console.log(`genuine: ${genuine.rejected} of ${genuine.clips} rejected ${bounds(genuine.rejected, genuine.clips)}`);
  for (const [name, count] of Object.entries(species))
    console.log(`${name}: ${count.accepted} of ${count.clips} accepted ${bounds(count.accepted, count.clips)}`);
  if (unreadable > 0) console.log(`${unreadable} not counted: video or picture unreadable, or no face in the picture`);
  if (json) console.log(JSON.stringify(result));
  return 0;
}

function clipsIn(folder: string): { group: string; path: string }[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name === 'genuine' || name.startsWith('attack-'))
    .filter((name) => statSync(join(folder, name)).isDirectory())
    .flatMap((group) =>
      readdirSync(join(folder, group))
        .filter((file) => file.endsWith('.y4m'))
        .sort()
        .map((file) => ({ group, path: join(folder, group, file) })),
    );
}

async function isAccepted(
  path: string,
  engine: Engine,
  observer: Observer,
  settings: Pick<WatchSettings, 'threshold' | 'liveness'>,
): Promise<boolean | 'unreadable'> {
  const picture = path.replace(/\.y4m$/, '.png');
  if (!existsSync(picture)) return 'unreadable';
  const still = await loadPicture(picture, 0);
  const frames = readY4m(readFileSync(path));
  if (still === 'broken' || frames === 'broken') return 'unreadable';
  const reference = await engine.describe({ width: still.width, height: still.height, pixels: still.planes });
  if (reference === undefined) return 'unreadable';
  const watch = new Watch(reference, {
    ...settings,
    // Nothing is asked of a recording: what counts is the depth that it shows by itself.
    liveness: {
      ...settings.liveness,
      parallax: { ...settings.liveness.parallax, naturalMs: Infinity, movingMs: Infinity },
      doubts: { parallaxMissing: 0, lightSilent: 0, surroundingsTied: 1, passiveFake: 1 },
    },
    challenge: 'whenInDoubt',
    light: false,
    // The turn that a doubt would lead to cannot be made.
    turnsSpent: true,
    random: () => 0,
  });
  let last = -Infinity;
  try {
    for (const frame of frames) {
      // The child takes no more either.
      if (frame.time - last < watch.pace) continue;
      if (frame.time - (frames[0]?.time ?? 0) >= tryMs) break;
      last = frame.time;
      const seen = await observer.observe(pictureOf(frame), frame.time);
      const { verdict } = watch.look(seen);
      if (verdict !== undefined) return verdict === 'match';
    }
    return false;
  } finally {
    watch.forget();
    reference.fill(0);
    for (const { planes } of frames) planes.fill(0);
  }
}

function bounds(count: number, total: number): string {
  const { low, high } = shareBounds(count, total);
  return `[${(100 * low).toFixed(1)}, ${(100 * high).toFixed(1)}] %`;
}

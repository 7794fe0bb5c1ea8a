import { ClipStage } from '../actors/camera/practice/attacks/clip-stage.ts';
import type { HeldSpecies } from '../actors/camera/practice/attacks/things.ts';
import type { Observer } from '../actors/matcher/child/observer.ts';
import type { Engine } from '../actors/matcher/engine/engine.ts';
import type { PersonFolder } from '../actors/matcher/evaluation/face-folders.ts';
import { ownersPictures } from '../actors/matcher/evaluation/owners-pictures.ts';
import { describePhoto, judgeClip, type ClipSettings } from '../actors/matcher/evaluation/spoof-clip.ts';
import type { Judged } from '../actors/matcher/evaluation/spoof-tally.ts';
import { progressTeller } from './progress.ts';

interface PicturesSubject {
  readonly engine: Engine;
  readonly observer: Observer;
  readonly settings: ClipSettings;
  /** Once aborted, no further clip is played. */
  readonly signal: AbortSignal;
}

/**
 * Plays prints and screens that show the first picture of each real person but the first `skip`, before a card that holds the
 * same picture. Nobody of them can stand there, so there are no genuine clips. Drawn faces hide what landmarks see in real ones.
 */
export async function playPictures(
  people: readonly PersonFolder[],
  skip: number,
  kinds: readonly HeldSpecies[],
  { engine, observer, settings, signal }: PicturesSubject,
): Promise<readonly Judged[]> {
  const stage = new ClipStage();
  const played: Judged[] = [];
  const progress = progressTeller((words) => console.error(words));
  let done = 0;
  for (const [number, { pictures: files }] of people.entries()) {
    if (number < skip) continue;
    const pictures = await ownersPictures(engine, files[0] ?? '');
    for (const kind of kinds) {
      if (signal.aborted) return played;
      progress(++done, (people.length - skip) * kinds.length);
      if (pictures === undefined) continue;
      const playing = stage.playPictures(kind, number, pictures);
      const reference = await describePhoto(engine, playing);
      if (reference === undefined) continue;
      played.push(await judgeClip(observer, reference, settings, { kind, number }, playing));
      // Lets an interrupt be heard.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return played;
}

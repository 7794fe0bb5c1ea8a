import { ClipStage, conditionOf } from '../../camera/practice/attacks/clip-stage.ts';
import { personas } from '../../camera/practice/personas.ts';
import { pictureOf } from '../child/frame-picture.ts';
import type { Observer } from '../child/observer.ts';
import { isSameFace, longestGap, type Sighting } from '../cues/continuity.ts';

/** How often the same face is taken for another one, and another one for the same. */
export interface ContinuityError {
  /** Two sightings of one person that follow each other within `longestGap`. */
  readonly kept: { readonly pairs: number; readonly broken: number };
  /** Of these, by what the person does. */
  readonly conditions: {
    readonly [condition: string]: { readonly pairs: number; readonly broken: number };
  };
  /** A sighting of one person, and in its place 100 ms later one of somebody else. */
  readonly swapped: { readonly pairs: number; readonly joined: number };
}

/** One frame to the next, and how long each person is looked at, ms. */
const pace = 100;
const length = 3_000;
/** One sighting in so many is swapped with those of the others. */
const swapEvery = 5;

/** Looks at the first `clips` genuine people of the spoof evaluation; ends early once `signal` is aborted. */
export async function measureContinuity(
  observer: Observer,
  clips: number,
  signal: AbortSignal,
  progress: (done: number, total: number) => void,
): Promise<ContinuityError> {
  const stage = new ClipStage();
  const conditions: { [condition: string]: { pairs: number; broken: number } } = {};
  const chosen: { readonly person: number; readonly sighting: Sighting }[] = [];
  for (let number = 0; number < clips && !signal.aborted; number++) {
    const tally = (conditions[conditionOf(number)] ??= { pairs: 0, broken: 0 });
    const { frame } = stage.play({ kind: 'genuine', number });
    let before: Sighting | undefined;
    for (let time = 0; time < length; time += pace) {
      const { face } = await observer.observe(pictureOf(frame(time, [])), time);
      if (face === undefined) continue;
      const sighting: Sighting = { time, box: face.box, embedding: face.embedding.slice() };
      if (before !== undefined && time - before.time <= longestGap) {
        tally.pairs++;
        if (!isSameFace(before, sighting)) tally.broken++;
      }
      before = sighting;
      if ((time / pace) % swapEvery === 0) chosen.push({ person: number % personas.length, sighting });
    }
    progress(number + 1, clips);
    // Lets an interrupt be heard.
    await new Promise((resolve) => setImmediate(resolve));
  }
  const swapped = { pairs: 0, joined: 0 };
  for (const { person, sighting } of chosen) {
    for (const other of chosen) {
      if (other.person === person) continue;
      swapped.pairs++;
      const inItsPlace = { ...other.sighting, time: sighting.time + pace, box: sighting.box };
      if (isSameFace(sighting, inItsPlace)) swapped.joined++;
    }
  }
  const kept = Object.values(conditions).reduce(
    (sum, { pairs, broken }) => ({ pairs: sum.pairs + pairs, broken: sum.broken + broken }),
    { pairs: 0, broken: 0 },
  );
  return { kept, conditions, swapped };
}

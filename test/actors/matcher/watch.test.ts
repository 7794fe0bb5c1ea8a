import { describe, expect, test } from 'vitest';
import { Watch, type Observation, type WatchSettings } from '../../../src/actors/matcher/decision/watch.ts';
import type { FaceHint } from '../../../src/vocabulary/jobs.ts';
import { seen, type Held } from './synthetic-face.ts';

const reference = Float32Array.of(1, 0, 0, 0);
const settings: WatchSettings = { threshold: 0.45, challenge: 'whenInDoubt', random: () => 0 };
const box = { left: 100, top: 60, right: 220, bottom: 220 };

/** An embedding with this cosine to the reference; `who` keeps different strangers apart. */
function embedding(likeness: number, who = 1): Float32Array<ArrayBuffer> {
  const vector = new Float32Array(4);
  vector[0] = likeness;
  vector[who] = Math.sqrt(1 - likeness * likeness);
  return vector;
}

interface Shown extends Held {
  readonly likeness?: number;
  readonly who?: number;
  readonly hint?: FaceHint;
}

function frame(time: number, { likeness = 0.8, who = 1, hint = 'none', ...held }: Shown): Observation {
  const judgement = { hint, followable: true, comparable: hint === 'none' };
  return {
    time,
    judgement,
    face: {
      time,
      box,
      embedding: embedding(likeness, who),
      probe: embedding(likeness, who),
      landmarks: seen(held),
      worth: 1,
    },
  };
}

/** Shows a face at ten frames a second; answers the verdict, when it fell, and the hints told. */
function watch(
  shown: (time: number, hint: FaceHint | undefined) => Shown,
  use: WatchSettings = settings,
  until = 12_000,
) {
  const watching = new Watch(reference, use);
  const hints: FaceHint[] = [];
  for (let time = 0; time < until; time += 100) {
    const { hint, verdict } = watching.look(frame(time, shown(time, hints.at(-1))));
    if (hint !== undefined) hints.push(hint);
    if (verdict !== undefined) return { verdict, time, hints };
  }
  return { verdict: undefined, time: until, hints };
}

/** A head that turns to the side asked for after half a second. */
const obedient = () => {
  let asked: number | undefined;
  return (time: number, hint: FaceHint | undefined): Shown => {
    if (hint !== 'turnLeft' && hint !== 'turnRight') return {};
    asked ??= time;
    const share = Math.min(1, Math.max(0, (time - asked - 500) / 500));
    return { yaw: (hint === 'turnLeft' ? 0.4 : -0.4) * share };
  };
};

describe('the decision', () => {
  test('the right person who looks about is accepted without a challenge, soon', () => {
    const { verdict, time, hints } = watch((t) => ({ yaw: 0.3 * Math.sin(t / 300) }));
    expect(verdict).toBe('match');
    expect(time).toBeLessThanOrEqual(1_200);
    expect(hints).not.toContain('turnLeft');
  });

  test('the right person who keeps still is asked to turn and accepted when that is done, within 3.5 s', () => {
    const { verdict, time, hints } = watch(obedient());
    expect(hints).toContain('turnLeft');
    expect(verdict).toBe('match');
    expect(time).toBeLessThanOrEqual(3_500);
  });

  test('chance chooses the side', () => {
    expect(watch(obedient(), { ...settings, random: () => 0.9 }).hints).toContain('turnRight');
  });

  test('a still face and a flat picture that is moved about are a spoof, before the try of 8 s ends', () => {
    for (const shown of [
      () => ({}),
      (t: number) => ({ flat: true, yaw: 0.4 * Math.sin(t / 400), pitch: 0.1 * Math.sin(t / 250) }),
    ]) {
      const { verdict, time, hints } = watch(shown);
      expect(verdict).toBe('spoof');
      expect(time).toBeLessThan(7_000);
      expect(hints).toEqual(expect.arrayContaining(['turnLeft', 'turnRight']));
    }
  });

  test('a clear stranger is refused early and never asked to turn', () => {
    const { verdict, time, hints } = watch((t) => ({ likeness: 0.1, yaw: 0.3 * Math.sin(t / 300) }));
    expect(verdict).toBe('noMatch');
    expect(time).toBeLessThanOrEqual(1_000);
    expect(hints).not.toContain('turnLeft');
  });

  test('somebody just below the threshold is looked at longer, then refused', () => {
    const { verdict, time } = watch(() => ({ likeness: 0.43 }));
    expect(verdict).toBe('noMatch');
    expect(time).toBeGreaterThanOrEqual(1_500);
  });

  test('fewer than three comparable frames decide nothing', () => {
    expect(watch((t) => ({ hint: t < 200 ? 'none' : 'look', yaw: 0.3 * Math.sin(t / 300) })).verdict).toBeUndefined();
  });

  test('life shown by one face does not count for another', () => {
    // A living stranger turns the head for half a second, then the picture is held up.
    const { verdict } = watch((t) =>
      t < 500
        ? { likeness: 0.3, who: 2, yaw: 0.4 * Math.sin(t / 80) }
        : { likeness: 0.9, flat: true, yaw: 0.4 * Math.sin(t / 400) },
    );
    expect(verdict).toBe('spoof');
  });

  test('with challenge always, natural movement is not enough', () => {
    const always: WatchSettings = { ...settings, challenge: 'always' };
    expect(watch(obedient(), always).verdict).toBe('match');
    // Turns, but only to the other side than asked for.
    const other = watch(
      (t, hint) => ({ yaw: (hint === 'turnRight' ? 0.4 : -0.4) * Math.abs(Math.sin(t / 300)) }),
      always,
    );
    expect(other.verdict).toBe('spoof');
  });

  test('without a face it hints and decides nothing', () => {
    const watching = new Watch(reference, settings);
    const hints: FaceHint[] = [];
    for (let time = 0; time < 5_000; time += 100) {
      const step = watching.look({ time, judgement: { hint: 'noFace', followable: false, comparable: false } });
      expect(step.verdict).toBeUndefined();
      if (step.hint !== undefined) hints.push(step.hint);
    }
    expect(hints).toEqual(['noFace']);
  });

  test('forgetting overwrites the embedding it held', () => {
    const watching = new Watch(reference, settings);
    const last = frame(0, {});
    watching.look(last);
    watching.forget();
    expect(last.face?.embedding.every((value) => value === 0)).toBe(true);
  });
});

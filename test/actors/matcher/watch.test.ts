import { describe, expect, test } from 'vitest';
import { Watch, type Observation, type WatchSettings } from '../../../src/actors/matcher/decision/watch.ts';
import { loadManifest } from '../../../src/actors/models/manifest.ts';
import { Thumbnailer, type Thumbnail } from '../../../src/actors/matcher/quality/thumbnailer.ts';
import type { FaceHint } from '../../../src/vocabulary/jobs.ts';
import { seen, upright, type Held } from './synthetic-face.ts';

const reference = Float32Array.of(1, 0, 0, 0);
const { liveness } = loadManifest();
const settings: WatchSettings = {
  threshold: 0.45,
  liveness,
  challenge: 'whenInDoubt',
  light: true,
  random: () => 0.4,
  turnsSpent: false,
};
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
  /** A screen, which gives back nothing of the panel's light. */
  readonly screen?: boolean;
  /** What a passive network makes of it. */
  readonly passive?: number;
  /** Whether what surrounds the face goes along with it; nothing is to be seen there otherwise. */
  readonly along?: boolean;
}

/** Spots that lie about the place of the face, wherever it is. */
function spotsAbout({ x = 160, y = 100 }: Held): Thumbnail {
  const pixels = new Uint8Array(new ArrayBuffer(320 * 240));
  for (let v = 0, i = 0; v < 240; v++)
    for (let u = 0; u < 320; u++, i++)
      pixels[i] = 60 + ((Math.floor((u - x) / 16) * 7919 + Math.floor((v - y) / 16) * 104729) & 127);
  return new Thumbnailer().take({ width: 320, height: 240, pixels });
}

/** `panel`: the light that the panel gives, 0 dim … 1 bright. */
function frame(time: number, shown: Shown, panel = 0.5): Observation {
  const { likeness = 0.8, who = 1, hint = 'none', screen = false, passive, along = false, ...held } = shown;
  const lit = 0.2 * (1 + (screen ? 0 : 0.04 * panel));
  const judgement = { hint, followable: true, comparable: hint === 'none' };
  return {
    time,
    judgement,
    face: {
      time,
      box,
      embedding: embedding(likeness, who),
      landmarks: seen(held),
      upright: upright(held),
      light: {
        cells: [lit, lit * (1 + 0.001 * Math.sin(time)), lit * (1 + 0.001 * Math.cos(time))],
        around: 120,
      },
      worth: 1,
      ...(passive === undefined ? {} : { passive }),
      ...(along ? { surroundings: spotsAbout(held) } : {}),
    },
  };
}

/** Shows a face as often as it is of use; answers the verdict, when it fell, and the hints told. */
function watch(
  shown: (time: number, hint: FaceHint | undefined) => Shown,
  use: WatchSettings = settings,
  until = 12_000,
) {
  const watching = new Watch(reference, use);
  const hints: FaceHint[] = [];
  let panel = 0.5;
  for (let time = 0; time < until; time += watching.pace) {
    const { hint, verdict, light = 0.5 } = watching.look(frame(time, shown(time, hints.at(-1)), panel));
    panel = light;
    if (hint !== undefined) hints.push(hint);
    if (verdict !== undefined) return { verdict, time, hints };
  }
  return { verdict: undefined, time: until, hints };
}

const heldFor: { readonly [hint: string]: Held } = {
  turnLeft: { yaw: 0.4 },
  turnRight: { yaw: -0.4 },
  turnUp: { pitch: -0.35 },
  turnDown: { pitch: 0.35 },
};

/** A head that turns within a second of being asked to, and comes back as long after it is not asked any more. */
const obedient = (more: Shown = {}, after = 700) => {
  let last: FaceHint | undefined;
  let since = 0;
  let turned: Held = {};
  return (time: number, hint: FaceHint | undefined): Shown => {
    if (hint !== last) since = time;
    last = hint;
    if (time - since >= after) turned = heldFor[hint ?? 'none'] ?? {};
    return { ...more, ...turned };
  };
};
const looksAbout = (t: number): Shown => ({ yaw: 0.3 * Math.sin(t / 300) });
/** A head that now rests and now turns far, whatever is asked. */
const recorded = (t: number): Shown => ({ yaw: t % 2_600 < 1_300 ? 0 : 0.5, screen: true });
const drawn = ['turnLeft', 'turnRight', 'turnUp', 'turnDown'];

describe('the decision', () => {
  test('the right person who looks about is accepted without a challenge, once the light is answered', () => {
    const { verdict, time, hints } = watch(looksAbout);
    expect(verdict).toBe('match');
    expect(time).toBeLessThanOrEqual(1_300);
    expect(hints.some((hint) => drawn.includes(hint))).toBe(false);
  });

  test('the right person who keeps still is asked for one turn and accepted when it is made', () => {
    const { verdict, time, hints } = watch(obedient());
    expect(hints.filter((hint) => drawn.includes(hint))).toHaveLength(1);
    expect(verdict).toBe('match');
    expect(time).toBeLessThanOrEqual(3_000);
  });

  test('chance chooses the side', () => {
    expect(watch(obedient(), { ...settings, random: () => 0.9 }).hints).toContain('turnRight');
  });

  test('a still face and a flat picture that is moved about are a spoof, before the try of 10 s ends', () => {
    for (const shown of [
      () => ({}),
      (t: number) => ({ shape: 'flat' as const, yaw: 0.4 * Math.sin(t / 400), pitch: 0.1 * Math.sin(t / 250) }),
    ]) {
      const { verdict, time, hints } = watch(shown);
      expect(verdict).toBe('spoof');
      expect(time).toBeLessThan(8_000);
      expect(hints).toEqual(expect.arrayContaining(['turnLeft', 'turnRight']));
    }
  });

  test('a face that does not answer the light is asked for two drawn turns, and accepted when they are made', () => {
    const { verdict, hints } = watch(obedient({ screen: true }));
    expect(hints.filter((hint) => drawn.includes(hint))).toHaveLength(2);
    expect(verdict).toBe('match');
  });

  test('a face whose surroundings go along with it makes two turns and must show more depth', () => {
    const policy = (shownTied: number): WatchSettings => ({
      ...settings,
      liveness: { ...liveness, parallax: { ...liveness.parallax, shownTied } },
    });
    const moved = (along: boolean) => {
      const turns = obedient({ along, size: 36 });
      return (t: number, hint: FaceHint | undefined): Shown => ({ ...turns(t, hint), x: 160 + 14 * Math.sin(t / 300) });
    };
    const { shown } = liveness.parallax;
    const held = watch(moved(true), policy(shown));
    expect([held.verdict, held.hints.filter((hint) => drawn.includes(hint)).length]).toEqual(['match', 2]);
    expect(watch(moved(true), policy(0.9)).verdict).toBe('spoof');
    expect(watch(moved(false), policy(0.9)).verdict).toBe('match');
  });

  describe('with a passive network', () => {
    const passive = {
      network: 'any',
      family: 'minifasnet',
      size: 80,
      scale: 2.7,
      real: 1,
      least: 0.5,
      frames: 5,
    } as const;
    const use: WatchSettings = { ...settings, liveness: { ...liveness, passive } };
    const turns = (hints: readonly FaceHint[]) => hints.filter((hint) => drawn.includes(hint)).length;

    test('a face that it doubts is asked for two drawn turns, and accepted when they are made', () => {
      const { verdict, hints } = watch(obedient({ passive: 0.2 }), use);
      expect([verdict, turns(hints)]).toEqual(['match', 2]);
    });

    test('whoever has spent the turns is a spoof when it doubts', () => {
      expect(watch((t) => ({ ...looksAbout(t), passive: 0.2 }), { ...use, turnsSpent: true }).verdict).toBe('spoof');
    });

    test('a face that it takes for real waits no longer than without it; nor does one before a grey camera', () => {
      const { verdict, time } = watch(looksAbout);
      expect(verdict).toBe('match');
      expect(watch((t) => ({ ...looksAbout(t), passive: 0.8 }), use)).toMatchObject({ verdict, time });
      expect(watch(looksAbout, use)).toMatchObject({ verdict, time });
    });

    test('its word is waited for', () => {
      const patient = { ...use, liveness: { ...liveness, passive: { ...passive, frames: 40 } } };
      const usual = watch(looksAbout).time;
      const { verdict, time } = watch((t) => ({ ...looksAbout(t), passive: 0.8 }), patient);
      expect(verdict).toBe('match');
      expect(time).toBeGreaterThan(usual);
    });

    test('what it said of one face does not count for another', () => {
      const watching = new Watch(reference, use);
      for (let time = 0; time < 1_000; time += 100) watching.look(frame(time, { passive: 0.1 }));
      expect(watching.cues.passive).toBe('fake');
      watching.look(frame(1_000, { passive: 0.9, likeness: 0.1, who: 2 }));
      expect(watching.cues.passive).toBe('asking');
      expect(new Watch(reference, settings).cues.passive).toBe('none');
    });
  });

  test('a recording of a living head is a spoof as soon as it turns another way than asked', () => {
    const { verdict, hints } = watch(recorded, { ...settings, random: () => 0.9 });
    expect(hints).toContain('turnDown');
    expect(verdict).toBe('spoof');
  });

  test('turns that were not made in an earlier try are not asked for again', () => {
    const spent = watch(obedient({ screen: true }), { ...settings, turnsSpent: true });
    expect(spent.verdict).toBe('spoof');
    expect(spent.hints.some((hint) => drawn.includes(hint))).toBe(false);
    expect(watch(looksAbout, { ...settings, turnsSpent: true }).verdict).toBe('match');
  });

  test('turns that were asked for before another face came are not asked for again', () => {
    // Taken away when the wrong turn is asked for, brought back after somebody else was seen.
    let asked = 0;
    const { verdict, hints } = watch((t, hint) => {
      if (asked === 0 && hint !== undefined && drawn.includes(hint)) asked = t;
      if (asked > 0 && t - asked < 300) return { likeness: 0.1, who: 2 };
      return { screen: true };
    });
    expect(asked).toBeGreaterThan(0);
    expect(hints.filter((hint) => drawn.includes(hint))).toHaveLength(1);
    expect(verdict).toBe('spoof');
  });

  test('turns count as spent while they are not made, and not any more once they are', () => {
    const watching = new Watch(reference, settings);
    const turns = obedient({ screen: true });
    const spent: boolean[] = [];
    let hint: FaceHint | undefined;
    for (let time = 0; time < 12_000; time += watching.pace) {
      const step = watching.look(frame(time, turns(time, hint)));
      hint = step.hint ?? hint;
      if (spent.at(-1) !== watching.turnsSpent) spent.push(watching.turnsSpent);
      if (step.verdict !== undefined) break;
    }
    expect(spent).toEqual([false, true, false]);
  });

  test('who has made the drawn turns and is then asked for any turn has time for it', () => {
    // Neither turn up or down shows depth from side to side, and nobody moves until asked.
    const upAndDown = [0.6, 0.9, 0.6, 0.9, 0.6];
    let next = 0;
    const { verdict, hints } = watch(obedient({}, 1_700), {
      ...settings,
      light: false,
      random: () => upAndDown[next++ % upAndDown.length] ?? 0.6,
    });
    expect(hints.filter((hint) => hint === 'turnUp' || hint === 'turnDown')).toHaveLength(2);
    expect(hints.some((hint) => hint === 'turnLeft' || hint === 'turnRight')).toBe(true);
    expect(verdict).toBe('match');
  });

  test('where the panel may not change its light, everybody is asked for the turns', () => {
    const { verdict, hints } = watch(obedient(), { ...settings, light: false });
    expect(hints.filter((hint) => drawn.includes(hint))).toHaveLength(2);
    expect(verdict).toBe('match');
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

  test('who looks away is not taken for a stranger because of a few frames from the side', () => {
    // One frame in four passes the quality gate and is like nobody; after three seconds the patient looks.
    const away = (t: number): Shown => ({ likeness: 0.1, hint: t % 400 < 100 ? 'none' : 'look', yaw: 0.3 });
    const { verdict, time } = watch((t) => (t < 3_000 ? away(t) : { likeness: 0.95, ...looksAbout(t) }));
    expect(verdict).toBe('match');
    expect(time).toBeGreaterThan(3_000);
    expect(watch((t) => ({ ...away(t), hint: 'none' })).verdict).toBe('noMatch');
  });

  test('fewer than three comparable frames decide nothing', () => {
    expect(watch((t) => ({ hint: t < 200 ? 'none' : 'look', yaw: 0.3 * Math.sin(t / 300) })).verdict).toBeUndefined();
  });

  test('life shown by one face does not count for another', () => {
    // A living stranger turns the head for half a second, then the picture is held up.
    const { verdict } = watch((t) =>
      t < 500
        ? { likeness: 0.3, who: 2, yaw: 0.4 * Math.sin(t / 80) }
        : { likeness: 0.9, shape: 'flat', yaw: 0.4 * Math.sin(t / 400) },
    );
    expect(verdict).toBe('spoof');
  });

  test('with challenge always, natural movement and the light are not enough', () => {
    const always: WatchSettings = { ...settings, challenge: 'always' };
    const { verdict, hints } = watch(obedient(), always);
    expect(verdict).toBe('match');
    expect(hints.filter((hint) => drawn.includes(hint))).toHaveLength(2);
    expect(watch(recorded, { ...always, random: () => 0.9 }).verdict).toBe('spoof');
  });

  test('with challenge always, or where the facility forbids it, the panel’s light is left alone', () => {
    for (const own of [{ challenge: 'always' }, { light: false }] as const) {
      const unlit = new Watch(reference, { ...settings, ...own });
      expect(unlit.usesLight).toBe(false);
      expect(unlit.look(frame(0, {})).light).toBeUndefined();
    }
    expect(new Watch(reference, settings).look(frame(0, {})).light).toBeDefined();
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

import { describe, expect, test } from 'vitest';
import { randomSource } from '../../../src/actors/camera/practice/noise.ts';
import { BorderLight } from '../../../src/actors/matcher/cues/border-light.ts';
import { accountFor, steps, type FaceLight } from '../../../src/actors/matcher/cues/light-account.ts';
import { lightCodes } from '../../../src/actors/matcher/cues/light-codes.ts';
import { orthogonal, projectOut } from '../../../src/actors/matcher/cues/projection.ts';
import { chanceLevel } from '../../../src/actors/matcher/decision/chance-level.ts';
import { loadManifest } from '../../../src/actors/models/manifest.ts';

/** A frame that comes and is answered at once. */
const atOnce = (time: number) => ({ taken: time, came: time, answered: time });

const { liveness } = loadManifest();
const policy = liveness.light;

interface Before {
  /** Share by which the face gets brighter with the panel. */
  readonly answers: number;
  readonly delay?: number;
  /** Of the face's light, as a share of it. */
  readonly noise?: number;
  readonly drift?: (time: number) => number;
  /** Change of the camera's exposure, as a factor. */
  readonly exposure?: (time: number) => number;
  readonly frameMs?: number;
  /** Up to so much later each frame comes, and is answered, ms. */
  readonly uneven?: number;
  /** By how much our clock is ahead of the camera's. */
  readonly ahead?: number;
}

/** Shows codes to something that stands there until there is an answer; also the levels asked for, one per frame. */
function show(
  { answers, delay = 120, noise = 0.002, frameMs = 50, uneven = 0, ahead = 0, ...before }: Before,
  seed: number,
) {
  const random = randomSource(seed);
  const cue = new BorderLight(random, policy);
  const levels: { readonly time: number; readonly level: number }[] = [];
  const late = randomSource(seed + 1_000);
  let time = 0;
  for (; time < 9_000 && cue.state === 'asking'; time += frameMs) {
    const panel = levels.filter((asked) => asked.time <= time - delay).at(-1)?.level ?? 0.5;
    const changes = (1 + (before.drift?.(time) ?? 0)) * (1 + noise * (random() - 0.5));
    const exposure = before.exposure?.(time) ?? 1;
    const light: FaceLight = {
      // Turning brightens one side as it darkens the other; the panel adds the same light to shaded and to lit skin.
      cells: Array.from({ length: 48 }, (_, cell) => {
        const side = (cell % 8) / 3.5 - 1;
        const turning = 0.15 * side * Math.sin(time / 500);
        const own = (1 + 0.4 * side) * (1 + turning) + answers * panel;
        return 0.2 * own * changes * exposure * (1 + 0.008 * (random() - 0.5));
      }),
      around: 120 * exposure ** (1 / 2.2),
    };
    const came = time + uneven * late();
    const answered = came + uneven * late();
    const level = cue.look(light, { taken: time, came: came + ahead, answered: answered + ahead }, true);
    levels.push({ time: answered, level });
  }
  return { state: cue.state, time, shown: levels, levels: levels.map(({ level }) => level) };
}
const seeds = Array.from({ length: 200 }, (_, i) => i);
const share = (before: Before) => seeds.filter((seed) => show(before, seed).state === 'answered').length / seeds.length;

/** The most changes of the light within so long. */
function mostChanges(levels: readonly { readonly time: number; readonly level: number }[], ms: number): number {
  const changes = levels.filter(({ level }, i) => level !== (levels[i - 1]?.level ?? 0.5)).map(({ time }) => time);
  return Math.max(...changes.map((from) => changes.filter((at) => at >= from && at < from + ms).length));
}

describe('the codes', () => {
  const codes = lightCodes(policy.slots, policy.slotMs);

  test('are bright for half of their slots, all different, and as many as the chance level counts with', () => {
    expect(codes).toHaveLength(90);
    expect(new Set(codes.map((code) => code.join(''))).size).toBe(90);
    for (const code of codes) expect(code.filter((level) => level === 1)).toHaveLength(5);
  });

  test('never change more than five times in a second, at their edges neither', () => {
    for (const code of codes) {
      const changes = [0.5, ...code, 0.5].map((level, i, all): number => (i > 0 && level !== all[i - 1] ? 1 : 0));
      for (let i = 0; i < changes.length; i++) {
        expect(changes.slice(i, i + 10).reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(5);
      }
    }
  });
});

describe('the panel’s light', () => {
  test('is answered by what reflects it, whatever the delay of panel and camera', () => {
    for (const delay of [0, 80, 200, 300]) expect(share({ answers: 0.04, delay })).toBeGreaterThan(0.97);
  });

  test('is answered through a drift and a camera that follows with its exposure', () => {
    expect(share({ answers: 0.04, drift: (t) => t / 40_000 })).toBeGreaterThan(0.97);
    expect(share({ answers: 0.04, exposure: (t) => 1 + 0.1 * Math.sin(t / 500) })).toBeGreaterThan(0.97);
  });

  test('what gives its own light hits upon the code no more often than chance allows', () => {
    const byChance = 1 - (1 - policy.best / 90) ** policy.codes;
    for (const drift of [() => 0, (t: number) => 0.05 * Math.sin(t / 250), (t: number) => 0.1 * Math.sin(t / 600)]) {
      // 200 draws: three standard deviations.
      const most = byChance + 3 * Math.sqrt((byChance * (1 - byChance)) / 200);
      expect(share({ answers: 0, drift, noise: 0.01 })).toBeLessThanOrEqual(most);
    }
  });

  test('is answered on a machine that takes its time now and then, whatever its clock says', () => {
    // 0.68 if it went by the frame's own time.
    for (const ahead of [0, -90_000])
      expect(share({ answers: 0.04, frameMs: 70, uneven: 150, ahead })).toBeGreaterThan(0.9);
  });

  test('a change too small or too large for a panel is no answer', () => {
    expect(share({ answers: 0.001, noise: 0 })).toBe(0);
    expect(share({ answers: 1, noise: 0 })).toBe(0);
  });

  test('a slow camera gets longer slots, one of two frames a second is given up', () => {
    expect(share({ answers: 0.04, frameMs: 100 })).toBeGreaterThan(0.97);
    expect(share({ answers: 0.04, frameMs: 170 })).toBeGreaterThan(0.95);
    expect(share({ answers: 0.04, frameMs: 280 })).toBeGreaterThan(0.9);
    expect(share({ answers: 0.04, frameMs: 33 })).toBeGreaterThan(0.97);
    expect(share({ answers: 0.04, frameMs: 500 })).toBe(0);
    expect(show({ answers: 0.04, frameMs: 500 }, 1).state).toBe('silent');
  });

  test('ends half-way, and shows no more than two codes', () => {
    const { levels, time, state } = show({ answers: 0 }, 5);
    expect(state).toBe('silent');
    expect(levels.at(-1)).toBe(0.5);
    expect(time).toBeLessThanOrEqual(3_200);
  });

  test('changes no more than five times within any second, from code to code and from face to face neither', () => {
    for (const seed of seeds) {
      expect(mostChanges(show({ answers: 0 }, seed).shown, 1_000)).toBeLessThanOrEqual(5);
      const random = randomSource(seed);
      const cue = new BorderLight(random, policy);
      const left = Math.floor(30 * random());
      const swapped = Array.from({ length: 60 }, (_, i) => {
        if (i === left) cue.startAnew();
        const light: FaceLight = { cells: [0.2, 0.2], around: 120 };
        return { time: 50 * i, level: cue.look(light, atOnce(50 * i), true) };
      });
      expect(mostChanges(swapped, 1_000)).toBeLessThanOrEqual(5);
    }
  });

  test('a machine that trembles squeezes a sixth change into a second now and then, and no seventh', () => {
    const of = (ms: number) =>
      Math.max(...seeds.map((seed) => mostChanges(show({ answers: 0, uneven: 30 }, seed).shown, ms)));
    expect(of(960)).toBe(5);
    expect(of(1_000)).toBe(6);
  });

  test('codes that were begun are spent when another face comes', () => {
    const cue = new BorderLight(() => 0, policy);
    const light: FaceLight = { cells: [0.2, 0.2], around: 120 };
    cue.look(light, atOnce(0), true);
    cue.startAnew();
    expect(cue.state).toBe('asking');
    cue.look(light, atOnce(100), true);
    cue.look(light, atOnce(1_600), true);
    cue.look(light, atOnce(2_400), true);
    cue.startAnew();
    expect(cue.state).toBe('silent');
    expect(cue.look(light, atOnce(3_200), true)).toBe(0.5);
  });
});

describe('the account of the light', () => {
  const panel = Array.from({ length: 24 }, (_, i): number => (Math.floor(i / 3) % 2 === 0 ? 0 : 0.04));
  const accountOf = (shares: readonly number[], cellOf: (column: number, i: number) => number) => {
    const samples = shares.map((added, i) => ({
      time: 50 * i,
      around: 120,
      // Own light from 0.1 to 0.3, 0.2 in the middle, and as much of the panel's everywhere.
      cells: Array.from({ length: 48 }, (_, cell) => cellOf(cell % 8, i) + 0.2 * added),
    }));
    return accountFor(samples);
  };
  const shade = (column: number) => 0.1 + (0.2 * column) / 7;
  const middle = 1 + panel.reduce((sum, one) => sum + one, 0) / panel.length;

  test('holds the panel’s light as a share of the face’s, whatever the shade', () => {
    const { otherwise, steady, whole } = accountOf(panel, shade);
    const expected = projectOut(otherwise, steps(panel)).map((step) => step / middle);
    expect(steady).toHaveLength(23);
    steady.forEach((step, i) => expect(step).toBeCloseTo(expected[i] ?? NaN, 4));
    whole.forEach((step, i) => expect(step).toBeCloseTo(expected[i] ?? NaN, 4));
  });

  test('does not weight the panel’s light away where it falls on one side more', () => {
    const fallsOn = (column: number, i: number) => shade(column) + 0.2 * (panel[i] ?? 0) * (0.6 + (0.8 * column) / 7);
    const still = panel.map(() => 0);
    const { whole } = accountOf(still, fallsOn);
    const { whole: alike } = accountOf(panel, shade);
    expect(Math.hypot(...whole)).toBeGreaterThan(0.8 * Math.hypot(...alike));
  });

  test('leaves little of a movement that lights the cells unlike', () => {
    const turning = (column: number, i: number) => shade(column) * (1 + 0.1 * (column / 3.5 - 1) * Math.sin(i / 4));
    const size = (shares: readonly number[], cellOf: (column: number, i: number) => number) =>
      Math.hypot(...accountOf(shares, cellOf).steady);
    const still = panel.map(() => 0);
    expect(size(still, turning)).toBeLessThan(size(panel, shade) / 10);
    expect(size(panel, turning)).toBeGreaterThan(size(panel, shade) / 1.2);
  });
});

describe('projection', () => {
  test('leaves what the columns cannot explain', () => {
    const columns = orthogonal([
      [1, 1, 1, 1],
      [0, 1, 2, 3],
      [2, 3, 4, 5],
    ]);
    expect(columns).toHaveLength(2);
    for (const left of projectOut(columns, [5, 7, 9, 11])) expect(left).toBeCloseTo(0);
    expect(Math.hypot(...projectOut(columns, [1, -1, -1, 1]))).toBeCloseTo(2);
  });
});

describe('the chance level of a recording', () => {
  test('as the policy says', () => {
    const { perTry, perVisit } = chanceLevel(liveness, 'whenInDoubt', 3);
    const silent = (89 / 90) ** 2;
    expect(perTry).toBeCloseTo(1 - silent * (15 / 16));
    expect(perVisit).toBeCloseTo(1 - silent ** 3 * (15 / 16));
    expect(perTry).toBeLessThanOrEqual(0.1);
    expect(perVisit).toBeLessThanOrEqual(0.2);
    expect(chanceLevel(liveness, 'always', 3)).toEqual({ perTry: 1 / 16, perVisit: 1 / 16 });
  });
});

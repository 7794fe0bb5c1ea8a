import { describe, expect, test } from 'vitest';
import { FaceMeter, type FaceMeasures } from '../../../src/actors/matcher/quality/face-measures.ts';
import { HintPacer } from '../../../src/actors/matcher/quality/hint-pacer.ts';
import { judgeFace, judgeNobody, worth } from '../../../src/actors/matcher/quality/quality-gate.ts';
import { seen } from './synthetic-face.ts';

const good: FaceMeasures = {
  width: 640,
  height: 480,
  box: { left: 260, top: 150, right: 380, bottom: 310 },
  faces: 1,
  eyeDistance: 60,
  breadth: 0.95,
  pose: { turn: 0, nod: 0, roll: 0 },
  light: 120,
  contrast: 50,
  around: 150,
  underEyes: 1,
  mouth: { brightness: 0, detail: 0.05, redness: 1 },
  sharpness: 0.4,
  openness: 3,
};

describe('the quality gate', () => {
  test('lets a good face through', () => {
    expect(judgeFace(good)).toEqual({ hint: 'none', followable: true, comparable: true });
  });

  test.each<[string, Partial<FaceMeasures>]>([
    ['several', { faces: 2 }],
    ['closer', { eyeDistance: 30 }],
    ['further', { eyeDistance: 230 }],
    ['backlit', { light: 60, around: 200 }],
    ['dark', { light: 30, around: 40 }],
    ['dark', { contrast: 5 }],
    ['centre', { box: { left: 0, top: 150, right: 110, bottom: 310 } }],
    ['centre', { box: { left: 260, top: 380, right: 380, bottom: 540 } }],
    ['look', { pose: { turn: 0.2, nod: 0, roll: 0 } }],
    ['look', { breadth: 0.5 }],
    ['look', { pose: { turn: 0, nod: 0.3, roll: 0 } }],
    ['look', { pose: { turn: 0, nod: 0, roll: 0.8 } }],
    ['hold', { sharpness: 0.05 }],
    ['covered', { underEyes: 0.3 }],
    ['covered', { mouth: { brightness: 0.6, detail: 0.02, redness: undefined } }],
    ['covered', { mouth: { brightness: 0.6, detail: 0.02, redness: 0.5 } }],
    ['covered', { mouth: { brightness: -1, detail: 0.05, redness: 0.1 } }],
    ['covered', { mouth: { brightness: 0, detail: 0.05, redness: -0.6 } }],
  ])('says %s', (hint, change) => {
    const judgement = judgeFace({ ...good, ...change });
    expect(judgement.hint).toBe(hint);
    expect(judgement.comparable).toBe(false);
  });

  test.each([
    ['a plain face under the shadow of a cap is as red as skin', { brightness: 0.6, detail: 0.02, redness: 0.65 }],
    ['a beard is less red than skin, but no cloth', { brightness: -0.5, detail: 0.05, redness: 0.36 }],
    ['without colour a mouth with detail is bare', { brightness: 0.6, detail: 0.05, redness: undefined }],
  ])('%s', (_, mouth) => {
    expect(judgeFace({ ...good, mouth }).comparable).toBe(true);
  });

  test('a turned head is followed, so that a challenge can be answered', () => {
    expect(judgeFace({ ...good, pose: { turn: 0.2, nod: 0, roll: 0 } }).followable).toBe(true);
    expect(judgeFace({ ...good, breadth: 0.5 }).followable).toBe(true);
  });

  test('what other faults hang on comes first', () => {
    const everything = { ...good, eyeDistance: 20, light: 20, pose: { turn: 0.4, nod: 0, roll: 0 }, sharpness: 0 };
    expect(judgeFace(everything).hint).toBe('closer');
  });

  test('NaN from a network is never good', () => {
    const lost = judgeFace({ ...good, pose: { turn: NaN, nod: NaN, roll: NaN }, sharpness: NaN, eyeDistance: NaN });
    expect(lost.comparable).toBe(false);
    expect(judgeFace({ ...good, breadth: NaN }).comparable).toBe(false);
  });

  test('nobody there, or nothing to be seen', () => {
    expect(judgeNobody(120).hint).toBe('noFace');
    expect(judgeNobody(10).hint).toBe('dark');
  });

  test('a straight, sharp face with open eyes is worth more', () => {
    expect(worth(good)).toBeGreaterThan(worth({ ...good, pose: { turn: 0.1, nod: 0, roll: 0 } }));
    expect(worth(good)).toBeGreaterThan(worth({ ...good, sharpness: 0.2 }));
    expect(worth(good)).toBeGreaterThan(worth({ ...good, openness: -2 }));
  });
});

describe('what is measured on a face', () => {
  /** A grey picture with a bar of another grey across the eyes, as dark glasses are. */
  const measured = (bar: number) => {
    const [width, height] = [320, 240];
    const pixels = new Uint8Array(new ArrayBuffer(width * height)).fill(140);
    // The eyes lie at a height of 100, 60 pixels apart.
    for (let y = 85; y < 121; y++) pixels.fill(bar, y * width + 110, y * width + 210);
    const face = { box: { left: 90, top: 50, right: 230, bottom: 220 }, score: 1 };
    return new FaceMeter().measure({ width, height, pixels }, [face], face, seen({ size: 60, x: 160, y: 100 }), 1);
  };

  test('skin below the eyes is as bright as the cheeks, dark glasses are not', () => {
    expect(measured(140).underEyes).toBeCloseTo(1);
    expect(measured(30).underEyes).toBeLessThan(0.4);
  });
});

describe('the colour about the mouth', () => {
  const [width, height] = [320, 240];
  const face = { box: { left: 90, top: 50, right: 230, bottom: 220 }, score: 1 };
  /** Skin everywhere, and from below the nose on (eyes at a height of 100, 60 pixels apart) another chroma. */
  const redness = (skin: number, below: number, chroma = true): number | undefined => {
    const v = new Uint8Array(new ArrayBuffer((width * height) / 4)).fill(skin);
    v.fill(below, 70 * (width / 2));
    const pixels = new Uint8Array(new ArrayBuffer(width * height)).fill(140);
    const picture = { width, height, pixels, ...(chroma ? { chroma: { u: v.slice().fill(120), v } } : {}) };
    return new FaceMeter().measure(picture, [face], face, seen({ size: 60, x: 160, y: 100 }), 1).mouth.redness;
  };

  test('is that of the eyes on skin, none on white cloth, the opposite on blue', () => {
    expect(redness(148, 148)).toBeCloseTo(1, 3);
    expect(redness(148, 138)).toBeCloseTo(0.5, 1);
    expect(redness(148, 128)).toBeCloseTo(0, 1);
    expect(redness(148, 118)).toBeLessThan(-0.3);
  });

  test('tells nothing in a grey picture, or where the eyes are not red', () => {
    expect(redness(148, 128, false)).toBeUndefined();
    expect(redness(129, 128)).toBeUndefined();
  });
});

describe('the pace of hints', () => {
  test('one bad frame is not told', () => {
    const pacer = new HintPacer();
    expect(pacer.offer('dark', 0)).toBeUndefined();
    expect(pacer.offer('none', 100)).toBeUndefined();
    expect(pacer.offer('none', 300)).toBe('none');
  });

  test('each hint stays for a second and is told once', () => {
    const pacer = new HintPacer();
    const told: [number, string][] = [];
    for (let time = 0; time < 5_000; time += 100) {
      const hint = pacer.offer(Math.floor(time / 700) % 2 === 0 ? 'closer' : 'dark', time);
      if (hint !== undefined) told.push([time, hint]);
    }
    expect(told.length).toBeGreaterThan(2);
    told.forEach(([time, hint], i) => {
      const before = told[i - 1];
      if (before === undefined) return;
      expect(time - before[0]).toBeGreaterThanOrEqual(1_000);
      expect(hint).not.toBe(before[1]);
    });
  });

  test('a challenge is told at once and once', () => {
    const pacer = new HintPacer();
    pacer.offer('none', 0);
    pacer.offer('none', 300);
    expect(pacer.urge('turnLeft', 310)).toBe('turnLeft');
    expect(pacer.urge('turnLeft', 400)).toBeUndefined();
  });
});

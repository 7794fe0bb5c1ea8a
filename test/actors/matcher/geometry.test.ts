import { assert, double, pre, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitSimilarity, invertSimilarity } from '../../../src/actors/matcher/engine/geometry.ts';
import { applyHomography, fitHomography } from '../../../src/actors/matcher/engine/homography.ts';
import { eyeDistance, fivePoints, poseOf } from '../../../src/actors/matcher/engine/landmarks.ts';
import { boxMap, sample } from '../../../src/actors/matcher/engine/picture.ts';
import { seen } from './synthetic-face.ts';

const small = double({ min: -1, max: 1, noNaN: true });

describe('fitting', () => {
  test('a similarity is found again from five points', () => {
    assert(
      property(small, small, small, small, (a, b, tx, ty) => {
        pre(a * a + b * b > 0.01);
        const from = fivePoints(seen());
        const to = from.map((value, i) =>
          i % 2 === 0 ? a * value - b * (from[i + 1] ?? 0) + tx : b * (from[i - 1] ?? 0) + a * value + ty,
        );
        const found = fitSimilarity(from, to);
        expect(found?.a).toBeCloseTo(a, 6);
        expect(found?.b).toBeCloseTo(b, 6);
        expect(found?.tx).toBeCloseTo(tx, 5);
        expect(found?.ty).toBeCloseTo(ty, 5);
      }),
      { numRuns: 200 },
    );
  });

  test('one point has no similarity; the inverse leads back', () => {
    expect(fitSimilarity([1, 1, 1, 1], [0, 0, 1, 1])).toBeUndefined();
    const [a, b, c, d, e, f] = invertSimilarity({ a: 2, b: 1, tx: 3, ty: -4 });
    const [x, y] = [2 * 5 - 1 * 7 + 3, 1 * 5 + 2 * 7 - 4];
    expect(a * x + b * y + c).toBeCloseTo(5);
    expect(d * x + e * y + f).toBeCloseTo(7);
  });

  test('a homography explains what a turned plane does, but for its gentle ridge', () => {
    const from = Array.from(seen({ shape: 'flat', size: 1, x: 0, y: 0 }));
    const to = Array.from(seen({ shape: 'flat', size: 1, x: 0, y: 0, yaw: 0.4, pitch: 0.2 }));
    const map = fitHomography(from, to);
    expect(map).toBeDefined();
    for (let i = 0; i < 68; i++) {
      const [x, y] = applyHomography(map ?? [], from[2 * i] ?? 0, from[2 * i + 1] ?? 0);
      expect(Math.hypot(x - (to[2 * i] ?? 0), y - (to[2 * i + 1] ?? 0))).toBeLessThan(0.005);
    }
    expect(fitHomography([0, 0, 1, 1, 2, 2, 3, 3], [0, 0, 1, 1, 2, 2, 3, 3])).toBeUndefined();
  });
});

describe('landmarks', () => {
  test('the pose says which way the head is turned', () => {
    expect(poseOf(seen()).turn).toBeCloseTo(0, 6);
    expect(poseOf(seen({ yaw: 0.35 })).turn).toBeGreaterThan(0.1);
    expect(poseOf(seen({ yaw: -0.35 })).turn).toBeLessThan(-0.1);
    expect(Math.abs(poseOf(seen({ yaw: 0.35, shape: 'flat' })).turn)).toBeLessThan(0.06);
    expect(eyeDistance(seen({ size: 50 }))).toBeCloseTo(50, 0);
  });
});

describe('sampling', () => {
  const picture = { width: 4, height: 2, pixels: Uint8Array.from([0, 100, 200, 40, 10, 20, 30, 40]) };

  test('the whole picture at its own size is the picture', () => {
    const out = new Float32Array(8);
    sample(picture, boxMap({ left: 0, top: 0, right: 4, bottom: 2 }, 4, 2), 4, 2, out, 'clamp');
    expect([...out]).toEqual([...picture.pixels]);
  });

  test('beyond the edge lies the edge, or black', () => {
    const out = new Float32Array(1);
    const beyond = boxMap({ left: -9, top: 0, right: -8, bottom: 1 }, 1, 1);
    sample({ ...picture, pixels: picture.pixels.map((value) => value + 5) }, beyond, 1, 1, out, 'clamp');
    expect(out[0]).toBe(5);
    sample(picture, beyond, 1, 1, out, 'black');
    expect(out[0]).toBe(0);
  });
});

import { describe, expect, test } from 'vitest';
import { PatchFinder, type Grey } from '../../../src/actors/matcher/cues/patch-finder.ts';

const side = 64;
const half = { x: 7, y: 5 };

/** Soft waves of several lengths, moved by (`dx`, `dy`) pixels, with another light and contrast. */
function waves(dx: number, dy: number, light = 100, contrast = 30): Grey {
  const picture = new Float32Array(side * side);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const u = x - dx;
      const v = y - dy;
      picture[y * side + x] =
        light + contrast * (Math.sin(u / 3) + Math.cos(v / 4) + Math.sin(u / 11) + Math.sin(v / 9));
    }
  }
  return picture;
}

describe('finding a patch', () => {
  const finder = new PatchFinder(side, 6, half);

  test.each([
    [0, 0],
    [2.4, -1.3],
    [-3.7, 4.2],
  ])('moved by %d, %d pixels, whatever the light', (dx, dy) => {
    const found = finder.find(waves(0, 0), 30.3, 31.6, waves(dx, dy, 60, 12), 30.3, 31.6, half);
    expect(Math.abs((found?.x ?? 0) - 30.3 - dx)).toBeLessThan(0.15);
    expect(Math.abs((found?.y ?? 0) - 31.6 - dy)).toBeLessThan(0.15);
    expect(found?.likeness).toBeGreaterThan(0.99);
  });

  test('beyond where it is looked for it is not found', () => {
    expect(finder.find(waves(0, 0), 30, 30, waves(9, 0), 30, 30, half)).toBeUndefined();
  });

  test('in a picture without detail it is not found', () => {
    const plain = new Float32Array(side * side).fill(80);
    for (const [from, to] of [
      [waves(0, 0), plain],
      [plain, waves(0, 0)],
    ] as const) {
      expect(finder.find(from, 30, 30, to, 30, 30, half)?.likeness ?? 0).toBeLessThan(0.1);
    }
  });

  test('at the edge of a picture its edge goes on', () => {
    const found = finder.find(waves(0, 0), 1, 62, waves(1, -1), 1, 62, half);
    expect(Math.abs((found?.x ?? 0) - 2)).toBeLessThan(1);
    expect(Math.abs((found?.y ?? 0) - 61)).toBeLessThan(1);
  });
});

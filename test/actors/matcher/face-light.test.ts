import { describe, expect, test } from 'vitest';
import type { Landmarks } from '../../../src/actors/matcher/engine/landmarks.ts';
import type { Picture } from '../../../src/actors/matcher/engine/picture.ts';
import { lightOfCells } from '../../../src/actors/matcher/quality/face-light.ts';
import { UprightFaces } from '../../../src/actors/matcher/quality/upright-face.ts';
import { seen } from './synthetic-face.ts';

const [width, height] = [320, 240];

/** A grey picture, each pixel by its place. */
function picture(grey: (x: number, y: number) => number): Picture {
  const pixels = new Uint8Array(new ArrayBuffer(width * height));
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) pixels[y * width + x] = grey(x, y);
  return { width, height, pixels };
}

const cellsOf = (of: Picture, landmarks: Landmarks) => {
  const face = new UprightFaces().take(of, landmarks);
  return face === undefined ? undefined : lightOfCells(face);
};

const across = picture((x) => Math.min(255, Math.max(0, x - 40)));

describe('the light of a face', () => {
  test('is measured in 6 rows of 8 cells, linear', () => {
    const even = cellsOf(
      picture(() => 128),
      seen(),
    );
    expect(even).toHaveLength(48);
    for (const cell of even ?? []) expect(cell).toBeCloseTo((128 / 255) ** 2.2);
    const cells = cellsOf(across, seen()) ?? [];
    expect(cells).toHaveLength(48);
    for (const [i, cell] of cells.entries()) {
      if (i % 8 > 0) expect(cell).toBeGreaterThan(cells[i - 1] ?? 0);
      expect(cell).toBeCloseTo(cells[i % 8] ?? NaN, 2);
    }
  });

  test('goes along with the head, wherever the tip of the nose is', () => {
    const there = cellsOf(across, seen({ x: 160 })) ?? [];
    const aside = cellsOf(
      picture((x) => Math.min(255, Math.max(0, x - 60))),
      seen({ x: 180 }),
    );
    expect(aside).toHaveLength(48);
    aside?.forEach((cell, i) => expect(cell).toBeCloseTo(there[i] ?? NaN));
    const turned = seen({ x: 160 });
    turned[2 * 30] = (turned[2 * 30] ?? 0) + 15;
    expect(cellsOf(across, turned)).toEqual(there);
  });

  test('landmarks in one place give no face', () => {
    expect(cellsOf(across, new Float64Array(new ArrayBuffer(8 * 2 * 68)))).toBeUndefined();
  });
});

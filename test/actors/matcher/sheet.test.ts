import { describe, expect, test } from 'vitest';
import { inside, moveBeyondSheet, outline, type Moved } from '../../../src/actors/matcher/cues/sheet.ts';
import { seen, type Held } from './synthetic-face.ts';

/** One point of the face in two views, in eye distances. */
function moved(point: number, held: Held): Moved {
  const at = (one: Held) => {
    const points = seen({ ...one, size: 1, x: 0, y: 0 });
    return [points[2 * point] ?? 0, points[2 * point + 1] ?? 0] as const;
  };
  return { point, from: at({ ...held, yaw: 0 }), to: at(held) };
}
const tip = 30;
const mouth = [48, 49, 59, 53, 54, 55];
const pointsOf = (held: Held, points = [...inside, ...outline]) => points.map((i) => moved(i, held));
const moveOf = (held: Held, points = pointsOf(held)) => moveBeyondSheet(moved(tip, held), points);

describe('the nose beyond a sheet', () => {
  test('that of a head moves to the side of the turn', () => {
    expect(moveOf({ yaw: 0.35 })).toBeGreaterThan(0.08);
    expect(moveOf({ yaw: -0.35 })).toBeLessThan(-0.08);
  });

  test.each([
    ['flat', 0.2],
    ['flat', 0.4],
    ['folded', 0.2],
    ['folded', 0.4],
    ['folded', -0.4],
    ['creased', 0.2],
    ['creased', 0.4],
    ['creased', -0.4],
  ] as const)('that of a %s sheet does not, turned by %d', (shape, yaw) => {
    expect(Math.abs(moveOf({ yaw, shape }) ?? NaN)).toBeLessThan(0.02);
  });

  test('points found in the wrong place count for little', () => {
    const held = { yaw: 0.35 };
    const elsewhere = ({ point, from, to: [x, y] }: Moved): Moved => ({ point, from, to: [x + 0.4, y - 0.3] });
    const spoiled = pointsOf(held).map((one) => ([19, 40, 46].includes(one.point) ? elsewhere(one) : one));
    expect(moveOf(held, spoiled)).toBeCloseTo(moveOf(held) ?? NaN, 1);
  });

  test.each([
    ['of one half', [...inside.filter((i) => ![26, 25, 24, 45, 44, 43, 42, 47, 46].includes(i)), ...outline]],
    ['below the tip', [...inside.filter((i) => !mouth.includes(i)), ...outline]],
    ['of the outline', [...inside]],
  ])('too few points %s say nothing', (_, points) => {
    expect(moveOf({ yaw: 0.3 }, pointsOf({ yaw: 0.3 }, points))).toBeUndefined();
  });

  test('points in one place say nothing, nor do points that are nowhere', () => {
    const held = { yaw: 0.3 };
    const heaped = pointsOf(held).map((one): Moved => ({ ...one, from: [0, 2], to: [0, 2] }));
    expect(moveOf(held, heaped)).toBeUndefined();
    expect(
      moveOf(
        held,
        pointsOf(held).map((one): Moved => ({ ...one, to: [NaN, NaN] })),
      ),
    ).toBeUndefined();
  });
});

import { describe, expect, test } from 'vitest';
import { bridge, halves, moveBeyondFold, type Moved } from '../../../src/actors/matcher/cues/fold.ts';
import { seen, type Held } from './synthetic-face.ts';

/** One point of the face in two views, in eye distances. */
function moved(i: number, held: Held): Moved {
  const at = (one: Held) => {
    const points = seen({ ...one, size: 1, x: 0, y: 0 });
    return [points[2 * i] ?? 0, points[2 * i + 1] ?? 0] as const;
  };
  return { from: at({ ...held, yaw: 0 }), to: at(held) };
}
const tip = 30;
const pointsOf = (held: Held) => [bridge, ...halves.flat()].map((i) => moved(i, held));
const moveOf = (held: Held, points = pointsOf(held)) => moveBeyondFold(moved(tip, held), points);

describe('the nose beyond a fold', () => {
  test('that of a head moves to the side of the turn', () => {
    expect(moveOf({ yaw: 0.35 })).toBeGreaterThan(0.05);
    expect(moveOf({ yaw: -0.35 })).toBeLessThan(-0.05);
  });

  test.each([0.2, 0.4, -0.4])('that of a sheet folded along the nose does not, turned by %d', (yaw) => {
    expect(Math.sign(yaw) * (moveOf({ yaw, shape: 'folded' }) ?? NaN)).toBeLessThan(0.02);
  });

  test.each([0.2, 0.4])('nor that of a flat sheet, turned by %d', (yaw) => {
    expect(Math.abs(moveOf({ yaw, shape: 'flat' }) ?? NaN)).toBeLessThan(0.02);
  });

  test('points found in the wrong place count for little', () => {
    const held = { yaw: 0.35 };
    const elsewhere = ({ from, to: [x, y] }: Moved): Moved => ({ from, to: [x + 0.4, y - 0.3] });
    const spoiled = pointsOf(held).map((point, i) => (i % 8 === 3 ? elsewhere(point) : point));
    expect(moveOf(held, spoiled)).toBeCloseTo(moveOf(held) ?? NaN, 1);
  });

  test('too few points of one half say nothing, nor do points in one place', () => {
    const held = { yaw: 0.3 };
    const left = halves[0].map((i) => moved(i, held));
    const right = halves[1].map((i) => moved(i, held));
    expect(moveOf(held, [...left, ...right.slice(0, 3)])).toBeUndefined();
    expect(moveOf(held, [...left, ...right.slice(0, 4)])).toBeDefined();
    const [one] = right;
    expect(
      moveOf(
        held,
        [...left.map(() => left[0]), ...right.map(() => one)].flatMap((point) => point ?? []),
      ),
    ).toBeUndefined();
  });
});

import { describe, expect, test } from 'vitest';
import { Challenge, twoTurns } from '../../../src/actors/matcher/cues/challenge.ts';
import { isSameFace, type Sighting } from '../../../src/actors/matcher/cues/continuity.ts';
import {
  noseShift,
  Parallax,
  parallaxShown,
  turnShown,
  viewOf,
  type View,
} from '../../../src/actors/matcher/cues/parallax.ts';
import { seen, type Held } from './synthetic-face.ts';

function view(held: Held): View {
  const found = viewOf(seen(held));
  if (found === undefined) throw new Error('no view');
  return found;
}

/** Yaw angles of a head or a hand that swings `wide` radians to both sides. */
const swing = (wide: number) => Array.from({ length: 24 }, (_, i) => wide * Math.sin((i / 24) * 2 * Math.PI));

function shiftOf(held: readonly Held[]): Parallax {
  const parallax = new Parallax();
  for (const one of held) parallax.add(seen(one));
  return parallax;
}

describe('parallax', () => {
  test('a head that turns shows it', () => {
    expect(shiftOf(swing(0.3).map((yaw) => ({ yaw }))).shift).toBeGreaterThan(parallaxShown);
  });

  test.each([0.2, 0.4, 0.6])('a flat picture turned and tilted by %d never shows it', (wide) => {
    const parallax = shiftOf(swing(wide).map((yaw, i) => ({ yaw, pitch: wide * Math.cos(i), flat: true, x: 100 + i })));
    expect(parallax.shift).toBeLessThan(parallaxShown / 2);
  });

  test('a head that keeps still does not show it, however long', () => {
    expect(shiftOf(Array.from({ length: 100 }, (_, i) => ({ x: 100 + i, size: 50 + i / 10 }))).shift).toBeLessThan(
      parallaxShown,
    );
  });

  test('the shift points to the side of the turn, and forgetting starts anew', () => {
    expect(noseShift(view({}), view({ yaw: 0.35 }))).toBeGreaterThan(turnShown);
    expect(noseShift(view({}), view({ yaw: -0.35 }))).toBeLessThan(-turnShown);
    const parallax = shiftOf(swing(0.3).map((yaw) => ({ yaw })));
    parallax.forget();
    expect(parallax.shift).toBe(0);
  });

  test('broken landmarks are no view', () => {
    expect(viewOf(new Float64Array(136))).toBeUndefined();
    expect(viewOf(new Float64Array(136).fill(NaN))).toBeUndefined();
  });
});

const left = () => 0.1;
const right = () => 0.9;

describe('the challenge', () => {
  test('asks for a random side and passes on the turn to it only', () => {
    for (const [random, side, yaw] of [
      [left, 'turnLeft', 0.4],
      [right, 'turnRight', -0.4],
    ] as const) {
      const challenge = new Challenge(random);
      expect(challenge.ask(view({}), 0)).toBe(side);
      challenge.look(view({ yaw: -yaw }), 100);
      expect(challenge.passed).toBe(false);
      challenge.look(view({ yaw: yaw / 8 }), 200);
      expect(challenge.passed).toBe(false);
      challenge.look(view({ yaw }), 300);
      expect(challenge.passed).toBe(true);
    }
  });

  test('asks for the other side after a while and gives up at last', () => {
    const challenge = new Challenge(left);
    challenge.ask(view({}), 0);
    challenge.look(view({}), 2_400);
    expect(challenge.side).toBe('turnLeft');
    challenge.look(view({}), 2_600);
    expect(challenge.side).toBe('turnRight');
    expect(challenge.exhausted(4_900)).toBe(false);
    expect(challenge.exhausted(5_000)).toBe(true);
  });

  test('against recordings: two turns, each to its side, looking straight on between them', () => {
    const challenge = new Challenge(left, twoTurns);
    expect(challenge.ask(view({ yaw: 0.4 }), 0)).toBeUndefined();
    expect(challenge.ask(view({}), 100)).toBe('turnLeft');
    challenge.look(view({ yaw: 0.4 }), 900);
    expect(challenge.passed).toBe(false);
    expect(challenge.ask(view({ yaw: 0.4 }), 2_000)).toBeUndefined();
    expect(challenge.ask(view({}), 910)).toBeUndefined();
    expect(challenge.ask(view({}), 2_100)).toBe('turnLeft');
    challenge.look(view({ yaw: 0.4 }), 2_900);
    expect(challenge.passed).toBe(true);
  });

  test('against recordings: a turn to the wrong side fails', () => {
    const challenge = new Challenge(left, twoTurns);
    challenge.ask(view({}), 0);
    challenge.look(view({ yaw: -0.4 }), 500);
    expect(challenge.failed).toBe(true);
    challenge.forget();
    expect(challenge.failed).toBe(false);
  });

  test('a flat picture turned to the side asked for does not pass', () => {
    const challenge = new Challenge(left);
    challenge.ask(view({ flat: true }), 0);
    challenge.look(view({ flat: true, yaw: 0.45 }), 500);
    expect(challenge.passed).toBe(false);
  });
});

describe('continuity', () => {
  const box = { left: 100, top: 100, right: 200, bottom: 220 };
  const sighting = (change: Partial<Sighting>): Sighting => ({
    time: 0,
    box,
    embedding: Float32Array.of(1, 0),
    ...change,
  });
  const moved = { left: 190, top: 100, right: 290, bottom: 220 };

  test.each([
    ['the next frame', sighting({ time: 100 }), true],
    ['after a blink of the camera', sighting({ time: 700 }), true],
    ['after a gap', sighting({ time: 900 }), false],
    ['at another place', sighting({ time: 100, box: moved }), false],
    ['another face', sighting({ time: 100, embedding: Float32Array.of(0.4, 0.9) }), false],
  ])('%s', (_title, now, same) => {
    expect(isSameFace(sighting({}), now)).toBe(same);
  });
});

import { describe, expect, test, vi } from 'vitest';
import { AnyTurn } from '../../../src/actors/matcher/cues/any-turn.ts';
import { DrawnTurns } from '../../../src/actors/matcher/cues/drawn-turns.ts';
import { isSameFace, type Sighting } from '../../../src/actors/matcher/cues/continuity.ts';
import { Depth } from '../../../src/actors/matcher/cues/depth.ts';
import { shownByFour } from '../../../src/actors/matcher/cues/four-pairs.ts';
import { noseShift, turnShown, viewOf, type View } from '../../../src/actors/matcher/cues/parallax.ts';
import { poseOf } from '../../../src/actors/matcher/engine/landmarks.ts';
import { loadManifest } from '../../../src/actors/models/manifest.ts';
import { seen, upright, type Held } from './synthetic-face.ts';

const { shown } = loadManifest().liveness.parallax;

function view(held: Held): View {
  const found = viewOf(seen(held));
  if (found === undefined) throw new Error('no view');
  return found;
}

/** Yaw angles of a head or a hand that swings `wide` radians to both sides. */
const swing = (wide: number) => Array.from({ length: 24 }, (_, i) => wide * Math.sin((i / 24) * 2 * Math.PI));

function depthOf(held: readonly Held[]): Depth {
  const depth = new Depth();
  for (const one of held) depth.look(upright(one), poseOf(seen(one)).turn, true);
  return depth;
}

describe('depth', () => {
  test('a head that turns shows it', () => {
    expect(depthOf(swing(0.3).map((yaw) => ({ yaw }))).shift).toBeGreaterThan(shown);
  });

  test.each([0.2, 0.4, 0.6])('a flat picture turned and tilted by %d never shows it', (wide) => {
    const depth = depthOf(swing(wide).map((yaw, i) => ({ yaw, pitch: wide * Math.cos(i), shape: 'flat', x: 100 + i })));
    expect(depth.shift).toBeLessThan(shown / 2);
  });

  test.each(['folded', 'creased'] as const)(
    'a %s sheet does not show it, though its nose moves against the face',
    (shape) => {
      const [left = 0, right = 0] = [-0.4, 0.4].map((yaw) => noseShift(view({ shape }), view({ yaw, shape })));
      expect(right - left).toBeGreaterThan(shown);
      expect(depthOf(swing(0.4).map((yaw): Held => ({ yaw, shape }))).shift).toBeLessThan(shown / 2);
    },
  );

  test('a head that keeps still does not show it, however long', () => {
    const still = Array.from({ length: 100 }, (_, i) => ({ x: 100 + i, size: 50 + i / 10 }));
    expect(depthOf(still).shift).toBeLessThan(shown / 2);
  });

  test('landmarks that see a head in a flat picture are not believed', () => {
    const flat = new Depth();
    const head = new Depth();
    for (const yaw of swing(0.3)) {
      const { points } = upright({ yaw });
      flat.look({ grey: upright({}).grey, points }, poseOf(seen({ yaw })).turn, true);
      head.look(upright({ yaw }), poseOf(seen({ yaw })).turn, true);
    }
    expect(head.shift).toBeGreaterThan(shown);
    expect(flat.shift).toBeLessThan(shown / 2);
  });

  test('one bad frame on each side decides nothing, two on one side do', () => {
    const rest = [-0.02, -0.01, 0.01, 0.02].map((yaw) => ({ yaw }));
    expect(depthOf([...rest, { yaw: 0.4 }]).shift).toBeLessThan(shown / 2);
    expect(depthOf([...rest, { yaw: 0.4 }, { yaw: 0.41 }]).shift).toBeGreaterThan(shown);
  });

  test('a head that looks far away at first can still show it', () => {
    const away = [0.9, 0.92, 0.95].map((yaw) => ({ yaw }));
    expect(depthOf([...away, ...swing(0.3).map((yaw) => ({ yaw }))]).shift).toBeGreaterThan(shown);
  });

  test('who comes back from one side shows it, though the furthest view cannot be compared', () => {
    const depth = new Depth();
    depth.look({ ...upright({}), grey: new Float32Array(112 * 112) }, -0.24, false);
    for (const [yaw, turn] of [
      [-0.5, -0.23],
      [-0.3, -0.15],
      [-0.28, -0.14],
    ] as const)
      depth.look(upright({ yaw }), turn, false);
    for (const yaw of [-0.01, 0, 0.01, 0.02]) depth.look(upright({ yaw }), yaw / 2, true);
    expect(depth.shift).toBeGreaterThan(shown);
  });

  test.each([
    ['20°', [0.16, 0.17, 0.22, 0.23], [0.11, 0.12]],
    ['40°', [0.11, 0.12, 0.17, 0.18], [0.22, 0.23]],
  ])('views up to %s are compared by themselves', (_title, spoiled, seenAt) => {
    const depth = new Depth();
    const toBothSides = (turns: readonly number[]) => turns.flatMap((turn) => [-turn, turn]);
    for (const turn of toBothSides(spoiled))
      depth.look({ ...upright({}), grey: new Float32Array(112 * 112) }, turn, false);
    expect(depth.shift).toBe(0);
    for (const turn of toBothSides(seenAt)) depth.look(upright({ yaw: 0.17 * Math.sign(turn) }), turn, false);
    expect(depth.shift).toBeGreaterThan(shown);
  });

  test('forgetting starts anew, and what was kept is overwritten', () => {
    const buffers: ArrayBuffer[] = [];
    const original = globalThis.ArrayBuffer;
    vi.stubGlobal(
      'ArrayBuffer',
      class extends original {
        constructor(length: number) {
          super(length);
          buffers.push(this);
        }
      },
    );
    const depth = new Depth();
    const faces = swing(0.3).map((yaw) => [upright({ yaw }), poseOf(seen({ yaw })).turn] as const);
    const before = buffers.length;
    for (const [face, turn] of faces) depth.look(face, turn, true);
    vi.unstubAllGlobals();
    const kept = buffers.slice(before);
    expect(kept.some((buffer) => new Uint8Array(buffer).some((byte) => byte !== 0))).toBe(true);
    depth.forget();
    expect(depth.shift).toBe(0);
    expect(kept.every((buffer) => new Uint8Array(buffer).every((byte) => byte === 0))).toBe(true);
  });

  test('a view in which nothing is found again is dropped', () => {
    const depth = new Depth();
    const blank = new Float32Array(112 * 112);
    const frames = swing(0.3).map((yaw) => [upright({ yaw }), poseOf(seen({ yaw })).turn] as const);
    // Landmarks that say nearly straight on of a head that looks elsewhere: the furthest views to either side.
    for (const turn of [-0.24, -0.23, -0.125, -0.12, 0.12, 0.125, 0.23, 0.24])
      depth.look({ ...upright({}), grey: blank }, turn, false);
    for (const [face, turn] of frames) depth.look(face, turn, false);
    expect(depth.shift).toBe(0);
    for (const [face, turn] of [...frames, ...frames]) depth.look(face, turn, true);
    expect(depth.shift).toBeGreaterThan(shown);
  });

  test('where patches find nothing there is no depth, whatever the landmarks say', () => {
    const blank = new Depth();
    for (const yaw of swing(0.3)) {
      blank.look({ ...upright({ yaw }), grey: new Float32Array(112 * 112) }, poseOf(seen({ yaw })).turn, true);
    }
    expect(blank.shift).toBe(0);
  });
});

describe('four pairs of views', () => {
  const all = (shift: number) => [shift, shift, shift, shift];

  test.each([
    ['the third of them counts against the plane', [0.3, 0.2, 0.06, 0.01], all(1), 0.06],
    ['what they agree on beyond a sheet counts', all(1), [0.15, 0.15, 0.15, 0.12], 0.2052],
    ['what they do not agree on is noise', all(1), [0.27, 0.26, 0.16, -0.04], 0.011],
  ])('%s', (_title, plain, beyond, expected) => {
    expect(shownByFour({ plain, beyondSheet: () => beyond, turn: 1 }, 0)).toBeCloseTo(expected, 4);
  });

  test('a sheet is looked for only where the plane shows something new', () => {
    const beyondSheet = vi.fn(() => all(1));
    expect(shownByFour({ plain: all(0.1), beyondSheet, turn: 0.1 }, 0.1)).toBe(0);
    expect(beyondSheet).not.toHaveBeenCalled();
    expect(shownByFour({ plain: all(0.1), beyondSheet, turn: 0.1 }, 0.09)).toBe(0.1);
  });

  test('more than a head can show for so little of a turn counts nothing', () => {
    const beyondSheet = () => all(1);
    expect(shownByFour({ plain: all(0.1), beyondSheet, turn: 0.08 }, 0)).toBe(0.1);
    expect(shownByFour({ plain: all(0.1), beyondSheet, turn: 0.075 }, 0)).toBe(0);
    expect(shownByFour({ plain: all(0.1), beyondSheet, turn: -0.1 }, 0)).toBe(0);
  });
});

describe('parallax', () => {
  test('the shift points to the side of the turn', () => {
    expect(noseShift(view({}), view({ yaw: 0.35 }))).toBeGreaterThan(turnShown);
    expect(noseShift(view({}), view({ yaw: -0.35 }))).toBeLessThan(-turnShown);
  });

  test('broken landmarks are no view', () => {
    expect(viewOf(new Float64Array(136))).toBeUndefined();
    expect(viewOf(new Float64Array(136).fill(NaN))).toBeUndefined();
  });
});

const first = () => 0;

describe('any turn', () => {
  test('asks for a random side', () => {
    expect(new AnyTurn(() => 0.1).ask(view({}), 0)).toBe('turnLeft');
    expect(new AnyTurn(() => 0.9).ask(view({}), 0)).toBe('turnRight');
  });

  test('asks for the other side after a while and gives up at last', () => {
    const turn = new AnyTurn(first);
    expect(turn.ask(view({}), 0)).toBe('turnLeft');
    turn.look(view({}), 1_900);
    expect(turn.ask(view({}), 1_900)).toBe('turnLeft');
    turn.look(view({}), 2_000);
    expect(turn.ask(view({}), 2_000)).toBe('turnRight');
    expect(turn.exhausted(3_900)).toBe(false);
    expect(turn.exhausted(4_000)).toBe(true);
  });

  test('who has turned and not far enough is soon asked for the other side', () => {
    const turn = new AnyTurn(first);
    turn.ask(view({}), 0);
    turn.look(view({ yaw: 0.4 }), 900);
    expect(turn.ask(view({}), 900)).toBe('turnLeft');
    turn.look(view({ yaw: 0.1 }), 1_400);
    expect(turn.ask(view({}), 1_400)).toBe('turnRight');
  });
});

describe('turns in drawn directions', () => {
  const all = [
    ['turnLeft', 0.1, { yaw: 0.4 }],
    ['turnRight', 0.3, { yaw: -0.4 }],
    ['turnUp', 0.6, { pitch: -0.35 }],
    ['turnDown', 0.9, { pitch: 0.35 }],
  ] as const;

  test.each(all)('%s is made by that turn, and failed by every other one', (direction, chance, made) => {
    for (const [other, , held] of all) {
      const turns = new DrawnTurns(() => chance);
      turns.ask(view({}), 0);
      expect(turns.ask(view({}), 300)).toBe(direction);
      turns.look(view({}), 400);
      expect(turns.made).toBe(0);
      turns.look(view(held), 900);
      expect(turns.made).toBe(held === made ? 1 : 0);
      expect(turns.failed).toBe(other !== direction);
    }
  });

  test('are asked for only of a head that looks straight on, with a pause between them', () => {
    const turns = new DrawnTurns(first);
    expect(turns.ask(view({ yaw: 0.4 }), 0)).toBeUndefined();
    expect(turns.hasAsked).toBe(false);
    expect(turns.ask(view({}), 100)).toBeUndefined();
    expect(turns.ask(view({}), 400)).toBe('turnLeft');
    turns.look(view({ yaw: 0.4 }), 900);
    expect(turns.ask(view({}), 910)).toBeUndefined();
    expect(turns.ask(view({ yaw: 0.4 }), 2_000)).toBeUndefined();
    expect(turns.ask(view({ pitch: 0.3 }), 2_000)).toBeUndefined();
    expect(turns.ask(view({}), 2_000)).toBeUndefined();
    expect(turns.ask(view({}), 2_300)).toBe('turnLeft');
    turns.look(view({ yaw: 0.4 }), 2_900);
    expect([turns.made, turns.failed]).toEqual([2, false]);
  });

  test('a face that is not symmetrical is asked too, a little later', () => {
    const turns = new DrawnTurns(first);
    const oblique = view({ yaw: 0.2 });
    for (let time = 0; time < 1_500; time += 100) expect(turns.ask(oblique, time)).toBeUndefined();
    expect(turns.ask(oblique, 1_500)).toBeUndefined();
    expect(turns.ask(oblique, 1_800)).toBe('turnLeft');
    turns.look(view({ yaw: 0.6 }), 2_400);
    expect(turns.made).toBe(1);
  });

  test('not made in time they are exhausted', () => {
    const turns = new DrawnTurns(first);
    expect(turns.exhausted(9_000)).toBe(false);
    turns.ask(view({}), 700);
    turns.ask(view({}), 1_000);
    expect(turns.exhausted(6_900)).toBe(false);
    expect(turns.exhausted(7_000)).toBe(true);
  });

  test('a flat picture makes none, whichever way it is held', () => {
    const turns = new DrawnTurns(first);
    turns.ask(view({ shape: 'flat' }), 0);
    turns.ask(view({ shape: 'flat' }), 300);
    for (const [, , held] of all) turns.look(view({ shape: 'flat', ...held }), 500);
    expect([turns.made, turns.failed]).toEqual([0, false]);
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

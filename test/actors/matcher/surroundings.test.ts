import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ClipStage, type Clip } from '../../../src/actors/camera/practice/attacks/clip-stage.ts';
import { randomSource } from '../../../src/actors/camera/practice/noise.ts';
import { pictureOf } from '../../../src/actors/matcher/child/frame-picture.ts';
import { Observer } from '../../../src/actors/matcher/child/observer.ts';
import { Surroundings } from '../../../src/actors/matcher/cues/surroundings.ts';
import { compareSurroundings } from '../../../src/actors/matcher/cues/surroundings-votes.ts';
import { Engine } from '../../../src/actors/matcher/engine/engine.ts';
import { fitAffine } from '../../../src/actors/matcher/engine/geometry.ts';
import { offHeapFloats } from '../../../src/actors/matcher/engine/picture.ts';
import { Thumbnailer } from '../../../src/actors/matcher/quality/thumbnailer.ts';
import { engineForTests } from './networks.ts';
import { seen } from './synthetic-face.ts';

const width = 320;
const height = 240;

/** Patches of 16 pixels whose grey is drawn, as something to look at around the face. */
function patches(seed: number): (x: number, y: number) => number {
  const random = randomSource(seed);
  const grey = Array.from({ length: 64 * 64 }, () => 40 + 170 * random());
  return (x, y) => grey[(Math.floor(y / 16) + 16) * 64 + Math.floor(x / 16) + 16] ?? 0;
}

interface Shown {
  readonly around: (x: number, y: number) => number;
  /** Where the face lies, pixels from its place in the first frame, and eye distance. */
  readonly face: (frame: number) => { readonly x: number; readonly y: number; readonly size?: number };
  /** Whether the surroundings go along with it. */
  readonly along: boolean;
}

function watch({ around, face, along }: Shown): Surroundings {
  const cue = new Surroundings();
  const thumbnailer = new Thumbnailer();
  for (let frame = 0; frame < 12; frame++) {
    const { x: dx, y: dy, size = 36 } = face(frame);
    const pixels = new Uint8Array(new ArrayBuffer(width * height));
    const centre = { x: 160 + dx, y: 120 + dy };
    for (let y = 0, i = 0; y < height; y++) {
      for (let x = 0; x < width; x++, i++) {
        const isFace = Math.hypot((x - centre.x) / (1.1 * size), (y - centre.y - 0.3 * size) / (1.7 * size)) < 1;
        const [u, v] = [((x - centre.x) * 36) / size + 160, ((y - centre.y) * 36) / size + 120];
        pixels[i] = isFace ? 150 : along ? around(u, v) : around(x, y);
      }
    }
    cue.look(thumbnailer.take({ width, height, pixels }), seen({ size, ...centre, shape: 'flat' }));
  }
  return cue;
}

const swaying = (frame: number) => ({ x: 14 * Math.sin(frame / 1.5), y: 6 * Math.sin(frame / 2) });
const comingNearer = (frame: number) => ({ x: 0, y: 0, size: 30 + frame });

describe('what surrounds the face', () => {
  test.each([
    ['sways', swaying],
    ['comes nearer', comingNearer],
  ] as const)('stays where it is when a head %s', (_, face) => {
    expect(watch({ around: patches(3), face, along: false }).state).toBe('free');
  });

  test.each([
    ['sways', swaying],
    ['comes nearer', comingNearer],
  ] as const)('goes along when a picture %s', (_, face) => {
    expect(watch({ around: patches(3), face, along: true }).state).toBe('tied');
  });

  test('says nothing when it is plain, or when nothing moves', () => {
    for (const along of [false, true]) {
      expect(watch({ around: () => 120, face: swaying, along }).votes).toEqual({ tied: 0, free: 0 });
      expect(watch({ around: patches(3), face: () => ({ x: 0, y: 0 }), along }).votes).toEqual({ tied: 0, free: 0 });
    }
  });

  test('says nothing once it is forgotten, and starts anew', () => {
    const cue = watch({ around: patches(3), face: swaying, along: true });
    cue.forget();
    expect(cue.state).toBe('asking');
    expect(cue.votes).toEqual({ tied: 0, free: 0 });
  });

  test('a picture of another size is not compared with, a face of no size is not looked at', () => {
    const cue = new Surroundings();
    const thumbnailer = new Thumbnailer();
    for (const [w, h] of [
      [320, 240],
      [240, 320],
    ] as const) {
      cue.look(thumbnailer.take({ width: w, height: h, pixels: new Uint8Array(w * h).fill(90) }), seen());
    }
    cue.look(thumbnailer.take({ width, height, pixels: new Uint8Array(width * height) }), new Float64Array(136));
    expect(cue.state).toBe('asking');
  });

  test('faces whose points lie on one line are not compared', () => {
    const grey = offHeapFloats(64 * 48);
    const around = { width: 64, height: 48, grey, points: new Float64Array(136) };
    expect(compareSurroundings(around, around)).toEqual({ tied: 0, free: 0 });
  });
});

test('the affine map of points', () => {
  const from = [0, 0, 4, 0, 0, 2, 5, 5];
  const to = from.flatMap((_, i) => {
    if (i % 2 === 1) return [];
    const [x, y] = [from[i] ?? 0, from[i + 1] ?? 0];
    return [0.9 * x + 0.2 * y + 3, -0.1 * x + 1.1 * y - 2];
  });
  const map = fitAffine(from, to);
  [0.9, 0.2, 3, -0.1, 1.1, -2].forEach((value, i) => expect(map?.[i]).toBeCloseTo(value));
  expect(fitAffine([1, 1, 2, 2, 3, 3], [1, 1, 2, 2, 3, 3])).toBeUndefined();
});

test('thumbnails: means of cells, overwritten', () => {
  const thumbnailer = new Thumbnailer();
  const pixels = Uint8Array.from({ length: width * height }, (_, i) => (i % width < 160 ? 50 : 200));
  const thumbnail = thumbnailer.take({ width, height, pixels });
  expect(thumbnail).toMatchObject({ width: 64, height: 48, cell: 5 });
  expect(thumbnail.grey[31]).toBeCloseTo(50);
  expect(thumbnail.grey[47 * 64 + 32]).toBeCloseTo(200);
  thumbnailer.scrub();
  expect(thumbnail.grey.every((value) => value === 0)).toBe(true);
});

test('frames that were kept are overwritten', () => {
  const made: ArrayBuffer[] = [];
  const Real = ArrayBuffer;
  const cue = new Surroundings();
  const thumbnail = { width: 64, height: 48, cell: 5, grey: offHeapFloats(64 * 48).fill(90) };
  globalThis.ArrayBuffer = class extends Real {
    constructor(length: number) {
      super(length);
      made.push(this);
    }
  } as ArrayBufferConstructor;
  try {
    for (let frame = 0; frame < 7; frame++) cue.look(thumbnail, seen({ x: 140 + 8 * frame }));
    cue.forget();
  } finally {
    globalThis.ArrayBuffer = Real;
  }
  expect(made.filter(({ byteLength }) => byteLength === thumbnail.grey.byteLength)).toHaveLength(7);
  for (const buffer of made) {
    if (buffer.byteLength !== thumbnail.grey.byteLength) continue;
    expect(new Uint8Array(buffer).every((value) => value === 0)).toBe(true);
  }
});

describe('drawn clips', () => {
  let engine: Engine;
  const stage = new ClipStage();
  beforeAll(async () => {
    const { spec, paths } = await engineForTests();
    engine = await Engine.load(paths, spec);
  }, 60_000);
  afterAll(() => engine.release());

  test.each([
    ['genuine', false],
    ['tablet', true],
  ] as const)(
    '%s: tied %s',
    async (kind: Clip['kind'], tied) => {
      const observer = new Observer(engine);
      const cue = new Surroundings();
      const playing = stage.play({ kind, number: 1 });
      for (let time = 0; time < 2_000; time += 100) {
        const { face } = await observer.observe(pictureOf(playing.frame(time, [])), time);
        if (face?.surroundings !== undefined) cue.look(face.surroundings, face.landmarks);
      }
      expect(cue.state === 'tied').toBe(tied);
      observer.scrub();
    },
    60_000,
  );
});

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ClipStage } from '../../../src/actors/camera/practice/attacks/clip-stage.ts';
import { rgbToI420 } from '../../../src/actors/camera/practice/i420.ts';
import { pictureOf } from '../../../src/actors/matcher/child/frame-picture.ts';
import { Observer } from '../../../src/actors/matcher/child/observer.ts';
import { PassiveCue } from '../../../src/actors/matcher/cues/passive.ts';
import { cropAround, sampleBgr } from '../../../src/actors/matcher/engine/colour-crop.ts';
import { Engine } from '../../../src/actors/matcher/engine/engine.ts';
import { PassiveNetwork } from '../../../src/actors/matcher/engine/passive-network.ts';
import type { Picture } from '../../../src/actors/matcher/engine/picture.ts';
import { repositoryRoot } from '../../../src/actors/models/manifest.ts';
import { engineForTests } from './networks.ts';

describe('the crop', () => {
  const picture = { width: 320, height: 240 };

  test('is the box enlarged about its middle', () => {
    const face = { left: 140, top: 100, right: 180, bottom: 150 };
    expect(cropAround(face, 2, picture)).toEqual({ left: 120, top: 75, right: 200, bottom: 175 });
  });

  test('is moved inside where it would reach beyond', () => {
    const face = { left: 280, top: 10, right: 320, bottom: 60 };
    expect(cropAround(face, 2, picture)).toEqual({ left: 240, top: 0, right: 320, bottom: 100 });
    const beyond = { left: -40, top: 200, right: 20, bottom: 260 };
    expect(cropAround(beyond, 2, picture)).toEqual({ left: 0, top: 120, right: 120, bottom: 240 });
  });

  test('is enlarged less when the picture is too small, and keeps its shape', () => {
    const face = { left: 110, top: 60, right: 210, bottom: 180 };
    expect(cropAround(face, 2.7, picture)).toEqual({ left: 60, top: 0, right: 260, bottom: 240 });
    const whole = { left: -10, top: -120, right: 330, bottom: 360 };
    expect(cropAround(whole, 2.7, picture)).toEqual({ left: 75, top: 0, right: 245, bottom: 240 });
  });
});

/** A picture of one colour, as a camera of this format sees it. */
function plain(red: number, green: number, blue: number, format: 'i420' | 'grey' = 'i420'): Picture {
  const rgb = Uint8Array.from({ length: 16 * 16 * 3 }, (_, i) => [red, green, blue][i % 3] ?? 0);
  return pictureOf({ width: 16, height: 16, format, time: 0, planes: rgbToI420(rgb, 16, 16) });
}

describe('colour', () => {
  test.each([
    [255, 0, 0],
    [0, 255, 0],
    [0, 0, 255],
    [200, 150, 120],
    [255, 255, 255],
  ])('red %d, green %d and blue %d come back as blue, green, red', (red, green, blue) => {
    const picture = plain(red, green, blue);
    if (picture.chroma === undefined) throw new Error('no colour');
    const out = new Float32Array(3 * 4);
    sampleBgr(picture, picture.chroma, { left: 2, top: 2, right: 14, bottom: 14 }, 2, out);
    const expected = [blue, green, red].flatMap((value) => [value, value, value, value]);
    expected.forEach((value, i) => expect(Math.abs((out[i] ?? -1) - value)).toBeLessThanOrEqual(3));
  });

  test('lies in the memory of the frame, and is absent where the camera is grey', () => {
    const planes = rgbToI420(new Uint8Array(16 * 16 * 3).fill(90), 16, 16);
    const { chroma } = pictureOf({ width: 16, height: 16, format: 'i420', time: 0, planes });
    expect([chroma?.u.length, chroma?.v.length]).toEqual([64, 64]);
    planes.fill(0);
    expect([chroma?.u[0], chroma?.v[63]]).toEqual([0, 0]);
    expect(plain(90, 90, 90, 'grey').chroma).toBeUndefined();
  });
});

describe('the passive cue', () => {
  const cue = (values: readonly (number | undefined)[]) => {
    const made = new PassiveCue({ frames: 3, least: 0.5 });
    for (const value of values) made.add(value);
    return made;
  };

  test.each([
    ['asking', []],
    ['asking', [0.1, 0.1]],
    ['fake', [0.9, 0.3, 0.2]],
    ['real', [0.1, 0.7, 0.7]],
    ['real', [0.5, 0.5, 0.5]],
    ['real', [0.9, 0.9, 0.9, 0, 0, 0, undefined]],
    ['none', [undefined]],
    ['none', [0.1, undefined]],
    ['asking', [undefined, 0.1]],
  ] as const)('is %s after %j', (state, values) => {
    expect(cue(values).state).toBe(state);
  });

  test('forgets', () => {
    const made = cue([0.1, 0.1, 0.1]);
    made.forget();
    expect(made.state).toBe('asking');
    for (let i = 0; i < 3; i++) made.add(0.9);
    expect(made.state).toBe('real');
  });
});

const file = join(repositoryRoot, '../shared/models/face/2.7_80x80_MiniFASNetV2.onnx');
const isThere = existsSync(file);

describe.skipIf(!isThere)(`MiniFASNetV2${isThere ? '' : ' (skipped: ../shared/models/face does not hold it)'}`, () => {
  const spec = { network: 'any', family: 'minifasnet', size: 80, scale: 2.7, real: 1, least: 0.5, frames: 5 } as const;
  const stage = new ClipStage();
  let engine: Engine;
  let network: PassiveNetwork;
  beforeAll(async () => {
    const found = await engineForTests();
    engine = await Engine.load(found.paths, found.spec);
    network = await PassiveNetwork.load(file, spec);
    await network.runOnZeros();
  }, 60_000);
  afterAll(async () => {
    await engine.release();
    await network.release();
  });

  /** Mean probability over comparable frames of a clip. */
  async function meanOf(kind: 'genuine' | 'printLarge' | 'tablet'): Promise<number> {
    const observer = new Observer(engine, network);
    const playing = stage.play({ kind, number: 0 });
    let sum = 0;
    let count = 0;
    for (let time = 1_000; time < 2_500; time += 250) {
      const { face, judgement } = await observer.observe(pictureOf(playing.frame(time, [])), time);
      expect(face?.passive !== undefined).toBe(judgement.comparable);
      if (face?.passive === undefined) continue;
      sum += face.passive;
      count++;
    }
    expect(count).toBeGreaterThan(0);
    return sum / count;
  }

  test('takes a drawn head for real, a drawn print and a drawn screen for fakes', async () => {
    expect(await meanOf('genuine')).toBeGreaterThan(0.8);
    expect(await meanOf('printLarge')).toBeLessThan(0.2);
    expect(await meanOf('tablet')).toBeLessThan(0.2);
  }, 60_000);

  test('says nothing of a grey picture, and without it an observer says nothing either', async () => {
    const frame = stage.play({ kind: 'genuine', number: 0 }).frame(1_000, []);
    const grey = pictureOf({ ...frame, format: 'grey', planes: frame.planes.slice(0, frame.width * frame.height) });
    expect(await network.judge(grey, { left: 100, top: 60, right: 220, bottom: 220 })).toBeUndefined();
    const { face } = await new Observer(engine).observe(pictureOf(frame), 0);
    expect(face).toBeDefined();
    expect(face).not.toHaveProperty('passive');
  });
});

import { beforeAll, describe, expect, test, vi } from 'vitest';
import { standardScene } from '../../../src/actors/camera/practice/scene.ts';
import { buildPerson } from '../../../src/actors/camera/practice/person.ts';
import { photograph } from '../../../src/actors/camera/practice/chip-photo.ts';
import { rgbToI420 } from '../../../src/actors/camera/practice/i420.ts';
import { personaNumbered } from '../../../src/actors/camera/practice/personas.ts';
import { kioskLens, SceneRenderer } from '../../../src/actors/camera/practice/renderer.ts';
import { pictureOf } from '../../../src/actors/matcher/child/frame-picture.ts';
import { Probes } from '../../../src/actors/matcher/decision/probes.ts';
import { Embedder } from '../../../src/actors/matcher/engine/embedder.ts';
import { Engine, type Embedding } from '../../../src/actors/matcher/engine/engine.ts';
import { landmarkCount } from '../../../src/actors/matcher/engine/landmarks.ts';
import { PassiveNetwork } from '../../../src/actors/matcher/engine/passive-network.ts';
import type { Picture } from '../../../src/actors/matcher/engine/picture.ts';
import { visitThreshold, type EngineSpec } from '../../../src/actors/models/manifest-schema.ts';
import { engineForTests } from './networks.ts';

const people = [0, 1];
const yaws = [0, 0.2, -0.2];
const photos: Picture[] = [];
const references: Embedding[] = [];
const probes: Embedding[][] = [];
let engine: Engine;
let threshold = 1;

async function described(picture: Picture): Promise<Embedding> {
  const embedding = await engine.describe(picture);
  if (embedding === undefined) throw new Error('no face found');
  return embedding;
}

beforeAll(async () => {
  const { spec, paths, fmr } = await engineForTests();
  engine = await Engine.load(paths, spec);
  threshold = visitThreshold(spec, fmr);
  const renderer = new SceneRenderer(320, 240, kioskLens);
  for (const number of people) {
    const person = buildPerson(personaNumbered(number));
    const { grey, width, height } = photograph(person);
    const photo = { width, height, pixels: grey };
    photos.push(photo);
    references.push(await described(photo));
    const seen: Embedding[] = [];
    for (const yaw of yaws) {
      const rgb = renderer.render(person, { ...standardScene, pose: { ...standardScene.pose, yaw } });
      const planes = rgbToI420(rgb, 320, 240);
      seen.push(await described(pictureOf({ width: 320, height: 240, format: 'i420', time: 0, planes })));
    }
    probes.push(seen);
  }
});

/** Likeness of a person's three fused probes to a chip photo. */
const likeness = (seen: readonly Embedding[], reference: Embedding): number => {
  const fused = new Probes();
  seen.forEach((probe, i) => fused.offer(probe, 1, i * 200));
  return fused.likeness(reference) ?? NaN;
};

describe('the engine in use, on practice people', () => {
  test('everybody is above the threshold to the own chip photo, nobody to the photo of another', () => {
    probes.forEach((seen, i) => {
      references.forEach((reference, j) => {
        if (i === j) expect(likeness(seen, reference)).toBeGreaterThanOrEqual(threshold + 0.1);
        else expect(likeness(seen, reference)).toBeLessThan(threshold);
      });
    });
  });

  test('finds nobody in an empty, a black, a white and a noisy picture', async () => {
    const size = { width: 320, height: 240 };
    let state = 1;
    const noise = () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) % 256;
    for (const fill of [() => 0, () => 255, () => 128, noise]) {
      const pixels = Uint8Array.from({ length: 320 * 240 }, fill);
      expect(await engine.describe({ ...size, pixels })).toBeUndefined();
    }
  });

  test('takes pictures of any size', async () => {
    for (const [width, height] of [
      [2, 2],
      [1000, 4],
      [4, 1000],
      [48, 64],
    ] as const) {
      expect(await engine.describe({ width, height, pixels: new Uint8Array(width * height) })).toBeUndefined();
    }
  });
});

describe('what an engine leaves behind', () => {
  test('no landmarks of a picture that was described', async () => {
    const placed = vi.spyOn(engine, 'place');
    for (const photo of photos) await described(photo);
    const landmarks = await Promise.all(placed.mock.results.map(({ value }) => value));
    expect(landmarks).toEqual(photos.map(() => new Float64Array(2 * landmarkCount)));
    placed.mockRestore();
  });

  test('nothing of the first embedder when the second one fails', async () => {
    const { spec, paths } = await engineForTests();
    const two = await Engine.load(paths, { ...spec, embedders: [...spec.embedders, ...spec.embedders] });
    const parts: Float32Array[] = [];
    const embed = vi.spyOn(Embedder.prototype, 'embed').mockImplementation(async (_picture, _landmarks, _as, out) => {
      out.fill(1);
      return parts.push(out) === 1;
    });
    const picture = { width: 2, height: 2, pixels: new Uint8Array(4) };
    expect(await two.embed(picture, new Float64Array(2 * landmarkCount))).toBeUndefined();
    expect(parts.map((part) => part.some((value) => value !== 0))).toEqual([false, false]);
    embed.mockRestore();
    await two.release();
  });
});

describe('an entry of models.yaml that is wrong is named, with what came out', () => {
  test.each<[string, RegExp, (spec: EngineSpec) => Partial<EngineSpec>]>([
    [
      'length of an embedder',
      /network fr_feature: .* 256 numbers out, but: 512 numbers come out\nNext step: /,
      ({ embedders }) => ({ embedders: embedders.map((e) => ({ ...e, length: 256 })) }),
    ],
    [
      'network of the landmarks',
      /network fr_eye: .* family points68, .* 136 numbers out, but: 2 numbers come out\nNext step: /,
      ({ landmarks }) => ({ landmarks: { ...landmarks, network: 'fr_eye', size: 24 } }),
    ],
    [
      'size of the landmarks',
      /network fr_landmark: .* input 1 × 1 × 96 × 96, .* but: [^]*\nNext step: /,
      ({ landmarks }) => ({ landmarks: { ...landmarks, size: 96 } }),
    ],
    [
      'network of the detector',
      /network fr_eye: .* input 1 × 3 × 240 × 320, but: [^]*\nNext step: /,
      ({ detector }) => ({ detector: { ...detector, network: 'fr_eye' } }),
    ],
  ])('%s', async (_title, words, change) => {
    const { spec, paths } = await engineForTests();
    await expect(Engine.load(paths, { ...spec, ...change(spec) })).rejects.toThrow(words);
  });

  test('network that judges looks', async () => {
    const { paths } = await engineForTests();
    const passive = { family: 'minifasnet', size: 112, scale: 2.7, real: 1, least: 0.5, frames: 5 } as const;
    const loading = PassiveNetwork.loadIfUsed(paths, { passive: { ...passive, network: 'fr_feature' } });
    await expect(loading).rejects.toThrow(/network fr_feature: .* 3 numbers out, but: 512 numbers come out/);
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { personas } from '../../../src/actors/camera/practice/personas.ts';
import { Studio, type Face } from '../../../src/actors/camera/practice/studio.ts';
import { cosine } from '../../../src/actors/matcher/engine/embedder.ts';
import { Engine, type Embedding } from '../../../src/actors/matcher/engine/engine.ts';
import { pictureOf } from '../../../src/actors/matcher/child/frame-picture.ts';
import { FaceMeter } from '../../../src/actors/matcher/quality/face-measures.ts';
import { judgeFace } from '../../../src/actors/matcher/quality/quality-gate.ts';
import { visitThreshold } from '../../../src/actors/models/manifest-schema.ts';
import { engineForTests } from './networks.ts';

/** A few of what measure-behaviours.ts measures for all: the engine in use knows practice people whatever they do. */
const margin = 0.05;
const studio = new Studio(320, 240);
let engine: Engine;
let threshold: number;
let chips: readonly Embedding[];

beforeAll(async () => {
  const { spec, paths, fmr } = await engineForTests();
  engine = await Engine.load(paths, spec);
  threshold = visitThreshold(spec, fmr);
  const described: Embedding[] = [];
  for (const number of personas.keys()) {
    const { width, height, grey } = studio.chipPhoto(number);
    described.push(must(await engine.describe({ width, height, pixels: grey })));
  }
  chips = described;
}, 120_000);
afterAll(() => engine.release());

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('no face');
  return value;
}

async function seen(persona: number, behaviour: Face['behaviour']): Promise<Embedding> {
  const { width, height, planes } = studio.frame({ persona, behaviour }, 5_000, [], 5_000);
  const picture = { width, height, pixels: planes.subarray(0, width * height) };
  const [main] = await engine.find(picture);
  return must(await engine.embed(picture, must(await engine.place(picture, must(main)))));
}

describe('practice people before the engine in use', () => {
  test.each([
    ['looks', 0],
    ['tremor', 3],
    ['wheelchair', 3],
    ['looksLater', 3],
    // One puts glasses on, the other takes them off.
    ['glasses', 3],
    ['glasses', 6],
    ['maskOff', 0],
    ['cap', 0],
    // The child, and the sibling of the sixth.
    ['looks', 10],
    ['looks', 11],
  ] as const)(
    '%s (person %i): like the own card, with margin',
    async (behaviour, person) => {
      expect(cosine(await seen(person, behaviour), must(chips[person]))).toBeGreaterThan(threshold + margin);
    },
    30_000,
  );

  test('no two chip photos are of one person', () => {
    for (const [number, chip] of chips.entries()) {
      for (const other of chips.slice(number + 1)) expect(cosine(chip, other)).toBeLessThan(threshold);
    }
  });

  test('nobody who looks into the camera is like another card', async () => {
    // The last is the sixth one's sibling.
    for (const person of [3, 5, 11]) {
      const probe = await seen(person, 'looks');
      for (const [number, chip] of chips.entries()) {
        if (number !== person) expect(cosine(probe, chip)).toBeLessThan(threshold);
      }
    }
  }, 30_000);

  test('a mask is noticed, with colour and without; a bare face is not taken for masked, under a cap neither', async () => {
    const meter = new FaceMeter();
    const hint = async (persona: number, behaviour: Face['behaviour'], colour: boolean) => {
      const { chroma, ...grey } = pictureOf(studio.frame({ persona, behaviour }, 1_000, [], 1_000));
      const picture = colour && chroma !== undefined ? { ...grey, chroma } : grey;
      const faces = await engine.find(picture);
      const main = must(faces[0]);
      const landmarks = must(await engine.place(picture, main));
      return judgeFace(meter.measure(picture, faces, main, landmarks, 1)).hint;
    };
    for (const person of [1, 6]) {
      expect(await hint(person, 'maskOff', false)).toBe('covered');
      expect(await hint(person, 'still', false)).toBe('none');
    }
    // In grey, the mask of the first and the caps of the others are taken for the opposite.
    for (const person of [0, 4, 11]) {
      expect(await hint(person, 'maskOff', true)).toBe('covered');
      expect(await hint(person, 'still', true)).toBe('none');
    }
    for (const person of [4, 11]) expect(await hint(person, 'cap', true)).toBe('none');
  }, 30_000);
});

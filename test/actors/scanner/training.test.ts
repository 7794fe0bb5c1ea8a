import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { writeCrops } from '../../../training/crops.ts';
import { compilePatterns } from '../../../src/actors/scanner/automaton.ts';
import { BeamSearch } from '../../../src/actors/scanner/beam.ts';
import { Candidates } from '../../../src/actors/scanner/candidates.ts';
import { openNetwork } from '../../../src/actors/scanner/network.ts';
import { generation, layouts, networkFile } from './harness.ts';

const folder = mkdtempSync(join(tmpdir(), 'honnin-crops-'));
afterAll(() => rmSync(folder, { recursive: true }));
const crops = (part: 'train' | 'evaluate', name: string, seed = 5) =>
  writeCrops({ part, cards: 3, seed, folder: join(folder, name), layouts });

it('training and evaluation see different typefaces and cards, and the same seed gives the same crops', () => {
  const [train, again, evaluate] = [crops('train', 'a'), crops('train', 'b'), crops('evaluate', 'c')];
  expect(again).toEqual(train);
  expect(evaluate.typefaces.filter((typeface) => train.typefaces.includes(typeface))).toEqual([]);
  expect(readFileSync(join(folder, 'c', 'birth.txt'))).not.toEqual(readFileSync(join(folder, 'a', 'birth.txt')));
});

it('crops say what is printed on them: the shipped network reads most of the security codes', async () => {
  const manifest = crops('evaluate', 'd', 6);
  const { pixels } = generation.fields.code;
  const bytes = readFileSync(join(folder, 'd', 'code.bin'));
  const texts = readFileSync(join(folder, 'd', 'code.txt'), 'utf8')
    .trim()
    .split('\n');
  expect(bytes.length).toBe(9 * manifest.height * pixels);
  expect(texts).toHaveLength(9);
  const strip = (await openNetwork(networkFile, layouts)).strip(pixels);
  const automaton = compilePatterns(generation.fields.code.patterns, layouts.network.alphabet, layouts.eras);
  const found = new Candidates();
  let right = 0;
  for (const [at, text] of texts.entries()) {
    const length = manifest.height * pixels;
    bytes.subarray(at * length, (at + 1) * length).forEach((level, pixel) => (strip.input[pixel] = level / 255));
    await strip.run();
    new BeamSearch().search(strip.output, strip.steps, automaton, found);
    if (found.value(0) === Number(text)) right++;
  }
  expect(right).toBeGreaterThanOrEqual(7);
});

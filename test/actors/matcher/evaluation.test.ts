import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { everyComparison, everyTransaction, everyVisit } from '../../../src/actors/matcher/evaluation/comparisons.ts';
import { gated, refusals, type DescribedPicture } from '../../../src/actors/matcher/evaluation/described-people.ts';
import { detPlot } from '../../../src/actors/matcher/evaluation/det-plot.ts';
import { errorRateAt, missesAt } from '../../../src/actors/matcher/evaluation/error-rates.ts';
import { choosePeople, mostPictures } from '../../../src/actors/matcher/evaluation/face-folders.ts';
import { readLabels } from '../../../src/actors/matcher/evaluation/group-labels.ts';
import { ratesPerGroup } from '../../../src/actors/matcher/evaluation/group-rates.ts';
import { LikenessHistogram } from '../../../src/actors/matcher/evaluation/likeness-histogram.ts';
import { normalise } from '../../../src/actors/matcher/engine/embedder.ts';
import { Random } from '../../../src/actors/scanner/practice/random.ts';
import { evaluateMatcherCommand } from '../../../src/cli/evaluate-matcher.ts';
import { writePracticePicture } from './practice-picture.ts';

const dimensions = 64;

/** People as points around a centre of their own; `noise` 0 makes all pictures of a person alike. */
function crowd(sizes: readonly number[], noise: number): DescribedPicture[][] {
  const random = new Random(7);
  const direction = (centre: Float32Array | undefined, spread: number) => {
    const vector = new Float32Array(new ArrayBuffer(4 * dimensions));
    for (let i = 0; i < dimensions; i++) vector[i] = (centre?.[i] ?? 0) + random.normal(spread);
    normalise(vector);
    return vector;
  };
  return sizes.map((size) => {
    const centre = direction(undefined, 1);
    return Array.from({ length: size }, () => {
      const probe = direction(centre, noise);
      return { probe, reference: probe };
    });
  });
}

describe('counting errors', () => {
  test('every pair is counted once in each direction, none with itself', () => {
    const { genuine, impostor } = everyComparison(crowd([3, 2, 1], 0.01));
    expect(genuine.map((cosines) => cosines.length)).toEqual([6, 2]);
    expect(impostor.total).toBe(6 * 6 - (9 + 4 + 1));
  });

  test('people who are always alike are never missed, and strangers rarely let through', () => {
    const people = crowd([6, 6, 6, 6, 1, 1, 1, 1], 0.02);
    const one = errorRateAt(1e-3, everyComparison(people), Math.random);
    expect(one.fnmr).toBe(0);
    expect(one.low).toBe(0);
    expect(one.high).toBeGreaterThan(0);
    const random = new Random(1);
    expect(
      errorRateAt(
        1e-3,
        everyTransaction(people, () => random.next()),
        Math.random,
      ).fnmrBalanced,
    ).toBe(0);
  });

  test('three fused probes are missed less often than one', () => {
    const people = crowd(
      Array.from({ length: 30 }, () => 8),
      0.16,
    );
    const random = new Random(2);
    const next = () => random.next();
    const one = errorRateAt(1e-3, everyComparison(people), next);
    const three = errorRateAt(1e-3, everyTransaction(people, next), next);
    expect(one.fnmr).toBeGreaterThan(0.01);
    expect(three.fnmr).toBeLessThan(one.fnmr);
    expect(one.low).toBeLessThanOrEqual(one.fnmr);
    expect(one.high).toBeGreaterThanOrEqual(one.fnmr);
    expect(one.balancedLow).toBeLessThan(one.balancedHigh);
  });

  test('more tries find more of the genuine, and let more impostors through', () => {
    const people = crowd(
      Array.from({ length: 30 }, () => 8),
      0.25,
    );
    const next = (seed: number) => {
      const random = new Random(seed);
      return () => random.next();
    };
    const [one, three] = [1, 3].map((tries) => everyVisit(people, next(1), tries));
    if (one === undefined || three === undefined) throw new Error('no visits');
    expect(three.impostor.total).toBe(one.impostor.total);
    const threshold = one.impostor.thresholdFor(1e-2);
    const accepted = three.impostor.acceptedAt(threshold);
    expect(accepted).toBeGreaterThan(1e-2);
    expect(accepted).toBeLessThanOrEqual(3.5e-2);
    expect(missesAt(threshold, three, Math.random).fnmr).toBeLessThan(missesAt(threshold, one, Math.random).fnmr);
  });

  test('comparing again with every further probe lets more impostors through, and fewer of the right people fail', () => {
    const people = crowd(
      Array.from({ length: 40 }, () => 10),
      0.3,
    );
    const random = new Random(3);
    const next = () => random.next();
    const [once, again] = [everyTransaction(people, next), everyVisit(people, next, 1)];
    const threshold = once.impostor.thresholdFor(1e-2);
    expect(again.impostor.acceptedAt(threshold)).toBeGreaterThan(1.2e-2);
    expect(missesAt(threshold, again, next).fnmr).toBeLessThan(missesAt(threshold, once, next).fnmr);
  });

  test('each person has one weight in the balanced figure', () => {
    const impostor = new LikenessHistogram();
    const { fnmr, fnmrBalanced } = missesAt(0.5, { genuine: [[0.9, 0.9, 0.9, 0.9], [0.1]], impostor }, () => 0);
    expect(fnmr).toBeCloseTo(0.2);
    expect(fnmrBalanced).toBeCloseTo(0.5);
  });

  test('pictures that the gate refuses are no probes but stay references', () => {
    const people = crowd([4, 4], 0.01).map((pictures, person) => ({
      name: `${person}`,
      pictures: pictures.map((one, i) => ({ ...one, hint: i === 0 ? ('look' as const) : ('none' as const) })),
    }));
    expect(refusals(people)).toEqual(new Map([['look', 2]]));
    const pictures = gated(people).map((person) => person.pictures);
    expect(everyComparison(pictures).genuine.map((cosines) => cosines.length)).toEqual([9, 9]);
  });

  test('a threshold lets no more through than its rate', () => {
    const histogram = new LikenessHistogram();
    for (let i = 0; i < 10_000; i++) histogram.add(i / 10_000);
    for (const fmr of [0.1, 0.01, 0.001]) {
      const threshold = histogram.thresholdFor(fmr);
      expect(histogram.acceptedAt(threshold)).toBeLessThanOrEqual(fmr);
      expect(histogram.acceptedAt(threshold - 0.001)).toBeGreaterThan(fmr - 1e-9);
    }
  });

  test('the plot is drawn with its three curves', () => {
    const people = crowd(
      Array.from({ length: 12 }, () => 5),
      0.2,
    );
    const random = new Random(3);
    const svg = detPlot(
      'a < b',
      everyComparison(people),
      everyTransaction(people, () => random.next()),
      everyVisit(people, () => random.next(), 3),
    );
    expect(svg.match(/<polyline/g)).toHaveLength(3);
    expect(svg).toContain('a &lt; b');
  });
});

describe('a folder of faces', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'honnin-faces-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));
  const person = (name: string, pictures: number) => {
    mkdirSync(join(root, name));
    for (let i = 0; i < pictures; i++) writeFileSync(join(root, name, `${i}.jpg`), 'no picture');
  };

  test('people with four pictures and more count fully, everybody else once', () => {
    person('many', 60);
    person('some', 4);
    person('few', 3);
    person('none', 0);
    writeFileSync(join(root, 'a file'), '');
    const chosen = choosePeople(root, 'all', undefined);
    const sizes = new Map(chosen.map(({ name, pictures }) => [name, pictures.length]));
    expect(sizes).toEqual(
      new Map([
        ['many', mostPictures],
        ['some', 4],
        ['few', 1],
      ]),
    );
    expect(
      choosePeople(root, 'all', 2)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['many', 'some']);
    const halves = [...choosePeople(root, 'a', undefined), ...choosePeople(root, 'b', undefined)];
    expect(halves).toHaveLength(3);
  });

  test('the command asks for a folder, and pictures that are none fail to be acquired', async () => {
    await expect(evaluateMatcherCommand([])).rejects.toThrow(/--faces.*\nusage: evaluate matcher/);
    await expect(evaluateMatcherCommand(['--faces', root, '--engine', 'nobody'])).rejects.toThrow(
      '--engine nobody: fr',
    );
    await expect(evaluateMatcherCommand(['--faces', root, '--gate', 'maybe'])).rejects.toThrow('--gate maybe: on、off');
    person('some', 4);
    const printed: string[] = [];
    const log = console.log;
    console.log = (words: string) => printed.push(words);
    try {
      expect(await evaluateMatcherCommand(['--faces', root, '--json'])).toBe(0);
    } finally {
      console.log = log;
    }
    const last: unknown = JSON.parse(printed.at(-1) ?? '');
    expect(last).toEqual({
      engine: 'fr',
      people: 0,
      genuine: 0,
      impostor: 0,
      perComparison: {},
      perTransaction: {},
      failedToAcquire: 1,
    });
  });

  test('twelve drawn people are told apart, and the last line says so in the shape that others read', async () => {
    for (let persona = 0; persona < 12; persona++) writePracticePicture(root, persona, 5);
    const printed: string[] = [];
    const log = vi.spyOn(console, 'log').mockImplementation((words: string) => printed.push(words));
    expect(await evaluateMatcherCommand(['--faces', root, '--gate', 'off', '--json'])).toBe(0);
    log.mockRestore();
    const share = expect.any(Number);
    expect(JSON.parse(printed.at(-1) ?? '')).toEqual({
      engine: 'fr',
      people: 12,
      // Five pictures are five probes and four others to compare each with; 2,640 visits of impostors carry no rate.
      genuine: 12 * 5 * 4,
      impostor: 12 * 5 * 11 * 5,
      perComparison: { '1e-3': { threshold: share, fnmr: 0, fnmrBalanced: 0, low: 0, high: share } },
      perTransaction: {},
      failedToAcquire: 0,
    });
  }, 60_000);

  test('where nobody has four pictures, two are enough', () => {
    person('two', 2);
    person('one', 1);
    expect(choosePeople(root, 'all', undefined).map(({ pictures }) => pictures.length)).toEqual([2, 1]);
  });

  test('a folder that is none, or holds nobody, or labels of another shape are said plainly', async () => {
    const said: string[] = [];
    const error = console.error;
    console.error = (words: string) => said.push(words);
    try {
      expect(await evaluateMatcherCommand(['--faces', join(root, 'nowhere')])).toBe(1);
      expect(await evaluateMatcherCommand(['--faces', root])).toBe(1);
      person('two', 2);
      writeFileSync(join(root, 'labels.json'), '["two"]');
      expect(await evaluateMatcherCommand(['--faces', root])).toBe(1);
    } finally {
      console.error = error;
    }
    expect(said.filter((words) => words.includes('nowhere is no folder'))).toHaveLength(1);
    expect(said.filter((words) => words.includes('holds no people'))).toHaveLength(1);
    expect(said.filter((words) => words.includes('labels.json is not of the shape'))).toHaveLength(1);
  });

  test('groups are read, and each is measured among its own people', () => {
    writeFileSync(join(root, 'labels.json'), '{ "p0": "young", "p1": "young", "p2": "old" }');
    const labels = readLabels(root);
    const people = crowd([3, 3, 3, 3], 0.01).map((pictures, i) => ({
      name: `p${i}`,
      pictures: pictures.map((one) => ({ ...one, hint: 'none' as const })),
    }));
    const groups = ratesPerGroup(people, labels, 0.5, Math.random);
    expect(groups.map(({ group, people: members, genuine, impostor }) => [group, members, genuine, impostor])).toEqual([
      ['young', 2, 12, 18],
      ['old', 1, 6, 0],
    ]);
    expect(groups.map(({ misses, fmr }) => [misses.fnmr, fmr])).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(readLabels(join(root, 'nowhere')).size).toBe(0);
  });
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { everyComparison, everyTransaction } from '../../../src/actors/matcher/evaluation/comparisons.ts';
import type { DescribedPicture } from '../../../src/actors/matcher/evaluation/described-people.ts';
import { detPlot } from '../../../src/actors/matcher/evaluation/det-plot.ts';
import { errorRateAt, missesAt } from '../../../src/actors/matcher/evaluation/error-rates.ts';
import { choosePeople, mostPictures } from '../../../src/actors/matcher/evaluation/face-folders.ts';
import { LikenessHistogram } from '../../../src/actors/matcher/evaluation/likeness-histogram.ts';
import { progressTeller } from '../../../src/actors/matcher/evaluation/progress.ts';
import { normalise } from '../../../src/actors/matcher/engine/embedder.ts';
import { Random } from '../../../src/actors/scanner/practice/random.ts';
import { evaluateMatcherCommand } from '../../../src/cli/evaluate-matcher.ts';

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

  test('each person has one weight in the balanced figure', () => {
    const impostor = new LikenessHistogram();
    const { fnmr, fnmrBalanced } = missesAt(0.5, { genuine: [[0.9, 0.9, 0.9, 0.9], [0.1]], impostor }, () => 0);
    expect(fnmr).toBeCloseTo(0.2);
    expect(fnmrBalanced).toBeCloseTo(0.5);
  });

  test('pictures that the gate refuses are no probes but stay references', () => {
    const people = crowd([4, 4], 0.01).map((pictures) =>
      pictures.map((one, i) => (i === 0 ? { ...one, probe: undefined } : one)),
    );
    expect(everyComparison(people).genuine.map((cosines) => cosines.length)).toEqual([9, 9]);
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

  test('the plot is drawn with both curves', () => {
    const people = crowd(
      Array.from({ length: 12 }, () => 5),
      0.2,
    );
    const random = new Random(3);
    const svg = detPlot(
      'a < b',
      everyComparison(people),
      everyTransaction(people, () => random.next()),
    );
    expect(svg.match(/<polyline/g)).toHaveLength(2);
    expect(svg).toContain('a &lt; b');
  });

  test('progress tells how long it will take, not too often', () => {
    let now = 0;
    const words: string[] = [];
    const progress = progressTeller(
      (said) => words.push(said),
      1_000,
      () => now,
    );
    for (let done = 1; done <= 100; done++) {
      now = done * 100;
      progress(done, 100);
    }
    expect(words).toHaveLength(10);
    expect(words[4]).toBe('50 of 100, about 5 s left');
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
    expect(await evaluateMatcherCommand([])).toBe(64);
    expect(await evaluateMatcherCommand(['--faces', root, '--engine', 'nobody'])).toBe(64);
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
    expect(last).toMatchObject({ engine: 'fr', people: 0, genuine: 0, impostor: 0, failedToAcquire: 1 });
  });
});

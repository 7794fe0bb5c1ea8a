import { describe, expect, it } from 'vitest';
import { compilePatterns } from '../../../src/actors/scanner/automaton.ts';
import { BeamSearch } from '../../../src/actors/scanner/beam.ts';
import { Candidates, combineLooks } from '../../../src/actors/scanner/candidates.ts';
import { Random } from '../../../src/actors/scanner/practice/random.ts';
import { generation, layouts } from './harness.ts';

const { alphabet } = layouts.network;
const automata = {
  birth: compilePatterns(generation.fields.birth.patterns, alphabet, layouts.eras),
  expiry: compilePatterns(generation.fields.expiry.patterns, alphabet, layouts.eras),
  code: compilePatterns(generation.fields.code.patterns, alphabet, layouts.eras),
};

/** Log probabilities as of a network that sees each character for one step and a blank between all. */
function seen(text: string, certainty: number, letters = alphabet): { lp: Float32Array; steps: number } {
  const symbols = letters.length + 1;
  const path = Array.from(text).flatMap((character) => [0, letters.indexOf(character) + 1]);
  const lp = new Float32Array(symbols * path.length).fill(Math.log((1 - certainty) / (symbols - 1)));
  path.forEach((symbol, step) => (lp[symbol * path.length + step] = Math.log(certainty)));
  return { lp, steps: path.length };
}

function read(field: keyof typeof automata, text: string, certainty = 0.999): Candidates {
  const found = new Candidates();
  const { lp, steps } = seen(text, certainty);
  new BeamSearch().search(lp, steps, automata[field], found);
  return found;
}

describe('fields as integers', () => {
  it.each([
    ['昭和55年2月17日生', 300_550_217],
    ['昭和55年02月17日生', 300_550_217],
    ['平成元年3月31日生', 400_010_331],
    ['大正15年12月25日生', 200_151_225],
    ['明治45年7月3日生', 100_450_703],
    ['令和3年10月10日生', 500_031_010],
    ['1985年9月30日生', 19_850_930],
    ['2004年1月1日生', 20_040_101],
  ])('birth %s', (text, value) => {
    const found = read('birth', text);
    expect(found.value(0)).toBe(value);
    expect(found.posterior(0)).toBeGreaterThan(0.9);
  });

  it.each([
    ['2030年2月17日まで有効', 20_300_217],
    ['2035年11月01日まで有効', 20_351_101],
  ])('expiry %s', (text, value) => {
    expect(read('expiry', text).value(0)).toBe(value);
  });

  it.each([
    ['0000', 0],
    ['0417', 417],
    ['9999', 9999],
  ])('code %s', (text, value) => {
    expect(read('code', text).value(0)).toBe(value);
  });

  it.each([
    ['birth', '昭和55年13月17日生'],
    ['birth', '昭和55年2月32日生'],
    ['birth', '昭成55年2月17日生'],
    ['birth', '55年2月17日生'],
    ['birth', '3055年2月17日生'],
    ['expiry', '1999年2月17日まで有効'],
    ['expiry', '2030年2月17日'],
    ['code', '123'],
    ['code', '12345'],
  ] as const)('holds %s to its grammar: %s is unlikely', (field, text) => {
    expect(read(field, text).posterior(0)).toBeLessThan(0.01);
  });
});

describe('the search', () => {
  it('agrees with summing over every path when nothing is pruned', () => {
    const letters = '0123456789元月';
    const automaton = compilePatterns(['{month}月', '元{month}月'], letters, []);
    for (let seed = 1; seed <= 12; seed++) {
      const random = new Random(seed);
      const steps = 4;
      const symbols = letters.length + 1;
      const path = random.pick([
        [2, 3, 12, 0],
        [0, 2, 12, 12],
        [11, 1, 9, 12],
        [8, 0, 12, 0],
      ]);
      const lp = new Float32Array(symbols * steps);
      for (let step = 0; step < steps; step++) {
        const weights = Array.from({ length: symbols }, () => random.next() ** 16);
        // Something that can be read, else no search would follow it.
        weights[path[step] ?? 0] = random.between(0.5, 3);
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        weights.forEach((weight, symbol) => (lp[symbol * steps + step] = Math.log(weight / total)));
      }
      const found = new Candidates();
      new BeamSearch(500).search(lp, steps, automaton, found);
      const truth = sumOverPaths(lp, steps, letters);
      const [best = ['', 0]] = [...truth].sort((a, b) => b[1] - a[1]);
      expect(found.value(0)).toBe(Number(best[0]) * 100);
      expect(found.posterior(0)).toBeCloseTo(best[1], 4);
    }
  });

  it('tells two equal digits from one that lasts', () => {
    const twice = read('code', '1122');
    expect(twice.value(0)).toBe(1122);
    const { lp, steps } = seen('1112', 0.999);
    // Without the blank between the first two, only three digits remain.
    for (const symbol of [0, 2]) lp[symbol * steps + 2] = Math.log(symbol === 2 ? 0.999 : 0.0005);
    const found = new Candidates();
    new BeamSearch().search(lp, steps, automata.code, found);
    expect(found.posterior(0)).toBeLessThan(0.01);
  });

  it('adds up the ways to write one value and lists others behind it', () => {
    const { lp, steps } = seen('2285', 0.999);
    // The last digit could as well be a 6.
    const last = steps - 1;
    lp[6 * steps + last] = Math.log(0.6);
    lp[7 * steps + last] = Math.log(0.399);
    const found = new Candidates();
    new BeamSearch().search(lp, steps, automata.code, found);
    expect([found.value(0), found.value(1)]).toEqual([2285, 2286]);
    expect(found.posterior(0)).toBeCloseTo(0.6, 1);
    expect(found.posterior(1)).toBeCloseTo(0.4, 1);
  });
});

/** Value → probability by enumerating all paths: the definition of CTC. */
function sumOverPaths(lp: Float32Array, steps: number, letters: string): Map<string, number> {
  const symbols = letters.length + 1;
  const sums = new Map<string, number>();
  const walk = (step: number, last: number, text: string, logProbability: number): void => {
    if (step === steps) {
      const month = /^元?(0[1-9]|[1-9]|1[0-2])月$/.exec(text)?.[1];
      if (month === undefined) return;
      const key = String(Number(month));
      sums.set(key, (sums.get(key) ?? 0) + Math.exp(logProbability));
      return;
    }
    for (let symbol = 0; symbol < symbols; symbol++) {
      const added = symbol === 0 || symbol === last ? '' : letters.charAt(symbol - 1);
      walk(step + 1, symbol, text + added, logProbability + (lp[symbol * steps + step] ?? 0));
    }
  };
  walk(0, 0, '', 0);
  return sums;
}

describe('candidates', () => {
  it('stay in order, keep the best four and can be wiped', () => {
    const found = new Candidates();
    for (const [value, posterior] of [
      [1, 0.1],
      [2, 0.5],
      [3, 0.2],
      [4, 0.05],
      [5, 0.3],
      [6, 0.01],
    ] as const) {
      found.add(value, posterior);
    }
    expect([0, 1, 2, 3, 4].map((at) => found.value(at))).toEqual([2, 5, 3, 1, -1]);
    expect(found.posteriorOf(3)).toBe(0.2);
    found.wipe();
    expect(found.count).toBe(0);
    expect(found.posteriorOf(2)).toBe(0);
  });

  it('of several looks are as sure as all looks together', () => {
    const [one, two, both] = [new Candidates(), new Candidates(), new Candidates()];
    one.add(2285, 0.98);
    one.add(2286, 0.01);
    two.add(2286, 0.81);
    two.add(2285, 0.18);
    two.add(2288, 0.009);
    combineLooks([one, two], both);
    expect([both.value(0), both.value(1), both.value(2)]).toEqual([2285, 2286, 2288]);
    expect(both.posterior(0)).toBeCloseTo(0.42, 5);
    expect(both.posterior(1)).toBeCloseTo(0.09, 5);
    expect(both.posterior(2)).toBeLessThan(0.001);
    expect(both.count).toBe(3);
  });
});

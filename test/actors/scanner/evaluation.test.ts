import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { shareBounds } from '../../../src/actors/scanner/evaluation/clopper-pearson.ts';
import { expectedCodeB, parseLabels } from '../../../src/actors/scanner/evaluation/labels.ts';
import { scoreCase, summarise } from '../../../src/actors/scanner/evaluation/score.ts';
import { layInTray } from '../../../src/actors/scanner/practice/front.ts';
import { levels, randomCard, sceneAt } from '../../../src/actors/scanner/practice/levels.ts';
import { loadPicture } from '../../../src/actors/scanner/practice/picture-file.ts';
import { codeBOf } from '../../../src/actors/scanner/practice/printed-dates.ts';
import { Random } from '../../../src/actors/scanner/practice/random.ts';
import { openReader, practiceCard, rules } from './harness.ts';

describe('bounds of a share', () => {
  it.each([
    // Values of R's binom.test.
    [0, 100, 0, 0.03621669],
    [100, 100, 0.9637833, 1],
    [5, 10, 0.187086, 0.812914],
    [98, 100, 0.9296161, 0.9975687],
  ])('%i of %i', (count, total, low, high) => {
    const bounds = shareBounds(count, total);
    expect(bounds.low).toBeCloseTo(low, 5);
    expect(bounds.high).toBeCloseTo(high, 5);
  });

  it('say nothing of nothing', () => {
    expect(shareBounds(0, 0)).toEqual({ low: 0, high: 1 });
  });
});

describe('a short evaluation', () => {
  it('reads a card of every level or refuses it, and counts', async () => {
    const reader = await openReader();
    const scored = [];
    for (const [at, level] of levels.entries()) {
      const random = new Random(400 + at);
      const card = randomCard(random, 2026);
      const scene = layInTray(card, sceneAt(level, random));
      const frames = [0, 1, 2].map((time) => scene.frame(time));
      scored.push(await scoreCase({ id: level, codeB: codeBOf(card), frames }, reader, rules));
    }
    const empty = layInTray(practiceCard(), { seed: 1, condition: 'empty' });
    const rejected = { id: 'empty', codeB: undefined, frames: [empty.frame(0), 'broken'] as const };
    scored.push(await scoreCase(rejected, reader, rules));
    const summary = summarise(scored);
    expect(summary).toMatchObject({ cards: 7, wrongAccepted: 0, rejectExpected: 1, rejectRight: 1 });
    expect(summary.right + summary.refused).toBe(6);
    expect(summary.right).toBeGreaterThanOrEqual(4);
    expect(summary.perCard.at(-1)).toEqual({ id: 'empty', expect: 'reject', outcome: 'refused', reason: 'noCard' });
  });

  it('counts an accepted card with another number as wrong', async () => {
    const reader = await openReader();
    const scene = layInTray(practiceCard(), { seed: 1 });
    const frames = [scene.frame(0), scene.frame(1)];
    const { score } = await scoreCase({ id: 'x', codeB: '55021720302286', frames }, reader, rules);
    expect(score.outcome).toBe('wrong');
  });
});

describe('labels and pictures', () => {
  it('are read, and the digits put together', () => {
    const text = `[{"id": 1, "files": ["a.png"], "expect": "read", "birth6": "550217", "expiry4": "2030", "code4": "2285"},
      {"id": "b", "files": ["b.png", "c.png"], "expect": "reject"}]`;
    const labels = parseLabels(text);
    expect(labels.map(({ id }) => id)).toEqual(['1', 'b']);
    expect(labels.map(expectedCodeB)).toEqual(['55021720302285', undefined]);
    expect(() => parseLabels('[{"id": 1}]')).toThrow();
  });

  it('become frames, or broken when they are none', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'honnin-pictures-'));
    try {
      const canvas = createCanvas(33, 20);
      const ink = canvas.getContext('2d');
      ink.fillStyle = '#808080';
      ink.fillRect(0, 0, 33, 20);
      const png = canvas.toBuffer('image/png');
      writeFileSync(join(folder, 'good.png'), png);
      writeFileSync(join(folder, 'cut.png'), png.subarray(0, 40));
      writeFileSync(join(folder, 'text.png'), 'no picture');
      const good = await loadPicture(join(folder, 'good.png'), 5);
      expect(good).toMatchObject({ width: 32, height: 20, format: 'grey', time: 5 });
      expect(good === 'broken' ? [] : good.planes[100]).toBe(128);
      for (const file of ['cut.png', 'text.png', 'missing.png']) {
        expect(await loadPicture(join(folder, file), 0)).toBe('broken');
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

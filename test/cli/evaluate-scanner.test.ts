import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Frame } from '../../src/actors/camera/frames.ts';
import { layInTray } from '../../src/actors/scanner/practice/front.ts';
import { randomCard, sceneAt } from '../../src/actors/scanner/practice/levels.ts';
import { codeBOf } from '../../src/actors/scanner/practice/printed-dates.ts';
import { Random } from '../../src/actors/scanner/practice/random.ts';
import { evaluateScannerCommand } from '../../src/cli/evaluate-scanner.ts';

let folder = '';
const said: string[] = [];
const warned: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'honnin-fronts-'));
  said.length = 0;
  warned.length = 0;
  vi.spyOn(console, 'log').mockImplementation((words: string) => void said.push(words));
  vi.spyOn(console, 'error').mockImplementation((words: string) => void warned.push(words));
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

function savePicture(name: string, { width, height, planes }: Frame): void {
  const canvas = createCanvas(width, height);
  const ink = canvas.getContext('2d');
  const pixels = ink.createImageData(width, height);
  for (let at = 0; at < width * height; at++) {
    const grey = planes[at] ?? 0;
    pixels.data.set([grey, grey, grey, 255], 4 * at);
  }
  ink.putImageData(pixels, 0, 0);
  writeFileSync(join(folder, name), canvas.toBuffer('image/png'));
}

describe('evaluate scanner --images', () => {
  it('scores frames of a card, a picture alone, an empty tray and a missing file', async () => {
    const random = new Random(4);
    const card = randomCard(random, 2026);
    const scene = layInTray(card, sceneAt('easy', random));
    savePicture('a.png', scene.frame(0));
    savePicture('b.png', scene.frame(1));
    const { width, height } = scene.frame(0);
    savePicture('empty.png', { ...scene.frame(0), planes: new Uint8Array(width * height).fill(40) });
    const codeB = codeBOf(card);
    const printed = { birth6: codeB.slice(0, 6), expiry4: codeB.slice(6, 10), code4: codeB.slice(10) };
    const labels = [
      { id: 'frames', files: ['a.png', 'b.png'], expect: 'read', ...printed },
      { id: 'alone', files: ['a.png'], expect: 'read', ...printed },
      { id: 'same twice', files: ['a.png', 'a.png'], expect: 'reject' },
      { id: 'empty', files: ['empty.png'], expect: 'reject' },
      { id: 'missing', files: ['none.png'], expect: 'reject' },
    ];
    writeFileSync(join(folder, 'labels.json'), JSON.stringify(labels));

    expect(await evaluateScannerCommand(['--images', folder, '--today', '2026-11-24', '--json'])).toBe(0);
    const { msPerFrame, ...counts }: { msPerFrame: object } = JSON.parse(said.at(-1) ?? '');
    expect(Object.keys(msPerFrame)).toEqual(['p50', 'p95']);
    const of = (id: string, expected: string, outcome: string, reason: string | null) => ({
      id,
      expect: expected,
      outcome,
      reason,
    });
    expect(counts).toEqual({
      cards: 5,
      right: 2,
      wrongAccepted: 0,
      refused: 0,
      rejectExpected: 3,
      rejectRight: 3,
      perCard: [
        of('frames', 'read', 'right', null),
        of('alone', 'read', 'right', null),
        of('same twice', 'reject', 'refused', 'dirty'),
        of('empty', 'reject', 'refused', 'noCard'),
        of('missing', 'reject', 'refused', 'noCard'),
      ],
    });
    expect(said.join()).not.toContain(printed.birth6);
    expect(warned.join()).toContain('none.png');
  });

  it.each([
    ['no labels.json', undefined, 'cannot be read'],
    ['labels that are not JSON', '[{', 'is not JSON'],
    ['an unknown expectation', '[{"id":1,"files":["a.png"],"expect":"maybe"}]', '0.expect'],
    ['five digits', '[{"id":1,"files":["a.png"],"expect":"read","birth6":"12345"}]', '0.birth6'],
  ])('says what is wrong with %s', async (_what, text, words) => {
    if (text !== undefined) writeFileSync(join(folder, 'labels.json'), text);
    expect(await evaluateScannerCommand(['--images', folder])).toBe(66);
    expect(warned.join()).toContain(words);
    expect(warned.join()).toContain(join(folder, 'labels.json'));
  });
});

describe('evaluate scanner', () => {
  it('draws the worst cards for people to look at', async () => {
    const args = ['--levels', 'easy', '--cards', '2', '--seed', '3', '--today', '2026-11-24', '--worst', folder];
    expect(await evaluateScannerCommand(args)).toBe(0);
    expect(readFileSync(join(folder, 'worst.txt'), 'utf8').trim().split('\n')).toHaveLength(2);
    expect(readFileSync(join(folder, 'worst.png')).subarray(1, 4).toString()).toBe('PNG');
  });
});

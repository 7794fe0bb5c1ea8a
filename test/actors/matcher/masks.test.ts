import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadImage } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { wearings, type MaskTally } from '../../../src/actors/matcher/evaluation/masked-people.ts';
import { evaluateMasksCommand } from '../../../src/cli/evaluate-masks.ts';
import { writePracticePicture } from './practice-picture.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'honnin-masks-'));
  for (const number of [0, 6]) writePracticePicture(folder, number);
  mkdirSync(join(folder, 'broken'));
  writeFileSync(join(folder, 'broken', '1.png'), 'no picture');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('masks painted over faces', () => {
  test('are noticed by their colour, bare faces are let through, and a sheet shows them', async () => {
    const lines: string[] = [];
    const log = vi.spyOn(console, 'log').mockImplementation((line: string) => lines.push(line));
    const sheet = join(folder, 'sheet.png');
    expect(await evaluateMasksCommand(['--faces', folder, '--sheet', sheet, '--json'])).toBe(0);
    log.mockRestore();
    const tallies = JSON.parse(lines.at(-1) ?? '') as readonly MaskTally[];
    const covered = (wearing: string, colour: boolean) => {
      const { judged, covered: count } = tallies.find((one) => one.wearing === wearing && one.colour === colour) ?? {};
      return [count, judged];
    };
    expect(tallies).toHaveLength(2 * wearings.length);
    for (const cloth of ['white', 'blue', 'grey']) expect(covered(cloth, true)).toEqual([2, 2]);
    for (const colour of [true, false]) expect(covered('nothing', colour)[0]).toBe(0);
    // Without colour a grey mask may pass for a chin.
    expect(covered('grey', false)[0]).toBeLessThan(2);
    const { width, height } = await loadImage(readFileSync(sheet));
    expect([width, height]).toEqual([wearings.length * 120, 2 * 120]);
  }, 60_000);

  test('a folder without people and wrong words are refused', async () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    expect(await evaluateMasksCommand(['--faces', join(folder, 'broken', 'none')])).toBe(1);
    error.mockRestore();
    await expect(evaluateMasksCommand(['--faces', folder, '--people', '0'])).rejects.toThrow('--people 0');
    await expect(evaluateMasksCommand([])).rejects.toThrow(/--faces.*\nusage: evaluate masks --faces DIR/);
  });
});

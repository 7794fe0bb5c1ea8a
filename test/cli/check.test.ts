import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { checkCommand } from '../../src/cli/check.ts';
import { productRoot } from '../../src/host/core/files.ts';

let place = '';
let said = '';

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'honnin-check-'));
  said = '';
  vi.spyOn(console, 'log').mockImplementation((words: string) => void (said += `${words}\n`));
  vi.spyOn(console, 'error').mockImplementation(() => {});
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(place, { recursive: true });
});

/** The shipped flows in a folder of their own, with passages of one file changed. */
function flowsWith(file: string, ...changes: readonly (readonly [from: string, to: string])[]): string {
  cpSync(join(productRoot, 'flows'), place, { recursive: true });
  let text = readFileSync(join(place, file), 'utf8');
  for (const [from, to] of changes) {
    if (text.split(from).length !== 2) throw new Error(`${file} does not have "${from}" exactly once`);
    text = text.replace(from, () => to);
  }
  writeFileSync(join(place, file), text);
  return place;
}

test('a flow that the checker lets through and that breaks a law is refused, with the line and the way there', async () => {
  const flows = flowsWith('qualify.yaml', ['    holds: [pin]\n', '']);
  expect(await checkCommand(['--flows', flows])).toBe(1);
  expect(said).toMatch(/^qualify\.yaml:\d+:\d+ F403 /);
  expect(said).toContain('program.qualify starts without pin');
  expect(said).toMatch(/→ way there: CARD\.IN → .* → PIN\.SUBMIT\n/);
  expect(said).toContain('たどるとわかる直すところが1件あります');
}, 60_000);

test('a law of the text alone is told without walking anywhere', async () => {
  const flows = flowsWith('mode.yaml', ['    after: { visualModeLimit: selfService }\n', '']);
  expect(await checkCommand(['--flows', flows])).toBe(1);
  expect(said).toMatch(/^mode\.yaml:\d+:\d+ F4\d\d /);
  expect(console.error).not.toHaveBeenCalled();
});

test('signals that chase each other are told, and end', async () => {
  const flows = flowsWith(
    'ending.yaml',
    [
      '        shows: [error]\n        entry: [{ do: sound.success }]\n',
      '        shows: [error]\n        entry: [{ do: sound.success }, { raise: PATIENT.DONE }]\n        on: { PATIENT.DONE: desk }\n',
    ],
    [
      '        text: desk\n        shows: [error]\n        entry: [{ do: sound.attention }, { do: staff.notify }]\n',
      '        text: desk\n        shows: [error]\n        entry: [{ do: sound.attention }, { do: staff.notify }, { raise: PATIENT.DONE }]\n        on: { PATIENT.DONE: grace }\n',
    ],
  );
  expect(await checkCommand(['--flows', flows])).toBe(1);
  expect(said).toContain('F499 流れが落ちつきません');
}, 60_000);

test('a setting out of its bounds is refused before anything is walked through', async () => {
  writeFileSync(join(place, 'settings.yaml'), 'faceTries: 9\n');
  expect(await checkCommand(['--facility', place])).toBe(1);
  expect(said).toContain('settings.yaml:1:');
  expect(said).toContain('直すところがあります');
});

test('the shipped flow has no faults and keeps every law', async () => {
  expect(await checkCommand([])).toBe(0);
  expect(said).toMatch(/^問題はありません。\(no faults: .*, \d+ settings, \d+ laws\)\n$/);
}, 120_000);

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  folder,
  oneOf,
  pattern,
  readWith,
  readWords,
  seconds,
  someOf,
  wholeNumber,
  WrongWords,
} from '../../src/cli/command-line.ts';
import { productRoot } from '../../src/host/core/files.ts';

const colours = ['red', 'green', 'blue'] as const;

describe('words of a command', () => {
  it.each([
    ['a number that is none', () => wholeNumber('--clips', 'many'), /--clips many: 1 以上の整数/],
    ['a number too small', () => wholeNumber('--people', '1', 2), /--people 1: 2 以上の整数.*2 or more/],
    ['a number too large', () => wholeNumber('--port', '65536', 0, 65_535), /0 から 65535 まで.*0 to 65535/],
    ['half a number', () => wholeNumber('--clips', '1.5'), /--clips 1.5/],
    ['nothing for a number', () => wholeNumber('--clips', '', 0), /--clips/],
    ['a time that is none', () => seconds('--seconds', 'abc'), /--seconds abc: 秒数/],
    ['a time before now', () => seconds('--seconds', '-1'), /--seconds -1/],
    ['a word that is not known', () => oneOf('--glass', 'paper', colours), /--glass paper: red、green、blue/],
    ['one of a list that is not known', () => someOf('--kinds', 'red,ghost', colours), /--kinds ghost/],
    ['a folder that is not there', () => folder('--facility', join(tmpdir(), 'nowhere')), /nowhere.*no such folder/],
    ['a file for a folder', () => folder('--facility', import.meta.filename), /no such folder/],
    ['a broken pattern', () => pattern('--only', '['), /--only \[: 正規表現/],
    ['an option that is not known', () => readWords({ args: ['--foo'], options: {} }), /--foo/],
  ])('%s is told with the option and what it takes', (_, read, words) => {
    expect(read).toThrow(WrongWords);
    expect(read).toThrow(words);
  });

  it('reads what is right', () => {
    expect(wholeNumber('--clips', '300')).toBe(300);
    expect(seconds('--seconds', '0.8')).toBe(0.8);
    expect(oneOf('--colour', 'green', colours)).toBe('green');
    expect(someOf('--colours', 'blue, red', colours)).toEqual(['red', 'blue']);
    expect(pattern('--only', '^face').test('face-cap')).toBe(true);
    expect(readWords({ args: ['--a', 'b'], options: { a: { type: 'string' } } }).values).toEqual({ a: 'b' });
  });

  it('tells with wrong words how the command is called, and with nothing else', () => {
    expect(() => readWith('usage: paint', () => oneOf('--with', 'grey', colours))).toThrow(
      /--with grey.*\nusage: paint/,
    );
    const ours = new Error('a fault of ours');
    expect(() =>
      readWith('usage: paint', () => {
        throw ours;
      }),
    ).toThrow(ours);
  });
});

/** `honnin` in a process of its own, as an npm script runs it. */
async function honnin(...args: string[]): Promise<{ readonly status: number | null; readonly told: string }> {
  const child = spawn(process.execPath, [join(productRoot, 'src', 'cli', 'honnin.ts'), ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const told = text(child.stderr);
  const status = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { status, told: await told };
}

describe('a command', () => {
  let place: string;

  beforeAll(() => {
    place = mkdtempSync(join(tmpdir(), 'honnin-words-'));
  });
  afterAll(() => rmSync(place, { recursive: true }));

  it.each([
    [['check', '--facility', 'nowhere'], /nowhere: そのフォルダーはありません/],
    [['journeys', '--only', 'nobody-like-this'], /--only nobody-like-this/],
    [['replay', 'nowhere.jsonl'], /nowhere.jsonl: その記録はありません/],
    [['evaluate', 'spoof', '--kinds', 'ghost'], /--kinds ghost: .*printBent[^]*usage: evaluate spoof/],
    [['start', '--journey', 'ghost'], /「ghost」.*\n {2}card-left: /],
  ])('%j ends with 64 and says what is wrong', async (args, words) => {
    const { status, told } = await honnin(...args);
    expect(told).toMatch(words);
    expect(status).toBe(64);
  });

  it('that cannot have its port says so and ends, practice hardware and all; a broken staff code is told before', async () => {
    const file = join(place, 'staff-code.json');
    writeFileSync(file, '{');
    const other = createServer();
    const port = await new Promise<number>((resolve) => {
      other.listen(0, '127.0.0.1', () => {
        const address = other.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
    const { status, told } = await honnin('start', '--no-open', '--facility', place, '--port', String(port));
    other.close();
    expect(told).toContain(`${file}: 受付の人の番号を読めません`);
    expect(told).toContain(`ポート ${port} を使えません`);
    expect(status).toBe(1);
  }, 60_000);
});

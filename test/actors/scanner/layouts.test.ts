import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LayoutFileError, parseLayouts, patternPieces } from '../../../src/actors/scanner/layouts.ts';
import { layoutsFile } from './harness.ts';

const text = readFileSync(layoutsFile, 'utf8');

function faultsOf(yaml: string): readonly string[] {
  try {
    parseLayouts(yaml, 'layouts.yaml');
  } catch (error) {
    if (error instanceof LayoutFileError) return error.faults;
    throw error;
  }
  return [];
}

/** Replaces `from`, which must be there once or more, and gives the place of the first as line:column. */
function changed(from: string, to: string): { text: string; line: number } {
  const at = text.indexOf(from);
  if (at < 0) throw new Error(`not in the file: ${from}`);
  return { text: text.replace(from, to), line: text.slice(0, at).split('\n').length };
}

describe('models/front-layouts.yaml', () => {
  it('is good as it is', () => {
    expect(faultsOf(text)).toEqual([]);
    expect(parseLayouts(text, 'x').generations[0]?.name).toBe('current');
  });

  it.each([
    ['a misspelt key', 'anchor:', 'anchr:', /anchr/],
    ['an unknown slot', '{era}{eraYear}', '{era}{eraYaer}', /slots are/],
    ['an era that begins on no day', '1868-10-23', '1868-13-23', /a day that exists/],
    ['a strip of odd width', 'pixels: 288', 'pixels: 287', /a multiple of 4/],
    ['a length that is no number', 'x: 28.6', 'x: wide', /number/],
    ['a character the network was never taught', '日まで有効', '日迄有効', /the network does not know 迄/],
    ['a window that is too wide', 'ahead: 10', 'ahead: 99', /ahead/],
    [
      'an alphabet that says a character twice',
      'alphabet: 0123456789元年',
      'alphabet: 0123456789元年年',
      /each character once/,
    ],
    ['a judge who would take one frame for enough', 'agreement: 2', 'agreement: 1', /judge\.agreement: at least 2/],
    ['a judge who would ask for less evidence', 'evidence: 7', 'evidence: 3', /judge\.evidence: at least 6/],
    ['a code that may be less sure', 'codePosterior: 0.95', 'codePosterior: 0.8', /judge\.codePosterior: at least/],
    ['an alphabet without a digit', 'alphabet: 0123456789元', 'alphabet: 012345678元', /ten digits/],
  ])('names %s with file, line and column', (_what, from, to, message) => {
    const fault = changed(from, to);
    const faults = faultsOf(fault.text);
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.join('\n')).toMatch(message);
    for (const line of faults) expect(line).toMatch(/^layouts\.yaml:\d+:\d+ /);
  });

  it('points at the very line', () => {
    const fault = changed('{era}{eraYear}', '{era}{eraYaer}');
    expect(faultsOf(fault.text)[0]).toMatch(new RegExp(`^layouts\\.yaml:${fault.line}:`));
  });

  it('names broken YAML and duplicate keys', () => {
    expect(faultsOf('generations: [')[0]).toMatch(/^layouts\.yaml:1:\d+ /);
    expect(faultsOf(`${text}\neras: []\n`)[0]).toMatch(/unique/i);
  });
});

describe('patterns', () => {
  it('are slots and characters', () => {
    expect(patternPieces('{era}{eraYear}年')).toEqual([{ slot: 'era' }, { slot: 'eraYear' }, { character: '年' }]);
  });
});

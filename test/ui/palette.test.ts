import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../../src/ui/styles/palette.css', import.meta.url), 'utf8');
const [standard = '', high = ''] = css.split(/:root\[data-contrast='high'\]/);
const colours = (part: string): Map<string, string> =>
  new Map([...part.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map((found) => [found[1] ?? '', found[2] ?? '']));

/** Relative luminance and contrast of WCAG 2.2. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

/** Every pair of text and ground that the style sheets put together. */
const pairs = [
  ['ink', 'ground'],
  ['ink', 'soft'],
  ['blue', 'ground'],
  ['blue', 'soft'],
  ['red', 'ground'],
  ['green', 'ground'],
  ['on-fill', 'fill'],
  ['on-fill', 'fill-pressed'],
  ['on-warn', 'warn'],
] as const;

describe('the palette', () => {
  it.each(pairs)('has 10:1 for %s on %s', (text, ground) => {
    const own = colours(standard);
    expect(contrast(own.get(text) ?? '#000000', own.get(ground) ?? '#000000')).toBeGreaterThanOrEqual(10);
  });

  it.each(['ink', 'blue', 'red', 'green'])('keeps 7:1 for %s on the ground that the light has dimmed', (text) => {
    for (const part of [standard, high]) {
      const own = colours(part);
      expect(contrast(own.get(text) ?? '#000000', own.get('ground-dim') ?? '#000000')).toBeGreaterThanOrEqual(7);
    }
  });

  it.each(pairs)('has at least 15:1, mostly 21:1, for %s on %s in high contrast', (text, ground) => {
    const own = colours(high);
    const wanted = ground === 'fill-pressed' ? 15 : 20;
    expect(contrast(own.get(text) ?? '#000000', own.get(ground) ?? '#000000')).toBeGreaterThanOrEqual(wanted);
  });

  it('names the same colours in both', () => {
    expect([...colours(high).keys()].sort()).toEqual([...colours(standard).keys()].sort());
  });

  it('has no gradients anywhere', () => {
    for (const file of ['glass', 'frame', 'screens', 'pictures', 'practice']) {
      const text = readFileSync(new URL(`../../src/ui/styles/${file}.css`, import.meta.url), 'utf8');
      expect(text, file).not.toMatch(/gradient\(/);
    }
  });
});

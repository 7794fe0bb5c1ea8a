import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { networksOf, visitFmrs, visitThreshold } from '../../../src/actors/models/manifest-schema.ts';
import {
  engineInUse,
  loadManifest,
  ManifestError,
  networksInUse,
  parseManifest,
  repositoryRoot,
} from '../../../src/actors/models/manifest.ts';

const good = readFileSync(`${repositoryRoot}models/models.yaml`, 'utf8');

function faultsOf(text: string): readonly string[] {
  try {
    parseManifest(text, 'models.yaml');
  } catch (error) {
    if (error instanceof ManifestError) return error.faults;
    throw error;
  }
  return [];
}

/** The place of a text inside the file, as faults name it. */
function lineOf(text: string, part: string): number {
  return text.slice(0, text.indexOf(part)).split('\n').length;
}

describe('models.yaml', () => {
  test('is without fault and its engine in use is complete', () => {
    const manifest = loadManifest();
    const engine = engineInUse(manifest);
    for (const network of networksOf(engine)) expect(manifest.networks).toHaveProperty(network);
    expect(visitThreshold(engine, 1e-4)).toBeGreaterThanOrEqual(0.45);
    expect(visitThreshold(engine, 1e-5)).toBeGreaterThan(visitThreshold(engine, 1e-4));
  });

  test('no rate looser than R 3-6 can be chosen, and the setting offers exactly these', () => {
    expect(Math.max(...Object.values(visitFmrs))).toBeLessThanOrEqual(1e-4);
    const settings = readFileSync(`${repositoryRoot}flows/settings.yaml`, 'utf8');
    expect(settings).toContain(`of: [${Object.keys(visitFmrs).join(', ')}]`);
  });

  test.each([
    ['an unknown key', 'licence: MIT', 'license: MIT', /networks\.fr_detect/],
    ['a hash that is none', 'sha256: 6c0256', 'sha256: zz0256', /64 hexadecimal digits/],
    [
      'a version that is not exact',
      'version: 0.0.1, path: model/fr_detect',
      'version: latest, path: model/fr_detect',
      /from/,
    ],
    ['a path upwards', 'model/fr_detect.onnx', '../../etc/passwd', /from/],
    ['a network nobody knows', '{ network: fr_eye', '{ network: fr_ear', /there is no network fr_ear/],
    ['an engine nobody knows', 'engine: fr', 'engine: frr', /there is no engine frr/],
    ['an fmr that is no bound of ours', 'fmr: 1e-4, cosine', 'fmr: 0.02, cosine', /one of 1e-3, 1e-4, 1e-5/],
    [
      'an engine that is no key of its own',
      'use: { engine: fr }',
      'use: { engine: constructor }',
      /there is no engine/,
    ],
    ['a bound twice', 'fmr: 1e-5, cosine: 0.477', 'fmr: 1e-4, cosine: 0.477', /a second threshold per comparison/],
    [
      'fewer false matches at a lower cosine',
      'per: visit, fmr: 1e-5, cosine: 0.487',
      'per: visit, fmr: 1e-5, cosine: 0.437',
      /must lie above that for 0.0001, 0.438/,
    ],
    [
      'a visit that is easier than one try',
      'per: visit, fmr: 1e-4, cosine: 0.438',
      'per: visit, fmr: 1e-4, cosine: 0.02',
      /at least the cosine of one transaction, 0.418/,
    ],
    ['a tied face that may show less', 'shownTied: 0.16', 'shownTied: 0.06', /no less depth than the others, 0.065/],
    ['a change of light that cannot be', 'most: 0.3', 'most: 0.01', /must be above least/],
    ['a key twice', 'version: 1\n', 'version: 1\nversion: 1\n', /unique/i],
  ])('names %s by file, line and column', (_title, from, to, fault) => {
    expect(good).toContain(from);
    const bad = good.replace(from, to);
    const faults = faultsOf(bad);
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.join('\n')).toMatch(fault);
    for (const line of faults) expect(line).toMatch(/^models\.yaml:\d+:\d+ /);
    const named = faults.map((line) => Number(line.split(':')[1]));
    const expected = lineOf(bad, to.trim());
    expect(Math.min(...named.map((line) => Math.abs(line - expected)))).toBeLessThanOrEqual(4);
  });

  describe('a passive network', () => {
    const placed = good.replace('  # passive: {', '  passive: {');

    test('is none by default; its line needs no more than its mark taken away', () => {
      expect(loadManifest().liveness.passive).toBeUndefined();
      expect(networksInUse(loadManifest())).not.toContain('minifasnet_v2');
      const manifest = parseManifest(placed, 'models.yaml');
      expect(manifest.liveness.doubts.passiveFake).toBe(2);
      expect(networksInUse(manifest)).toEqual([...networksOf(engineInUse(manifest)), 'minifasnet_v2']);
    });

    test.each([
      [
        'a network nobody knows',
        'network: minifasnet_v2',
        'network: minifasnet_v3',
        /there is no network minifasnet_v3/,
      ],
      ['a family nobody knows', 'family: minifasnet', 'family: maxifasnet', /passive\.family/],
      ['a class that is none of three', 'real: 1', 'real: 3', /passive\.real/],
      ['a probability of nothing', 'least: 0.5', 'least: 0', /a number above 0/],
      ['no turns', 'lightSilent: 2', 'lightSilent: 2, passiveFake: 0', /doubts\.passiveFake/],
    ])('names %s', (_title, from, to, fault) => {
      expect(placed).toContain(from);
      const [first = '', ...others] = faultsOf(placed.replace(from, to));
      expect(first).toMatch(fault);
      expect(first).toMatch(/^models\.yaml:\d+:\d+ /);
      expect(others).toEqual([]);
    });
  });

  test('names an fmr that the engine in use has no threshold for', () => {
    const bad = good.replace(/ +- \{ per: visit, fmr: 1e-4.*\n/, '');
    expect(bad).not.toBe(good);
    const [fault = ''] = faultsOf(bad);
    expect(fault).toMatch(/needs a threshold \{ per: visit, fmr: 0.0001/);
    expect(fault).toMatch(/measure it with: npm run evaluate/);
    expect(fault).toContain(`models.yaml:${lineOf(bad, 'per: comparison, fmr: 1e-3')}:`);
  });
});

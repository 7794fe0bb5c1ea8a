import { describe, expect, test } from 'vitest';
import { engineInUse, loadManifest } from '../../../src/actors/models/manifest.ts';
import { visitThreshold, visitTries } from '../../../src/actors/models/manifest-schema.ts';
import { faceSettings } from '../../../src/host/core/face-settings.ts';
import { flowWith } from '../../machines/flow-files.ts';

const read = (facility?: string) => faceSettings(flowWith(facility).settings);

describe('what the facility says to the matcher', () => {
  test('as shipped: 0.01 %, a challenge when in doubt, the panel’s light', () => {
    expect(read()).toEqual({ fmr: 1e-4, challenge: 'whenInDoubt', light: true });
  });

  test('each setting arrives', () => {
    const own = 'faceMatchRate: 1in100000\nfaceChallenge: always\nfaceLight: false\n';
    expect(read(own)).toEqual({ fmr: 1e-5, challenge: 'always', light: false });
  });

  test('a stricter rate is a higher threshold of the engine in use', () => {
    const engine = engineInUse(loadManifest());
    const strict = visitThreshold(engine, read('faceMatchRate: 1in100000\n').fmr);
    expect(strict).toBeGreaterThan(visitThreshold(engine, read().fmr));
  });

  test('nobody gets more tries than the thresholds were measured with', () => {
    expect(flowWith(`faceTries: ${visitTries}\n`).settings.get('faceTries')).toBe(visitTries);
    expect(() => flowWith(`faceTries: ${visitTries + 1}\n`)).toThrow();
  });

  test('without any settings it is strict', () => {
    expect(faceSettings(new Map())).toEqual({ fmr: 1e-5, challenge: 'always', light: false });
  });
});

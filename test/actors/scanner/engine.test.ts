import { describe, expect, it } from 'vitest';
import { mayRead, openReader } from '../../../src/actors/scanner/engine.ts';
import { layInTray } from '../../../src/actors/scanner/practice/front.ts';
import { createScanner } from '../../../src/actors/scanner/scanner-jobs.ts';
import { practiceMount } from '../../../src/actors/scanner/mount.ts';
import { Vault } from '../../../src/actors/vault.ts';
import { decide, layouts, layoutsFile, networkFile, practiceCard, today, told } from './harness.ts';

const files = { network: networkFile, layouts, mount: practiceMount };

describe('tesseract.js', () => {
  it('is refused with real hardware, in the core and in the child', async () => {
    expect(mayRead('tesseract', 'real')).toBe(false);
    expect(mayRead('network', 'real')).toBe(true);
    await expect(openReader('tesseract', 'real', files)).rejects.toThrow(/practice hardware only/);
    const parts = {
      vault: new Vault(),
      tray: { stream: () => () => undefined },
      chipExpiry: () => undefined,
      today: () => today,
      network: networkFile,
      layouts: layoutsFile,
      engine: 'tesseract',
    } as const;
    expect(() => createScanner(parts)).toThrow(/practice hardware only/);
  });

  it('reads practice cards through the same judge', async () => {
    const reader = await openReader('tesseract', 'practice', files);
    try {
      const scene = layInTray(practiceCard(), { seed: 1 });
      const verdict = await decide(reader, [scene.frame(0), scene.frame(1), scene.frame(2)]);
      expect(['read 55021720302285', 'refused dirty']).toContain(told(verdict));
      const empty = layInTray(practiceCard(), { seed: 1, condition: 'empty' });
      expect(told(await decide(reader, [empty.frame(0)]))).toBe('refused noCard');
    } finally {
      await reader.close();
    }
  }, 60_000);
});

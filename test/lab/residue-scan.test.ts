import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { noQuads, rankOf } from '../../src/cli/residue/digit-quads.ts';
import { codeBNeedles, photoNeedles, pinNeedles } from '../../src/cli/residue/needles.ts';
import { whileStopped } from '../../src/cli/residue/processes.ts';
import { scanMemory } from '../../src/cli/residue/scan.ts';

const holder = fileURLToPath(new URL('./programs/holder.ts', import.meta.url));
const root = process.platform === 'linux' && process.getuid?.() === 0;

test.skipIf(!root)(
  `the scanner finds digits in a buffer and behind a page closed to everybody, and none after the wipe${root ? '' : ' — skipped: needs root on Linux'}`,
  async () => {
    const digits = Array.from({ length: 14 }, () => Math.floor(Math.random() * 10)).join('');
    const complements = Array.from(digits, (d) => 9 - Number(d)).join('');
    const child = spawn(process.execPath, [holder, complements], { stdio: ['pipe', 'pipe', 'inherit'] });
    try {
      const own = [{ pid: child.pid ?? 0, role: 'core' }];
      const look = () => whileStopped(own, () => scanMemory(child.pid ?? 0, codeBNeedles(digits)));
      await once(child.stdout, 'data');
      const held = look();
      expect(held.unread).toBe(0);
      const where = held.finds
        .filter(({ needle }) => needle.encoding.startsWith('ASCII, '))
        .map((f) => f.mapping.slice(0, 4));
      expect(where.filter((permissions) => permissions === '---p')).toHaveLength(3);
      expect(where.filter((permissions) => permissions === 'rw-p').length).toBeGreaterThanOrEqual(3);
      child.stdin.write('w');
      await once(child.stdout, 'data');
      expect(look().finds).toEqual([]);
    } finally {
      child.kill('SIGKILL');
    }
  },
  30_000,
);

test('needles: every encoding is longer than chance, none starts in zeros only', () => {
  const photo = Uint8Array.from({ length: 15_000 }, (_, i) => (i * 31 + (i >> 8)) & 0xff);
  const needles = [...codeBNeedles('55021720352285'), ...photoNeedles(photo), ...pinNeedles('7315')];
  for (const { encoding, bytes } of needles) {
    expect(
      bytes.some((byte) => byte !== 0),
      encoding,
    ).toBe(true);
    expect(bytes.length, encoding).toBeGreaterThanOrEqual(6);
    expect(bytes.length, encoding).toBeLessThanOrEqual(256);
  }
  const texts = needles.map(({ bytes }) => Buffer.from(bytes).toString('latin1'));
  expect(texts).toContain('21720352');
  expect(texts).toContain(Array.from('55021720', (digit) => `${digit}\0`).join(''));
});

test('rank: a PIN whose count grows alone stands out, one that grows with all others does not', () => {
  const before = noQuads().ASCII;
  const after = noQuads().ASCII;
  after[7315] = 2;
  expect(rankOf(7315, before, after)).toEqual({ growth: 2, share: 0.0001 });
  after.fill(2);
  expect(rankOf(7315, before, after)).toEqual({ growth: 2, share: 1 });
});

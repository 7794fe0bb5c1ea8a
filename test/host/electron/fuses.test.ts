import { describe, expect, test } from 'vitest';
import { fuseProblems, readFuseWires, requiredFuses } from '../../../src/host/electron/fuses.ts';

const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/** A binary with one fuse wire in the middle of other bytes. `states` as they stand in the file: 0, 1 or r. */
function binary(states: string, version = 1): Buffer {
  const wire = Buffer.from([version, states.length, ...Buffer.from(states, 'latin1')]);
  return Buffer.concat([Buffer.alloc(1000, 0xcc), Buffer.from(sentinel, 'latin1'), wire, Buffer.alloc(1000, 0x31)]);
}

const asRequired = requiredFuses.map(([, state]) => (state === 'on' ? '1' : '0')).join('');

describe('the fuses of a packaged binary', () => {
  test('as required', () => {
    expect(asRequired).toBe('000011000');
    expect(readFuseWires(binary(asRequired))).toEqual([
      { version: 1, states: ['off', 'off', 'off', 'off', 'on', 'on', 'off', 'off', 'off'] },
    ]);
    expect(fuseProblems(binary(asRequired))).toEqual([]);
  });

  test('each one flipped or removed is found', () => {
    requiredFuses.forEach(([name, required], index) => {
      const flipped = Array.from(asRequired, (state, at) => (at === index ? (state === '1' ? '0' : '1') : state)).join(
        '',
      );
      const removed = Array.from(asRequired, (state, at) => (at === index ? 'r' : state)).join('');
      const opposite = required === 'on' ? 'off' : 'on';
      expect(fuseProblems(binary(flipped))).toEqual(
        required === 'any' ? [] : [`${name} must be ${required}, is ${opposite}`],
      );
      expect(fuseProblems(binary(removed))).toEqual(
        required === 'any' ? [] : [`${name} must be ${required}, is removed`],
      );
    });
  });

  test("Electron's own defaults do not pass", () => {
    expect(fuseProblems(binary('101100011'))).toEqual([
      'RunAsNode must be off, is on',
      'EnableNodeOptionsEnvironmentVariable must be off, is on',
      'EnableNodeCliInspectArguments must be off, is on',
      'EnableEmbeddedAsarIntegrityValidation must be on, is off',
      'OnlyLoadAppFromAsar must be on, is off',
      'GrantFileProtocolExtraPrivileges must be off, is on',
    ]);
  });

  test('a wire that is short, cut off, longer than we know or of another version is a problem', () => {
    expect(fuseProblems(binary('0000'))).toContain('OnlyLoadAppFromAsar must be on, is missing');
    const cut = binary(asRequired);
    expect(fuseProblems(cut.subarray(0, 1000 + sentinel.length + 2 + 5))).toContain(
      'OnlyLoadAppFromAsar must be on, is missing',
    );
    expect(fuseProblems(cut.subarray(0, 1000 + sentinel.length))).not.toEqual([]);
    expect(fuseProblems(binary(`${asRequired}01`))).toEqual(['2 fuses are new and need a decision']);
    expect(fuseProblems(binary(asRequired, 2))).toEqual(['fuse wire of version 2, only 1 is known']);
  });

  test('every wire in the file counts', () => {
    const two = Buffer.concat([binary(asRequired), binary('100011000')]);
    expect(fuseProblems(two)).toEqual(['RunAsNode must be off, is on']);
  });

  test('a file without a wire is no Electron', () => {
    expect(fuseProblems(Buffer.alloc(100))).toEqual(['no fuse wire found: not an Electron binary']);
  });
});

import { describe, expect, test } from 'vitest';
import { Vault } from '../../src/actors/vault.ts';

function fillWith(bytes: readonly number[]): (buffer: Uint8Array) => number {
  return (buffer) => {
    buffer.set(bytes);
    return bytes.length;
  };
}

describe('vault', () => {
  test('lends what was put and forgets it when wiped, the whole buffer overwritten', () => {
    const vault = new Vault();
    let kept: Uint8Array = new Uint8Array(0);
    vault.put('pin', (buffer) => {
      kept = buffer;
      return fillWith([1, 2, 3, 4])(buffer);
    });
    expect(vault.lend('pin', (bytes) => [...bytes])).toEqual([1, 2, 3, 4]);
    vault.wipe('pin');
    expect(vault.lend('pin', (bytes) => bytes.length)).toBeUndefined();
    expect(kept.every((byte) => byte === 0)).toBe(true);
    expect(kept.buffer.byteLength).toBe(64);
  });

  test('a longer secret before a shorter one leaves no tail', () => {
    const vault = new Vault();
    vault.put('front', fillWith([9, 9, 9, 9, 9, 9]));
    let tail: number[] = [];
    vault.put('front', (buffer) => {
      tail = [...buffer.subarray(0, 6)];
      return fillWith([1])(buffer);
    });
    expect(tail).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test('a secret elsewhere is ended by its wipe, once, also when another takes its place', () => {
    const vault = new Vault();
    const ended: string[] = [];
    vault.adopt('template', () => ended.push('a'));
    vault.adopt('template', () => ended.push('b'));
    vault.wipeAll();
    vault.wipeAll();
    expect(ended).toEqual(['a', 'b']);
  });

  test('a child that went by itself is disowned; a newer one stays', () => {
    const vault = new Vault();
    const first = (): void => {};
    const second = (): void => {};
    vault.adopt('tray', first);
    vault.adopt('tray', second);
    vault.disown('tray', first);
    expect(vault.alive()).toEqual(['tray']);
    vault.disown('tray', second);
    expect(vault.alive()).toEqual([]);
  });

  test('keepOnly wipes all that is not held', () => {
    const vault = new Vault();
    vault.put('pin', fillWith([1]));
    vault.put('photo', fillWith([2]));
    vault.adopt('template', () => {});
    vault.keepOnly(new Set(['photo']));
    expect(vault.alive()).toEqual(['photo']);
  });

  test('refuses a fill that claims more than the buffer and keeps nothing of it', () => {
    const vault = new Vault();
    expect(() => vault.put('pin', () => 65)).toThrow(RangeError);
    expect(vault.alive()).toEqual([]);
  });
});

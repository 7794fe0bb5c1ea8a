import { describe, expect, test } from 'vitest';
import { Vault } from '../../../src/actors/vault.ts';
import { Pad } from '../../../src/host/core/pad.ts';

const typed = (vault: Vault): string => vault.lend('pin', (bytes) => Buffer.from(bytes).toString('latin1')) ?? '';
const codeOf = (pad: Pad, label: string): string => pad.keys?.find((key) => key.label === label)?.code ?? '';

describe('pad', () => {
  test('writes each key as one byte into the vault, at most four', () => {
    const vault = new Vault();
    const pad = new Pad(vault);
    pad.open('pin', false);
    for (const label of '73159') pad.press(codeOf(pad, label));
    expect(typed(vault)).toBe('7315');
    pad.deleteLast();
    expect(typed(vault)).toBe('731');
  });

  test('a code means nothing in the next opening, nor after closing', () => {
    const vault = new Vault();
    const pad = new Pad(vault);
    pad.open('pin', false);
    const old = codeOf(pad, '1');
    pad.open('pin', false);
    expect(pad.press(old)).toBe(false);
    const fresh = codeOf(pad, '1');
    pad.close();
    expect(pad.press(fresh)).toBe(false);
    expect(vault.alive()).toEqual([]);
  });

  test('opening wipes what was typed before', () => {
    const vault = new Vault();
    const pad = new Pad(vault);
    pad.open('pin', false);
    pad.press(codeOf(pad, '4'));
    pad.open('pin', false);
    expect(vault.alive()).toEqual([]);
  });

  test('keys are in the usual order unless shuffled, and shuffled always the same ten', () => {
    const pad = new Pad(new Vault());
    pad.open('pin', false);
    expect(pad.keys?.map((key) => key.label).join('')).toBe('1234567890');
    const orders = new Set<string>();
    for (let i = 0; i < 20; i++) {
      pad.open('pin', true);
      const order = pad.keys?.map((key) => key.label) ?? [];
      expect([...order].sort().join('')).toBe('0123456789');
      orders.add(order.join(''));
    }
    expect(orders.size).toBeGreaterThan(10);
  });

  test('codes are not digits and all differ', () => {
    const pad = new Pad(new Vault());
    pad.open('pin', false);
    const codes = pad.keys?.map((key) => key.code) ?? [];
    expect(new Set(codes).size).toBe(10);
    expect(codes.every((code) => /^[0-9a-f]{16}$/.test(code))).toBe(true);
  });
});

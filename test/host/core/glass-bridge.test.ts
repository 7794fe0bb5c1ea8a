import { describe, expect, test } from 'vitest';
import { parseFromGlass } from '../../../src/host/core/glass-bridge.ts';

describe('messages of the glass', () => {
  test('takes the words of the contract', () => {
    expect(parseFromGlass('{"kind":"ready","panel":"800x480@7"}')).toEqual({ kind: 'ready', panel: '800x480@7' });
    expect(parseFromGlass('{"kind":"touch","event":{"type":"PICK.PIN"}}')).toEqual({
      kind: 'touch',
      event: { type: 'PICK.PIN' },
    });
    expect(parseFromGlass('{"kind":"touch","event":{"type":"ACCESS.TEXT","size":2}}')).toEqual({
      kind: 'touch',
      event: { type: 'ACCESS.TEXT', size: 2 },
    });
    expect(parseFromGlass(`{"kind":"key","code":"${'0a'.repeat(8)}"}`)).toEqual({ kind: 'key', code: '0a'.repeat(8) });
  });

  test.each([
    ['not JSON', 'hello'],
    ['an array', '[]'],
    ['an unknown kind', '{"kind":"eval","code":"1"}'],
    ['an event of the world', '{"kind":"touch","event":{"type":"CARD.IN"}}'],
    ['an outcome', '{"kind":"touch","event":{"type":"program.qualify.ok"}}'],
    ['a prototype name', '{"kind":"touch","event":{"type":"constructor"}}'],
    ['a field too many', '{"kind":"touch","event":{"type":"PIN.KEY","digit":7}}'],
    ['a value out of range', '{"kind":"touch","event":{"type":"ACCESS.TEXT","size":9}}'],
    ['a word out of the list', '{"kind":"touch","event":{"type":"ACCESS.LOCALE","locale":"xx"}}'],
    ['a digit as a key', '{"kind":"key","code":"7"}'],
    ['an extra property', '{"kind":"ready","panel":"x","more":1}'],
  ])('refuses %s', (_name, text) => {
    expect(parseFromGlass(text)).toBeUndefined();
  });
});

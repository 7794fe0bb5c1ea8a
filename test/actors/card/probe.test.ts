import { describe, expect, test } from 'vitest';
import { bench, presentations, probe } from './bench.ts';

describe('card.probe', () => {
  test('tells the tries of a fresh card and spends none', async () => {
    const b = await bench();
    expect(await probe(b.jobs)).toEqual({ outcome: 'myna', pinTries: 3, codeBTries: 10 });
    expect(await probe(b.jobs)).toEqual({ outcome: 'myna', pinTries: 3, codeBTries: 10 });
    expect(presentations(b.commands)).toBe(0);
  });

  test('tells the tries as the card has them', async () => {
    const b = await bench('pinTries: 1, codeBTries: 4');
    expect(await probe(b.jobs)).toEqual({ outcome: 'myna', pinTries: 1, codeBTries: 4 });
  });

  test.each([
    ['kind: noPin', { outcome: 'myna', pinTries: 0, codeBTries: 10 }],
    ['kind: noPhoto', { outcome: 'myna', pinTries: 3, codeBTries: 10 }],
    ['kind: notMyNumber', { outcome: 'foreign' }],
    ['kind: phone', { outcome: 'phone' }],
    ['kind: mute', { outcome: 'unreadable' }],
  ])('%s', async (yaml, outcome) => {
    const b = await bench(yaml);
    expect(await probe(b.jobs)).toEqual(outcome);
  });

  test('keeps the expiry for the judge until the card is taken', async () => {
    const b = await bench('expiry: 2031-11-03');
    const stop = b.jobs['reader.watch']({}, () => undefined);
    await probe(b.jobs);
    expect(b.facts.expiry()).toEqual({ year: 2031, month: 11, day: 3 });
    b.reader.remove();
    await Promise.resolve();
    expect(b.facts.expiry()).toBeUndefined();
    stop();
  });

  test('no card, broken reader, card held by another', async () => {
    const b = await bench();
    await b.reader.connect();
    expect(await probe(b.jobs)).toEqual({ outcome: 'unreadable' });
    b.reader.remove();
    expect(await probe(b.jobs)).toEqual({ outcome: 'gone' });
    b.reader.breakDown();
    expect(await probe(b.jobs)).toEqual({ outcome: 'gone' });
  });

  test('a card pulled at any APDU is gone, and the reader is free afterwards', async () => {
    const whole = await bench();
    await probe(whole.jobs);
    const count = whole.commands.length;
    expect(count).toBeGreaterThan(8);
    for (let at = 1; at <= count; at++) {
      const b = await bench(`pulledAtApdu: ${at}`);
      expect(await probe(b.jobs), `APDU ${at}`).toEqual({ outcome: 'gone' });
      b.reader.place(b.card);
      expect(await probe(b.jobs)).toEqual({ outcome: 'myna', pinTries: 3, codeBTries: 10 });
    }
  });

  test('a stopped job answers nothing and lets go before the next begins', async () => {
    const b = await bench();
    const answers: unknown[] = [];
    const stop = b.jobs['card.probe']({}, (outcome) => answers.push(outcome));
    stop();
    expect(await probe(b.jobs)).toEqual({ outcome: 'myna', pinTries: 3, codeBTries: 10 });
    const late = b.jobs['card.probe']({}, (outcome) => answers.push(outcome));
    const sofar = b.commands.length;
    while (b.commands.length < sofar + 3) await Promise.resolve();
    late();
    expect(await probe(b.jobs)).toEqual({ outcome: 'myna', pinTries: 3, codeBTries: 10 });
    expect(answers).toEqual([]);
  });
});

describe('reader.watch', () => {
  test('tells the card and the reader coming and going', async () => {
    const b = await bench();
    const stop = b.jobs['reader.watch']({}, () => undefined);
    expect(b.told).toEqual([]);
    await Promise.resolve();
    b.reader.breakDown();
    await Promise.resolve();
    b.reader.repair();
    await Promise.resolve();
    b.reader.remove();
    await Promise.resolve();
    expect(b.told).toEqual([
      { type: 'CARD.IN' },
      { type: 'DEVICE.LOST', device: 'reader' },
      { type: 'CARD.OUT' },
      { type: 'DEVICE.BACK', device: 'reader' },
      { type: 'CARD.IN' },
      { type: 'CARD.OUT' },
    ]);
    stop();
    b.reader.place(b.card);
    await Promise.resolve();
    expect(b.told).toHaveLength(6);
  });
});

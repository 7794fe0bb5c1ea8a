import { describe, expect, test } from 'vitest';
import { makePracticeCard } from '../../../src/actors/card/practice/practice-card.ts';
import {
  bench,
  cardOf,
  fakePhoto,
  practiceKeys,
  presentations,
  probe,
  putDigits,
  readPhoto,
  type Bench,
} from './bench.ts';

/** Cards made to expire before 2028 answer short APDUs only, later ones also extended. */
const generations = [
  ['short', 'expiry: 2027-02-17'],
  ['extended', 'expiry: 2030-02-17'],
] as const;

function photoIn({ vault }: Bench): Uint8Array | undefined {
  return vault.lend('photo', (bytes) => bytes.slice());
}

describe.each(generations)('card.readPhoto, %s APDUs', (_, expiry) => {
  test('puts exactly the chip photo into the vault and presents once', async () => {
    for (const length of [1, 127, 5_000, 15_000, 28_000]) {
      const b = await bench(expiry, fakePhoto(length));
      expect(await readPhoto(b.jobs)).toEqual({ outcome: 'photo' });
      expect(Buffer.compare(photoIn(b) ?? new Uint8Array(), b.photo)).toBe(0);
      expect(presentations(b.commands)).toBe(1);
    }
  });

  test('lets go of the card: nothing stays verified', async () => {
    const b = await bench(expiry);
    await readPhoto(b.jobs);
    const connected = await b.reader.connect();
    expect('session' in connected).toBe(true);
    expect(b.card.os.answer(Uint8Array.of(0x00, 0xb0, 0x00, 0x00, 0x05)).slice(-2)).toEqual(Uint8Array.of(0x69, 0x86));
  });

  test('a second try in the same insertion is spared, after a new insertion it is not', async () => {
    const b = await bench(`${expiry}, codeBRefuses: true`);
    const stop = b.jobs['reader.watch']({}, () => undefined);
    await Promise.resolve();
    expect(await readPhoto(b.jobs)).toEqual({ outcome: 'wrong', left: 9 });
    expect(await readPhoto(b.jobs)).toEqual({ outcome: 'spared' });
    b.facts.forgetPerson();
    expect(await readPhoto(b.jobs)).toEqual({ outcome: 'spared' });
    expect(presentations(b.commands)).toBe(1);
    b.reader.remove();
    await Promise.resolve();
    b.reader.place(b.card);
    await Promise.resolve();
    expect(await readPhoto(b.jobs)).toEqual({ outcome: 'wrong', left: 8 });
    stop();
  });

  test('never presents with 4 tries left or fewer', async () => {
    for (let left = 0; left <= 10; left++) {
      const b = await bench(`${expiry}, codeBRefuses: true, codeBTries: ${left}`);
      const outcome = await readPhoto(b.jobs);
      if (left === 0) expect(outcome).toEqual({ outcome: 'locked' });
      else if (left <= 4) expect(outcome).toEqual({ outcome: 'spared' });
      else expect(outcome).toEqual({ outcome: 'wrong', left: left - 1 });
      expect(presentations(b.commands)).toBe(left > 4 ? 1 : 0);
    }
  });

  test('pulled at any APDU: gone, or unknown exactly when the digits were under way; never resubmitted', async () => {
    const whole = await bench(expiry);
    await readPhoto(whole.jobs);
    const verifyAt = whole.commands.findIndex((c) => c[1] === 0x20 && c.length > 5) + 1;
    expect(verifyAt).toBeGreaterThan(0);
    for (let at = 1; at <= whole.commands.length; at++) {
      const b = await bench(`${expiry}, codeBRefuses: ${at <= verifyAt}, pulledAtApdu: ${at}`);
      const expected = { outcome: at === verifyAt ? 'unknown' : 'gone' };
      expect(await readPhoto(b.jobs), `APDU ${at}`).toEqual(expected);
      expect(photoIn(b)).toBeUndefined();
      expect(presentations(b.commands)).toBe(at >= verifyAt ? 1 : 0);
      b.reader.place(b.card);
      const after = await probe(b.jobs);
      expect(after).toEqual({ outcome: 'myna', pinTries: 3, codeBTries: at === verifyAt ? 9 : 10 });
    }
  });

  test('no photo, phone, another card than the one probed', async () => {
    const child = await bench(`${expiry}, kind: noPhoto`);
    expect(await readPhoto(child.jobs)).toEqual({ outcome: 'noPhoto' });
    const swapped = await bench(expiry);
    await probe(swapped.jobs);
    swapped.reader.place(makePracticeCard(cardOf(expiry), fakePhoto(), await practiceKeys()));
    expect(await readPhoto(swapped.jobs)).toEqual({ outcome: 'gone' });
    expect(presentations(swapped.commands)).toBe(0);
  });
});

describe('card.readPhoto', () => {
  test('digits that are missing or not fourteen are not presented', async () => {
    const b = await bench();
    b.vault.wipe('front');
    expect(await readPhoto(b.jobs)).toEqual({ outcome: 'spared' });
    putDigits(b.vault, '1234567890123');
    expect(await readPhoto(b.jobs)).toEqual({ outcome: 'spared' });
    expect(b.commands).toEqual([]);
  });

  test('a Gregorian birth year is presented as printed', async () => {
    const b = await bench('printedBirth: gregorian, birth: 1999-12-31');
    expect(await readPhoto(b.jobs)).toEqual({ outcome: 'photo' });
  });

  test('stopped at any point it answers nothing and puts nothing into the vault', async () => {
    const whole = await bench();
    await readPhoto(whole.jobs);
    for (let at = 1; at <= whole.commands.length; at++) {
      const b = await bench();
      const answers: unknown[] = [];
      const stop = b.jobs['card.readPhoto']({}, (outcome) => answers.push(outcome));
      while (b.commands.length < at) await Promise.resolve();
      stop();
      await probe(b.jobs);
      expect(answers).toEqual([]);
      expect(photoIn(b)).toBeUndefined();
    }
  });

  test('a card that knows extended lengths but not from an offset is read in short steps', async () => {
    const b = await bench();
    const os = b.card.os.answer.bind(b.card.os);
    let refused = 0;
    b.card.os.answer = (bytes) => {
      if (bytes[1] !== 0xb0 || bytes.length !== 7) return os(bytes);
      refused += 1;
      return Uint8Array.of(0x67, 0x00);
    };
    expect(await readPhoto(b.jobs)).toEqual({ outcome: 'photo' });
    expect(Buffer.compare(photoIn(b) ?? new Uint8Array(), b.photo)).toBe(0);
    expect(refused).toBe(1);
  });

  test('steps over the pictures of name and address', async () => {
    for (const [, expiry] of generations) {
      const b = await bench(expiry);
      await readPhoto(b.jobs);
      const asked = b.commands
        .filter((c) => c[1] === 0xb0)
        .reduce((sum, c) => sum + (c[6] === undefined ? c[4] || 256 : ((c[5] ?? 0) << 8) | c[6]), 0);
      expect(asked).toBeLessThan(b.photo.length + 700);
    }
  });
});

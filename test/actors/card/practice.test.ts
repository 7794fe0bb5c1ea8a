import { X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { airTime } from '../../../src/actors/card/practice/air-time.ts';
import { authorityCertificate, userCertificate } from '../../../src/actors/card/practice/certificates.ts';
import { parseCommand } from '../../../src/actors/card/practice/command-apdu.ts';
import { eraYear, printedCodeB } from '../../../src/actors/card/practice/code-b.ts';
import { encodeJp2 } from '../../../src/actors/card/practice/jp2.ts';
import { PracticeReader } from '../../../src/actors/card/practice/practice-reader.ts';
import { forwardWavelet, inverseWavelet } from '../../../src/actors/card/practice/wavelet.ts';
import { offHeap } from '../../../src/actors/card/off-heap.ts';
import { decodeChipPhoto } from '../../../src/actors/matcher/child/chip-photo.ts';
import openJpeg from '../../../src/actors/matcher/child/openjpeg.ts';
import { bench, cardOf, practiceKeys, readPhoto } from './bench.ts';

/** 15 KiB in steps of 256 bytes. */
function short(speed: 106 | 212 | 424): number {
  return 60 * airTime(5, 258, speed);
}

async function decode(file: Uint8Array) {
  const { J2KDecoder } = await openJpeg();
  const decoder = new J2KDecoder();
  decoder.getEncodedBuffer(file.length).set(file);
  decoder.decode();
  return { frame: decoder.getFrameInfo(), pixels: Uint8Array.from(decoder.getDecodedBuffer()) };
}

describe('照合番号B as printed', () => {
  test('the known example, first years and foreign residents', () => {
    expect(printedCodeB(cardOf('birth: 1980-02-17, expiry: 2035-02-17, securityCode: "2285"'))).toBe('55021720352285');
    expect(eraYear('1989-01-07')).toBe(64);
    expect(eraYear('1989-01-08')).toBe(1);
    expect(eraYear('2019-04-30')).toBe(31);
    expect(eraYear('2019-05-01')).toBe(1);
    expect(eraYear('1926-12-24')).toBe(15);
    expect(printedCodeB(cardOf('birth: 1999-12-31, printedBirth: gregorian')).slice(0, 6)).toBe('991231');
  });
});

describe('the card', () => {
  test('keeps its counters over resets, refills them only by success', async () => {
    const { card } = await bench();
    const send = (...bytes: number[]) => Buffer.from(card.os.answer(Uint8Array.from(bytes))).toString('hex');
    const select = () => {
      send(0x00, 0xa4, 0x04, 0x0c, 0x0a, 0xd3, 0x92, 0xf0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01);
      return send(0x00, 0xa4, 0x02, 0x0c, 0x02, 0x00, 0x18);
    };
    const verify = (pin: string) => send(0x00, 0x20, 0x00, 0x80, 0x04, ...Buffer.from(pin));
    const look = () => send(0x00, 0x20, 0x00, 0x80);
    expect(select()).toBe('9000');
    expect(look()).toBe('63c3');
    expect(verify('0000')).toBe('63c2');
    card.os.reset();
    expect(look()).toBe('6a88');
    expect(select()).toBe('9000');
    expect(look()).toBe('63c2');
    expect(verify('0000')).toBe('63c1');
    expect(verify('1234')).toBe('9000');
    expect(look()).toBe('9000');
    card.os.reset();
    select();
    expect(look()).toBe('63c3');
    for (const left of ['63c2', '63c1', '63c0', '6984']) expect(verify('0000')).toBe(left);
    expect(verify('1234')).toBe('6984');
    expect(look()).toBe('63c0');
  });

  test('its certificates verify, and say that they are for practice', async () => {
    const keys = await practiceKeys();
    const authority = new X509Certificate(authorityCertificate(keys));
    const user = new X509Certificate(userCertificate(keys, 'Practice user', 300, new Date('2030-12-31T23:59:59Z')));
    expect(authority.ca).toBe(true);
    expect(authority.verify(authority.publicKey)).toBe(true);
    expect(user.verify(authority.publicKey)).toBe(true);
    expect(user.checkIssued(authority)).toBe(true);
    expect(user.issuer).toContain('practice only');
    expect(user.serialNumber).toBe('012C');
  });

  test.each([
    ['case 1', [0, 0x84, 0, 0], 0, undefined],
    ['case 2 short', [0, 0xb0, 0, 0, 0], 0, 256],
    ['case 2 extended', [0, 0xb0, 0x82, 0, 0, 0, 0], 0, 65_536],
    ['case 3 short', [0, 0x20, 0, 0x80, 1, 9], 1, undefined],
    ['case 4 short', [0, 0x2a, 0, 0x80, 2, 9, 9, 4], 2, 4],
    ['case 3 extended', [0, 0x20, 0, 0x80, 0, 0, 1, 9], 1, undefined],
    ['case 4 extended', [0, 0x2a, 0, 0x80, 0, 0, 1, 9, 1, 0], 1, 256],
  ])('takes apart %s', (_, bytes, data, le) => {
    const apdu = parseCommand(Uint8Array.from(bytes));
    expect(apdu?.data.length).toBe(data);
    expect(apdu?.le).toBe(le);
  });

  test.each([[[]], [[0, 1, 2]], [[0, 0x20, 0, 0, 3, 1]], [[0, 0xb0, 0, 0, 0, 0]], [[0, 0x20, 0, 0, 0, 0, 9, 1]]])(
    'refuses the lengths of %j',
    (bytes) => expect(parseCommand(Uint8Array.from(bytes))).toBeUndefined(),
  );
});

describe('card time', () => {
  test.each([
    [424, 640],
    [212, 1_040],
    [106, 1_850],
  ] as const)('at %d kbit/s is what card.md models: 15 KiB take %d ms within 2 %%', (speed, milliseconds) => {
    expect(Math.abs(short(speed) / milliseconds - 1)).toBeLessThan(0.02);
    expect(airTime(7, 15_362, speed)).toBeLessThan(short(speed));
  });

  test('none at speed 0', () => expect(airTime(5, 258, 0)).toBe(0));

  test('is spent in full, also where timers know whole milliseconds only', async () => {
    let now = 0;
    const clock = { now: () => now, wait: async (ms: number) => void (now += Math.floor(ms)) };
    const reader = new PracticeReader(clock);
    const { card } = await bench('speed: 424');
    reader.place(card);
    const connected = await reader.connect();
    if (!('session' in connected)) throw new Error('no session');
    const challenge = Uint8Array.of(0x00, 0x84, 0x00, 0x00, 0x00);
    for (let i = 0; i < 100; i++) await connected.session.transmit(challenge, offHeap(258));
    expect(Math.abs(now - 100 * airTime(5, 258, 424))).toBeLessThanOrEqual(1);
  });
});

describe('JP2', () => {
  const width = 240;
  const height = 320;
  const grey = Uint8Array.from({ length: width * height }, (_, i) => {
    const x = i % width;
    const y = Math.floor(i / width);
    return Math.round(128 + 60 * Math.sin(x / 17) * Math.cos(y / 23) + (((x * 7919 + y * 104_729) % 251) / 251) * 14);
  });

  test.each([8_000, 15_000, 25_000])('about %d bytes, decodes, looks alike', async (target) => {
    const file = await encodeJp2(grey, width, height, target);
    expect(file.length).toBeLessThanOrEqual(target);
    expect(file.length).toBeGreaterThan(target * 0.6);
    const { frame, pixels } = await decode(file);
    expect([frame.width, frame.height, frame.componentCount]).toEqual([width, height, 1]);
    const squares = grey.reduce((sum, value, i) => sum + (value - (pixels[i] ?? 0)) ** 2, 0);
    const psnr = 10 * Math.log10(255 ** 2 / (squares / grey.length));
    expect(psnr).toBeGreaterThan(33);
  });

  test('goes through the card to the matcher, and not when damaged', async () => {
    const file = await encodeJp2(grey, width, height, 15_000);
    for (const photoDamaged of [false, true]) {
      const b = await bench(`photoDamaged: ${photoDamaged}`, file);
      expect(await readPhoto(b.jobs)).toEqual({ outcome: 'photo' });
      const picture = await b.vault.lend('photo', (bytes) => decodeChipPhoto(bytes));
      expect(picture === undefined).toBe(photoDamaged);
    }
  });

  test('without need it loses nothing', async () => {
    const flat = new Uint8Array(width * height).fill(77);
    const { pixels } = await decode(await encodeJp2(flat, width, height, 15_000));
    expect(Buffer.compare(pixels, flat)).toBe(0);
  });

  test.each([
    [240, 320],
    [7, 5],
    [1, 9],
    [33, 2],
  ])('the wavelet of %d × %d undoes itself', (w, h) => {
    const samples = Int32Array.from({ length: w * h }, (_, i) => ((i * 7919) % 256) - 128);
    const copy = samples.slice();
    forwardWavelet(copy, w, h, 5);
    inverseWavelet(copy, w, h, 5);
    expect(copy).toEqual(samples);
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import type { Frame } from '../../../src/actors/camera/frames.ts';
import { garbage, garbageKinds } from '../../../src/actors/scanner/evaluation/garbage.ts';
import { scoreCase } from '../../../src/actors/scanner/evaluation/score.ts';
import { layInTray, renderTrayFrame } from '../../../src/actors/scanner/practice/front.ts';
import { codeBOf } from '../../../src/actors/scanner/practice/printed-dates.ts';
import type { FrontReader } from '../../../src/actors/scanner/reader.ts';
import { decide, openReader, practiceCard, readAll, rules, told, type PracticeCard } from './harness.ts';

let reader: FrontReader;
beforeAll(async () => {
  reader = await openReader();
});

const cards: readonly PracticeCard[] = (
  [
    ['1980-02-17', '2030-02-17', '2285', 'era'],
    ['1957-11-03', '2031-11-03', '0417', 'era'],
    ['1990-07-21', '2032-07-21', '8806', 'era'],
    ['1989-03-31', '2035-03-31', '1234', 'era'],
    ['1989-01-08', '2029-01-08', '0000', 'era'],
    ['1989-01-07', '2029-01-07', '9999', 'era'],
    ['1926-12-26', '2028-12-26', '1111', 'era'],
    ['1925-08-09', '2027-08-09', '7070', 'era'],
    ['2019-05-01', '2029-05-01', '6543', 'era'],
    ['2022-10-10', '2027-10-10', '5006', 'era'],
    ['1964-10-10', '2036-10-10', '3388', 'era'],
    ['1972-12-31', '2026-12-31', '6969', 'era'],
    ['2000-02-29', '2030-02-28', '0808', 'era'],
    ['1948-01-01', '2033-01-01', '4771', 'era'],
    ['2008-06-06', '2028-06-06', '9021', 'era'],
    ['1985-09-30', '2028-01-04', '3005', 'gregorian'],
    ['1999-12-01', '2027-03-15', '1717', 'gregorian'],
    ['2004-01-01', '2029-11-30', '2600', 'gregorian'],
    ['1931-05-05', '2034-05-05', '5555', 'era'],
    ['1979-11-11', '2031-11-11', '0110', 'era'],
    ['1912-07-30', '2027-07-30', '8118', 'era'],
  ] as const
).map(([birth, expiry, securityCode, printedBirth]) => practiceCard({ birth, expiry, securityCode, printedBirth }));

function framesOf(card: PracticeCard, options: Parameters<typeof layInTray>[1], count = 3): readonly Frame[] {
  const scene = layInTray(card, options);
  return Array.from({ length: count }, (_, time) => scene.frame(time));
}

describe('rendered practice cards', () => {
  it.each(cards.map((card, at) => [codeBOf(card), card, at] as const))('reads %s', async (digits, card, seed) => {
    expect(told(await decide(reader, framesOf(card, { seed: seed + 11 })))).toBe(`read ${digits}`);
  });

  it('reads cards of the generation planned for 2028', async () => {
    const of2028 = [
      ['1980-02-17', '2030-03-17', '2285', '80021720302285'],
      ['2004-12-05', '2031-01-05', '0907', '04120520310907'],
      ['1950-01-31', '2029-02-28', '6431', '50013120296431'],
    ] as const;
    for (const [at, [birth, expiry, securityCode, digits]] of of2028.entries()) {
      const card = practiceCard({ generation: '2028', printedBirth: 'gregorian', birth, expiry, securityCode });
      const frames = framesOf(card, { seed: at + 71 });
      expect(told(await decide(reader, frames))).toBe(`read ${digits}`);
      for (const { generation } of await readAll(reader, frames)) expect(generation).toBe(1);
    }
  });

  it('knows a card of 2028 that lies upside down or shows its back', async () => {
    const card = practiceCard({ generation: '2028', printedBirth: 'gregorian', expiry: '2030-03-17' });
    for (const condition of ['upsideDown', 'backSide', 'glare'] as const) {
      const verdict = await decide(reader, framesOf(card, { seed: 2, condition }));
      if (condition === 'glare') expect(verdict.accepted).toBe(false);
      else expect(told(verdict)).toBe(`refused ${condition}`);
    }
  });

  it('reads a card turned by 8° either way', async () => {
    for (const turn of [-8, 8]) {
      const frames = framesOf(practiceCard(), { seed: 3, pose: { turn } });
      expect(told(await decide(reader, frames))).toBe('read 55021720302285');
    }
  });

  it('reads other ways to write one digit, and a note with another date on the sign panel', async () => {
    const card = practiceCard({ birth: '1989-03-04', expiry: '2029-03-04' });
    for (const digitStyle of ['plain', 'zero'] as const) {
      const frames = framesOf(card, { seed: 5, print: { digitStyle, note: true } });
      expect(told(await decide(reader, frames))).toBe('read 01030420292285');
    }
  });

  it.each(['glare', 'backSide', 'upsideDown'] as const)(
    'refuses a card that shows %s and says so',
    async (condition) => {
      for (let seed = 1; seed <= 3; seed++) {
        expect(told(await decide(reader, framesOf(practiceCard(), { seed, condition })))).toBe(`refused ${condition}`);
      }
    },
  );

  it('refuses a covered card and an empty tray', async () => {
    expect(told(await decide(reader, framesOf(practiceCard(), { seed: 1, condition: 'covered' })))).toBe(
      'refused dirty',
    );
    expect(told(await decide(reader, framesOf(practiceCard(), { seed: 1, condition: 'empty' })))).toBe(
      'refused noCard',
    );
  });

  it('never reads a worn, blurred or dim card wrongly', async () => {
    for (let seed = 1; seed <= 6; seed++) {
      const view = { blur: 0.5 + seed * 0.4, exposure: 1 - seed * 0.12 };
      const verdict = await decide(
        reader,
        framesOf(practiceCard(), { seed, condition: 'worn', view, noise: seed * 2 }),
      );
      if (verdict.accepted) expect(told(verdict)).toBe('read 55021720302285');
    }
  });

  it('refuses when all frames are one picture', async () => {
    const [frame] = framesOf(practiceCard(), { seed: 1 });
    if (frame === undefined) throw new Error('no frame');
    expect((await decide(reader, [frame, frame, frame])).accepted).toBe(false);
  });
});

describe('the practice tray', () => {
  it('gives the same pictures for the same seed and no two alike in one scene', () => {
    const [card, again] = [practiceCard(), practiceCard()];
    const first = renderTrayFrame(card, { seed: 9, time: 0 });
    const second = renderTrayFrame(card, { seed: 9, time: 40 });
    expect(Buffer.compare(renderTrayFrame(again, { seed: 9, time: 0 }).planes, first.planes)).toBe(0);
    expect(Buffer.compare(first.planes, second.planes)).not.toBe(0);
    expect(second).toMatchObject({ width: 1280, height: 960, format: 'grey', time: 40 });
  });
});

function grey(width: number, height: number, at: (x: number, y: number) => number): Frame {
  const planes = new Uint8Array(new ArrayBuffer(width * height));
  return { width, height, format: 'grey', time: 0, planes: planes.map((_, i) => at(i % width, Math.floor(i / width))) };
}

describe('pictures of anything else', () => {
  it.each([
    ['a black picture', () => grey(1280, 960, () => 0), 'dark'],
    ['a white picture', () => grey(1280, 960, () => 255), 'glare'],
    ['the smallest picture', () => grey(2, 2, () => 128), 'noCard'],
    ['a picture too small to read', () => grey(320, 240, (x) => x), 'noCard'],
    ['a narrow strip', () => grey(4096, 2, (x) => x & 255), 'noCard'],
    ['the largest picture', () => grey(4096, 4096, (x, y) => (x ^ y) & 255), undefined],
  ] as const)('refuses %s', async (_what, make, reason) => {
    const verdict = await decide(reader, [make()]);
    expect(verdict.accepted).toBe(false);
    if (reason !== undefined) expect(told(verdict)).toBe(`refused ${reason}`);
  });

  let whole: Frame | undefined;
  it.each([
    ['of no size', 0, 0, 0],
    ['of one pixel', 1, 1, 1],
    ['of 8k', 7680, 4320, 7680 * 4320],
    ['cut off by one byte', 1280, 960, 1280 * 960 - 1],
    ['without any bytes', 1280, 960, 0],
    ['with another stride', 1272, 960, 1280 * 960],
    ['of a size that is no number', NaN, NaN, 0],
  ])('refuses a picture %s', async (_what, width, height, bytes) => {
    whole ??= framesOf(practiceCard(), { seed: 1 }, 1)[0];
    const planes = new Uint8Array(new ArrayBuffer(bytes));
    planes.set(whole?.planes.subarray(0, bytes) ?? []);
    const frame: Frame = { width, height, format: 'grey', time: 0, planes };
    expect(told(await decide(reader, [frame, frame]))).toBe('refused noCard');
  });

  it('refuses 500 generated pictures, each for itself, whatever is on them', async () => {
    const alone = { ...rules, thresholds: { ...rules.thresholds, agreement: 1 } };
    const kinds = new Set<string>();
    for (let number = 0; number < 500; number++) {
      const { kind, frame } = garbage(number);
      kinds.add(kind);
      const scored = await scoreCase({ id: kind, codeB: undefined, frames: [frame] }, reader, alone);
      expect(scored.score).toMatchObject({ outcome: 'refused', reason: expect.any(String) });
    }
    expect([...kinds].sort()).toEqual([...garbageKinds].sort());
  }, 60_000);

  it('leaves nothing of a card in a reading that is used again', async () => {
    const [good] = framesOf(practiceCard(), { seed: 1 });
    if (good === undefined) throw new Error('no frame');
    const [reading] = await readAll(reader, [good]);
    if (reading === undefined) throw new Error('no reading');
    expect(reading.birth.count).toBeGreaterThan(0);
    await reader.read(
      grey(1280, 960, () => 0),
      reading,
    );
    expect([reading.unread, reading.birth.count, reading.expiry.count, reading.code.count]).toEqual(['dark', 0, 0, 0]);
  });
});

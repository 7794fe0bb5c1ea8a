import { describe, expect, it } from 'vitest';
import { judge, writeCodeB, type JudgeRules } from '../../../src/actors/scanner/judge.ts';
import { reading, rules, told, type Guess } from './harness.ts';

const birth: Guess = [300_550_217, 0.99];
const expiry: Guess = [20_300_217, 0.99];
const code: Guess = [2285, 0.99];
const good = () => reading({ birth: [birth], expiry: [expiry], code: [code] });

function judged(given: Parameters<typeof reading>[0], over: Partial<JudgeRules> = {}): string {
  const one = { birth: [birth], expiry: [expiry], code: [code], ...given };
  return told(judge([reading(one), reading(one)], { ...rules, ...over }));
}

describe('what the judge accepts', () => {
  it('two frames of one mind', () => {
    expect(told(judge([good(), good()], rules))).toBe('read 55021720302285');
  });

  it('frames of which one was not sure, once two others are', () => {
    const unsure = reading({ birth: [[300_550_217, 0.6]], expiry: [expiry], code: [[2285, 0.7]] });
    expect(told(judge([unsure, good()], rules))).toBe('refused dirty');
    expect(told(judge([unsure, good(), good()], rules))).toBe('read 55021720302285');
  });

  it('frames before which the card was still missing', () => {
    expect(told(judge([reading({ unread: 'noCard' }), good(), good()], rules))).toBe('read 55021720302285');
  });

  it('元年 as year 01 (R 3-8)', () => {
    expect(judged({ birth: [[400_010_331, 0.99]], expiry: [[20_350_331, 0.99]] })).toBe('read 01033120352285');
  });

  it('a Gregorian birth by its last two digits, expiring on any day', () => {
    expect(judged({ birth: [[19_850_930, 0.99]], expiry: [[20_280_104, 0.99]] })).toBe('read 85093020282285');
    expect(judged({ birth: [[20_040_101, 0.99]], expiry: [[20_280_630, 0.99]] })).toBe('read 04010120282285');
  });

  it('a birthday on 29 February and an expiry in a year without one', () => {
    expect(judged({ birth: [[300_550_229, 0.99]], expiry: [[20_300_228, 0.99]] })).toBe('read 55022920302285');
    expect(judged({ birth: [[300_550_229, 0.99]], expiry: [[20_300_301, 0.99]] })).toBe('read 55022920302285');
  });

  it('a second candidate when the first cannot be, yet only if it is likely enough', () => {
    const impossible: Guess = [300_550_231, 0.5];
    const unlikely = reading({ birth: [impossible, [300_550_217, 0.4]], expiry: [expiry], code: [code] });
    expect(told(judge([unlikely, good(), good()], rules))).toBe('read 55021720302285');
    expect(told(judge([unlikely, unlikely], rules))).toBe('refused dirty');
  });

  it('an expiry of which only the day is hard to read, which the birthday tells', () => {
    expect(
      judged({
        expiry: [
          [20_300_217, 0.3],
          [20_300_211, 0.3],
        ],
      }),
    ).toBe('read 55021720302285');
    expect(
      judged({
        expiry: [
          [20_300_217, 0.3],
          [20_350_217, 0.05],
        ],
      }),
    ).toBe('refused dirty');
    expect(judged({ expiry: [[20_300_217, 0.09]] })).toBe('refused dirty');
  });

  it('many frames that are fairly sure as well as two that are very sure', () => {
    const fair = () => reading({ birth: [birth], expiry: [expiry], code: [[2285, 0.9]] });
    expect(told(judge([fair(), fair(), fair()], rules))).toBe('refused dirty');
    expect(told(judge([fair(), fair(), fair(), fair()], rules))).toBe('read 55021720302285');
  });

  it('an expiry that is what the chip says', () => {
    expect(judged({}, { chipExpiry: { year: 2030, month: 2, day: 17 } })).toBe('read 55021720302285');
  });
});

describe('what the judge refuses', () => {
  it('one frame alone', () => {
    expect(judge([good()], rules).accepted).toBe(false);
    expect(judge([good()], { ...rules, thresholds: { ...rules.thresholds, agreement: 1 } }).accepted).toBe(true);
  });

  it('one picture shown twice', () => {
    const same = { birth: [birth], expiry: [expiry], code: [code], fingerprint: -7 };
    expect(judge([reading(same), reading(same), reading(same)], rules).accepted).toBe(false);
  });

  it.each([
    ['birth', { birth: [[300_550_217, 0.89]] as Guess[] }],
    [
      'expiry',
      {
        expiry: [
          [20_300_217, 0.8],
          [20_350_217, 0.1],
        ] as Guess[],
      },
    ],
    ['code', { code: [[2285, 0.94]] as Guess[] }],
  ])('a %s of which no frame is sure', (_field, given) => {
    expect(judged(given)).toBe('refused dirty');
    expect(judged({ ...given, flaw: 'glare' })).toBe('refused glare');
    expect(judged({ ...given, flaw: 'dark' })).toBe('refused dark');
  });

  it('unsure fields of a moving card', () => {
    const unsure = { birth: [[300_550_217, 0.5]] as Guess[], expiry: [expiry], code: [code] };
    const frames = [reading({ ...unsure, corner: [3, 8] }), reading({ ...unsure, corner: [5, 8] })];
    expect(told(judge(frames, rules))).toBe('refused moved');
  });

  it('frames that contradict each other', () => {
    const other = reading({ birth: [birth], expiry: [expiry], code: [[2286, 0.99]] });
    expect(told(judge([good(), other], rules))).toBe('refused disagree');
    expect(told(judge([good(), good(), other], rules))).toBe('refused disagree');
    expect(told(judge([good(), good(), other, good()], rules))).toBe('read 55021720302285');
  });

  it('an era card that does not expire on a birthday', () => {
    expect(judged({ expiry: [[20_300_218, 0.99]] })).toBe('refused disagree');
    expect(judged({ birth: [[300_550_228, 0.99]], expiry: [[20_300_301, 0.99]] })).toBe('refused disagree');
  });

  it.each([
    ['昭和64年1月8日, a day after the era', 300_640_108, 20_300_108],
    ['昭和元年12月24日, a day before it', 300_011_224, 20_301_224],
    ['平成32年', 400_320_331, 20_300_331],
    ['year 0 of an era', 400_000_331, 20_300_331],
    ['31 April', 300_550_431, 20_300_431],
    ['29 February of a common year', 300_560_229, 20_310_229],
    ['tomorrow', 500_081_125, 20_311_125],
  ])('a birth on %s', (_what, impossible, expires) => {
    expect(judged({ birth: [[impossible, 0.99]], expiry: [[expires, 0.99]] })).toBe('refused dirty');
  });

  it('a birth on the last and first days of eras only within them', () => {
    expect(judged({ birth: [[300_640_107, 0.99]], expiry: [[20_300_107, 0.99]] })).toMatch(/^read/);
    expect(judged({ birth: [[400_010_108, 0.99]], expiry: [[20_300_108, 0.99]] })).toMatch(/^read/);
    expect(judged({ birth: [[500_010_501, 0.99]], expiry: [[20_290_501, 0.99]] })).toMatch(/^read/);
  });

  it.each([
    [2024, 'refused disagree'],
    [2025, 'read 55021720252285'],
    [2036, 'read 55021720362285'],
    [2037, 'refused disagree'],
  ])('an expiry year far from today: %i', (year, outcome) => {
    expect(judged({ expiry: [[year * 10_000 + 217, 0.99]] })).toBe(outcome);
  });

  it('an expiry other than the chip says', () => {
    expect(judged({}, { chipExpiry: { year: 2031, month: 2, day: 17 } })).toBe('refused disagree');
    expect(judged({}, { chipExpiry: { year: 2030, month: 2, day: 16 } })).toBe('refused disagree');
  });

  it.each(['noCard', 'backSide', 'upsideDown', 'glare', 'dark'] as const)('frames that were not read: %s', (unread) => {
    expect(told(judge([reading({ unread }), reading({ unread })], rules))).toBe(`refused ${unread}`);
  });

  it('no frame at all, and says the commonest reason of many', () => {
    expect(told(judge([], rules))).toBe('refused noCard');
    const frames = [
      reading({ unread: 'noCard' }),
      reading({ unread: 'upsideDown' }),
      reading({ unread: 'upsideDown' }),
    ];
    expect(told(judge(frames, rules))).toBe('refused upsideDown');
  });
});

describe('照合番号B', () => {
  it('is composed of era year, month, day, expiry year and code, all padded', () => {
    const digits = new Uint8Array(14);
    writeCodeB({ birth: 500_030_405, expiry: 20_290_405, code: 7 }, digits);
    expect(Buffer.from(digits).toString('latin1')).toBe('03040520290007');
  });
});

describe('the card planned for 2028', () => {
  const of2028 = (born: number, expires: number) =>
    ({ generation: 1, birth: [[born, 0.99]], expiry: [[expires, 0.99]], code: [code] }) as const;
  const says = (born: number, expires: number, over: Partial<JudgeRules> = {}) => judged(of2028(born, expires), over);

  it('expires a month after a birthday', () => {
    expect(says(19_800_217, 20_300_317)).toBe('read 80021720302285');
    expect(says(19_801_231, 20_300_131)).toBe('read 80123120302285');
    expect(says(19_800_131, 20_300_228)).toBe('read 80013120302285');
    expect(says(19_800_131, 20_320_229)).toBe('read 80013120322285');
    expect(says(19_800_217, 20_300_217)).toBe('refused disagree');
    expect(says(19_800_131, 20_300_301)).toBe('refused disagree');
  });

  it('may expire on another day only when the chip says so', () => {
    const chipExpiry = { year: 2030, month: 6, day: 5 };
    expect(says(19_800_217, 20_300_605)).toBe('refused disagree');
    expect(says(19_800_217, 20_300_605, { chipExpiry })).toBe('read 80021720302285');
    expect(says(19_800_217, 20_300_317, { chipExpiry })).toBe('refused disagree');
  });

  it('is not half a card of today', () => {
    const today = good();
    const other = reading(of2028(19_800_217, 20_300_317));
    expect(told(judge([today, other, other], rules))).toBe('refused disagree');
  });
});

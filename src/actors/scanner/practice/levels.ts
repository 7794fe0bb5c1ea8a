import * as v from 'valibot';
import { patientSchema, type PracticePatient } from '../../practice/patient.ts';
import type { SceneOptions } from './front.ts';
import type { DigitStyle } from './printed-dates.ts';
import type { Random } from './random.ts';
import type { Glare } from './tray-view.ts';

/** How hard a practice picture is made; ranges after those with which the reader's network was trained. */
export const levels = ['easy', 'typical', 'hard', 'bright', 'turned', 'lamp'] as const;
export type Level = (typeof levels)[number];

/** An invented card of a holder of whatever age, 8 % of them with a Gregorian birth date and any day of expiry. */
export function randomCard(
  random: Random,
  thisYear: number,
  generation: PracticePatient['card']['generation'] = 'current',
): PracticePatient['card'] {
  const day = (from: number, to: number) =>
    new Date(random.between(Date.UTC(from, 0, 1), Date.UTC(to, 0, 1))).toISOString().slice(0, 10);
  const foreign = random.next() < 0.08;
  const firstYear = random.next() < 0.04;
  const birth = firstYear
    ? random.pick(['1989-03-31', '1926-12-28', '2019-08-05', '1912-11-11'])
    : day(1915, thisYear - 1);
  const expiryYear = random.integer(thisYear, thisYear + 9);
  const usual = generation === '2028' ? monthAfter(birth, expiryYear) : existing(`${expiryYear}${birth.slice(4)}`);
  const expiry = foreign ? day(thisYear, thisYear + 5) : usual;
  return v.parse(patientSchema, {
    title: 'drawn',
    card: {
      birth,
      expiry,
      generation,
      printedBirth: foreign || generation === '2028' ? 'gregorian' : 'era',
      securityCode: String(random.integer(0, 9999)).padStart(4, '0'),
    },
  }).card;
}

/** One month after the birthday, or the last day of a month that is too short. */
function monthAfter(birth: string, year: number): string {
  const [month, day] = [Number(birth.slice(5, 7)), Number(birth.slice(8))];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const at = new Date(Date.UTC(year, month, Math.min(day, last)));
  // A birthday in December is followed by a day in January; the year of expiry stays.
  at.setUTCFullYear(year);
  return at.toISOString().slice(0, 10);
}

/** 29 February becomes the 28th in years without one. */
function existing(iso: string): string {
  return new Date(`${iso}T00:00:00Z`).toISOString().startsWith(iso) ? iso : iso.replace('-02-29', '-02-28');
}

export function sceneAt(level: Level, random: Random): SceneOptions {
  const seed = random.integer(1, 0x3fffffff);
  const digitStyle = random.pick<DigitStyle>(['padded', 'padded', 'padded', 'plain', 'zero']);
  const print = { note: random.next() < 0.2, digitStyle };
  const easy = { seed, condition: 'clean', print } as const;
  if (level === 'easy') return easy;
  if (level === 'turned') return { ...easy, pose: { turn: random.between(-10, 10) } };
  // A lamp right over the line of dates that burns it out, or light that burns out the whole card.
  if (level === 'lamp')
    return random.next() < 0.5
      ? { ...easy, condition: 'glare' }
      : { ...easy, view: { exposure: random.between(4, 9) } };
  if (level === 'hard') {
    return {
      ...easy,
      print: { ...print, wear: random.between(0.2, 0.9) },
      pose: { turn: random.normal(2), x: random.normal(1.3), y: random.normal(1.3) },
      view: {
        tray: random.between(20, 90),
        blur: random.between(0.8, 2),
        motion: Math.abs(random.normal(2)),
        gamma: random.between(0.7, 1.5),
        exposure: random.between(0.42, 1.4),
        glare: spots(random, 4, 50, 160),
      },
      noise: random.between(5, 14),
    };
  }
  return {
    ...easy,
    print: { ...print, wear: random.between(0, 0.5) },
    view: {
      tray: level === 'bright' ? random.pick([120, 150, 200, 225, 245]) : random.between(20, 80),
      blur: random.between(0.3, 1.3),
      motion: Math.abs(random.normal(0.75)),
      gamma: random.between(0.8, 1.3),
      exposure: random.between(0.65, 1.2),
      glare: spots(random, 2, 20, 90),
    },
    noise: random.between(2, 7),
  };
}

function spots(random: Random, most: number, weakest: number, strongest: number): readonly Glare[] {
  return Array.from({ length: random.integer(0, most) }, () => ({
    x: random.between(60, 1220),
    y: random.between(50, 910),
    rx: random.between(25, 260),
    ry: random.between(15, 90),
    strength: random.between(weakest, strongest),
  }));
}

import type { PracticePatient } from '../../practice/patient.ts';

/** First day of each era, as YYYYMMDD. */
const eras = [20190501, 19890108, 19261225, 19120730, 18680125] as const;

/** The year of its Japanese era (first year = 1) of a date given as YYYY-MM-DD. */
export function eraYear(date: string): number {
  const day = Number(date.replaceAll('-', ''));
  const start = eras.find((first) => day >= first) ?? 18680125;
  return Math.floor(day / 10_000) - Math.floor(start / 10_000) + 1;
}

/**
 * The 14 digits printed on a practice card that make 照合番号B: birth YYMMDD (era year, or the last two digits of the
 * Gregorian year on foreign residents' cards), expiry YYYY, security code. 昭和55-02-17, 2035, 2285 → 55021720352285 [A].
 */
export function printedCodeB(card: PracticePatient['card']): string {
  const [year = '', month = '', day = ''] = card.birth.split('-');
  const years = card.printedBirth === 'gregorian' ? Number(year) % 100 : eraYear(card.birth);
  return `${String(years).padStart(2, '0')}${month}${day}${card.expiry.slice(0, 4)}${card.securityCode}`;
}

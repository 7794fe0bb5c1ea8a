import type { ScanReason } from '../../vocabulary/jobs.ts';
import { dateParts, partOf } from './automaton.ts';
import { dayNumber, daysInMonth, isDate, type CalendarDate } from './calendar.ts';
import type { Candidates } from './candidates.ts';
import type { Era, FieldName, FrontGeneration, FrontLayouts } from './layouts.ts';
import type { FrameReading } from './reading.ts';

/** How sure a reading must be; meaning, figures and origin in models/front-layouts.yaml, bounds in layouts.ts. */
export type JudgeThresholds = FrontLayouts['judge'];

export interface JudgeRules {
  readonly thresholds: JudgeThresholds;
  readonly eras: readonly Era[];
  /** In the order of the layouts: FrameReading.generation counts them. */
  readonly generations: readonly Pick<FrontGeneration, 'rules'>[];
  readonly today: CalendarDate;
  /** The expiry that the chip tells without any key; undefined when it was not read. */
  readonly chipExpiry: CalendarDate | undefined;
}

/** Integers as in automaton.ts. */
export type Verdict =
  | { readonly accepted: true; readonly birth: number; readonly expiry: number; readonly code: number }
  | { readonly accepted: false; readonly reason: ScanReason };

/** Decides over all frames of one card so far. Refusing is always safe; accepting what is wrong burns one of ten tries. */
export function judge(readings: readonly FrameReading[], rules: JudgeRules): Verdict {
  const distinct = readings.filter((one, at) => readings.findIndex((r) => r.fingerprint === one.fingerprint) === at);
  const readable = distinct.filter((reading) => reading.unread === undefined);
  if (readable.length === 0) return refused(commonest(distinct) ?? 'noCard');
  const [first] = readable;
  const generation = first?.generation ?? 0;
  if (readable.some((reading) => reading.generation !== generation)) return refused('disagree');

  const birth = elect(readable, 'birth', rules);
  const code = elect(readable, 'code', rules);
  if (birth === undefined || code === undefined) return refused(weakness(readable, rules));
  const expiry = elect(readable, 'expiry', rules, (value) => consistent(birth.value, value, generation, rules));
  if (expiry === undefined) {
    const seen = elect(readable, 'expiry', rules) !== undefined;
    return refused(seen ? 'disagree' : weakness(readable, rules));
  }
  const fields = [birth, expiry, code];
  if (fields.every(({ sure }) => sure))
    return { accepted: true, birth: birth.value, expiry: expiry.value, code: code.value };
  if (fields.some(({ contradicted }) => contradicted)) return refused('disagree');
  const likely = fields.every(({ agreeing }) => agreeing === readable.length);
  return refused(likely ? (commonest(distinct) ?? weakness(readable, rules)) : weakness(readable, rules));
}

function refused(reason: ScanReason): Verdict {
  return { accepted: false, reason };
}

interface Elected {
  readonly value: number;
  readonly agreeing: number;
  readonly contradicted: boolean;
  readonly sure: boolean;
}

/** The value that all frames together find likeliest, of those that are possible and, if asked for, `fitting`. */
function elect(
  readable: readonly FrameReading[],
  field: FieldName,
  rules: JudgeRules,
  fitting: (value: number) => boolean = () => true,
): Elected | undefined {
  const fits = (value: number) => possible(field, value, rules) && fitting(value);
  let best: number | undefined;
  let bestScore = -Infinity;
  for (const { [field]: candidates } of readable) {
    for (let at = 0; at < candidates.count; at++) {
      const value = candidates.value(at);
      if (value === best || !fits(value)) continue;
      // A frame that does not name the value at all counts as e⁻⁸.
      const score = readable.reduce((sum, r) => sum + Math.max(-8, Math.log(r[field].posteriorOf(value))), 0);
      if (score <= bestScore) continue;
      bestScore = score;
      best = value;
    }
  }
  return best === undefined ? undefined : weigh(readable, field, best, rules, fits);
}

function weigh(
  readable: readonly FrameReading[],
  field: FieldName,
  value: number,
  rules: JudgeRules,
  fits: (value: number) => boolean,
): Elected {
  const { evidence, frameEvidence, likely, agreement, posterior, codePosterior, leastRead } = rules.thresholds;
  let sum = 0;
  let agreeing = 0;
  let contradicted = false;
  for (const { [field]: candidates } of readable) {
    if (contradicts(candidates, value, field, rules)) {
      contradicted = true;
      sum -= frameEvidence;
      continue;
    }
    let found = candidates.posteriorOf(value);
    if (field === 'expiry') {
      const read = massOf(candidates, fits);
      if (read >= leastRead) found /= read;
    }
    if (found < likely) continue;
    agreeing++;
    sum += Math.min(frameEvidence, logOdds(found));
  }
  const alone = logOdds(field === 'code' ? codePosterior : posterior);
  return { value, agreeing, contradicted, sure: agreeing >= agreement && sum >= (agreement > 1 ? evidence : alone) };
}

function logOdds(probability: number): number {
  return Math.log(probability / Math.max(1e-9, 1 - probability));
}

/** The posterior of all candidates that fit, together. */
function massOf(candidates: Candidates, fits: (value: number) => boolean): number {
  let mass = 0;
  for (let at = 0; at < candidates.count; at++) if (fits(candidates.value(at))) mass += candidates.posterior(at);
  return mass;
}

/** Whether one frame for itself says firmly something else that is possible. */
function contradicts(candidates: Candidates, value: number, field: FieldName, rules: JudgeRules): boolean {
  for (let at = 0; at < candidates.count; at++) {
    if (candidates.posterior(at) < rules.thresholds.likely) return false;
    if (possible(field, candidates.value(at), rules)) return candidates.value(at) !== value;
  }
  return false;
}

function possible(field: FieldName, value: number, rules: JudgeRules): boolean {
  if (field === 'code') return value >= 0;
  if (field === 'expiry') return isDate(gregorian(value, rules.eras));
  const born = gregorian(value, rules.eras);
  if (!isDate(born) || dayNumber(born) > dayNumber(rules.today)) return false;
  const index = partOf(value, dateParts.era);
  if (index === 0) return true;
  const era = rules.eras[index - 1];
  if (era === undefined || partOf(value, dateParts.year) < 1) return false;
  return dayNumber(born) >= dayNumber(era.from) && dayNumber(born) <= dayNumber(era.to);
}

/** The day in the Gregorian calendar; 元年 is year 1 of its era. */
function gregorian(value: number, eras: readonly Era[]): CalendarDate {
  const index = partOf(value, dateParts.era);
  const year = partOf(value, dateParts.year);
  const era = eras[index - 1];
  return {
    year: index === 0 ? year : year + (era?.from.year ?? 0) - 1,
    month: partOf(value, dateParts.month),
    day: partOf(value, dateParts.day),
  };
}

/** The rules that tie the fields to each other, to today and to the chip. */
function consistent(birth: number, expiry: number, generation: number, rules: JudgeRules): boolean {
  const card = rules.generations[generation]?.rules;
  if (card === undefined) return false;
  const expires = gregorian(expiry, rules.eras);
  const { past, ahead } = card.expiryYears;
  if (expires.year < rules.today.year - past || expires.year > rules.today.year + ahead) return false;
  if (rules.chipExpiry !== undefined && dayNumber(rules.chipExpiry) !== dayNumber(expires)) return false;
  const { monthsAfterBirthday, bindsUnless } = card.expiryDay;
  const free = bindsUnless === 'gregorianBirth' ? partOf(birth, dateParts.era) === 0 : rules.chipExpiry !== undefined;
  return free || expiresAfterBirthday(birth, expires, monthsAfterBirthday);
}

/** In a month that is too short the last day stands for the day; for 29 February also 1 March. */
function expiresAfterBirthday(birth: number, expires: CalendarDate, months: number): boolean {
  const bornIn = partOf(birth, dateParts.month);
  const day = partOf(birth, dateParts.day);
  const month = ((bornIn - 1 + months) % 12) + 1;
  const length = daysInMonth(expires.year, month);
  if (expires.month === month) return expires.day === Math.min(day, length);
  return bornIn === 2 && day === 29 && length === 28 && months === 0 && expires.month === 3 && expires.day === 1;
}

/** The commonest reason of frames that were not read at all; of equally common ones the latest. */
function commonest(readings: readonly FrameReading[]): ScanReason | undefined {
  const reasons = readings.flatMap(({ unread }) => (unread === undefined ? [] : [unread]));
  const count = (reason: ScanReason) => reasons.filter((other) => other === reason).length;
  let best: ScanReason | undefined;
  for (const reason of reasons) if (best === undefined || count(reason) >= count(best)) best = reason;
  return best;
}

/** Why fields that were seen are not sure. */
function weakness(readable: readonly FrameReading[], rules: JudgeRules): ScanReason {
  const moved = readable.some((reading, at) => {
    const before = readable[at - 1];
    if (before === undefined) return false;
    return Math.hypot(reading.cornerX - before.cornerX, reading.cornerY - before.cornerY) > rules.thresholds.movement;
  });
  const flaws = readable.map(({ flaw }) => flaw);
  if (flaws.filter((flaw) => flaw === 'glare').length * 2 > flaws.length) return 'glare';
  if (flaws.filter((flaw) => flaw === 'dark').length * 2 > flaws.length) return 'dark';
  return moved ? 'moved' : 'dirty';
}

/** 照合番号B: birth YYMMDD with the era's (or the Gregorian year's last two) digits, expiry year, security code; ASCII. */
export const codeBLength = 14;

export function writeCodeB(verdict: { birth: number; expiry: number; code: number }, out: Uint8Array): void {
  const year = partOf(verdict.birth, dateParts.year) % 100;
  writeDigits(out, 0, 2, year);
  writeDigits(out, 2, 4, verdict.birth % 10_000);
  writeDigits(out, 6, 4, partOf(verdict.expiry, dateParts.year));
  writeDigits(out, 10, 4, verdict.code);
}

function writeDigits(out: Uint8Array, at: number, places: number, value: number): void {
  let rest = value;
  for (let place = places - 1; place >= 0; place--) {
    out[at + place] = 0x30 + (rest % 10);
    rest = Math.floor(rest / 10);
  }
}

/** A day of the Gregorian calendar; `month` 1 … 12, `day` 1 … 31. */
export interface CalendarDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

export function daysInMonth(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  if (month === 2 && leap) return 29;
  return monthLengths[month - 1] ?? 0;
}

export function isDate(date: CalendarDate): boolean {
  return date.year >= 1 && date.day >= 1 && date.day <= daysInMonth(date.year, date.month);
}

/** YYYYMMDD as one integer: comparable with < and ===. */
export function dayNumber(date: CalendarDate): number {
  return date.year * 10_000 + date.month * 100 + date.day;
}

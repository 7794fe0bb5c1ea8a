/** How a practice card prints its dates. A table of its own: it must not share a mistake with the reader under test. */
const eras = [
  ['令和', '2019-05-01', 2019],
  ['平成', '1989-01-08', 1989],
  ['昭和', '1926-12-25', 1926],
  ['大正', '1912-07-30', 1912],
  ['明治', '1868-10-23', 1868],
] as const;

/** One-digit months and days are padded with a space, as on the specimens; other writings occur. */
export type DigitStyle = 'padded' | 'plain' | 'zero';

/** `平成元年 3月31日生` for 1989-03-31. */
export function printedBirth(iso: string, calendar: 'era' | 'gregorian', style: DigitStyle = 'padded'): string {
  const [year, month, day] = parts(iso);
  return `${printedYear(iso, year, calendar, style)}年${two(month, style)}月${two(day, style)}日生`;
}

export function printedExpiry(iso: string, style: DigitStyle = 'padded'): string {
  const [year, month, day] = parts(iso);
  return `${year}年${two(month, style)}月${two(day, style)}日まで有効`;
}

function printedYear(iso: string, year: number, calendar: 'era' | 'gregorian', style: DigitStyle): string {
  const era = eras.find(([, from]) => iso >= from);
  if (calendar === 'gregorian' || era === undefined) return String(year);
  const [name, , first] = era;
  const ofEra = year - first + 1;
  return name + (ofEra === 1 ? '元' : two(ofEra, style));
}

/** The 14 digits that the practice card's chip expects: 照合番号B as printed on this card. */
export function codeBOf(card: {
  birth: string;
  printedBirth: 'era' | 'gregorian';
  expiry: string;
  securityCode: string;
}): string {
  const [year, month, day] = parts(card.birth);
  const era = eras.find(([, from]) => card.birth >= from);
  const printed = card.printedBirth === 'era' && era !== undefined ? year - era[2] + 1 : year % 100;
  return `${twoDigits(printed)}${twoDigits(month)}${twoDigits(day)}${card.expiry.slice(0, 4)}${card.securityCode}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

function two(value: number, style: DigitStyle): string {
  if (value > 9 || style === 'plain') return String(value);
  return (style === 'zero' ? '0' : ' ') + String(value);
}

function parts(iso: string): readonly [number, number, number] {
  return [Number(iso.slice(0, 4)), Number(iso.slice(5, 7)), Number(iso.slice(8, 10))];
}

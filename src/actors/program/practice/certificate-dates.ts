export type CertificateState = 'valid' | 'grace' | 'expired';

/** After its end the certificate still serves for qualification alone for so many months (journey.md, answer 6). */
const graceMonths = 3;

/** What a certificate that is valid up to `end` is worth at `now`. */
export function certificateState(end: Date, now: Date): CertificateState {
  if (now.getTime() <= end.getTime()) return 'valid';
  return now.getTime() <= monthsAfter(end, graceMonths).getTime() ? 'grace' : 'expired';
}

/** The same day so many months later, or the last day of a month that is too short. */
function monthsAfter(date: Date, months: number): Date {
  const later = new Date(date);
  later.setUTCMonth(later.getUTCMonth() + months);
  if (later.getUTCDate() !== date.getUTCDate()) later.setUTCDate(0);
  return later;
}

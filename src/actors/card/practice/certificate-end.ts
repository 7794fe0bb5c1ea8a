import type { PracticePatient } from '../../practice/patient.ts';

const day = 86_400_000;
/** Days since the end of the certificate, for patients who come after it: well inside and well outside the three months. */
const daysSince = { grace: 30, expired: 120 } as const;
/** For everybody else: in force for years to come. */
const farAway = new Date('2030-12-31T23:59:59Z');

/** When the certificates on a practice patient's card end: as the patient's qualification says. */
export function certificateEnd({ program }: Pick<PracticePatient, 'program'>, now = new Date()): Date {
  const { qualification } = program;
  if (qualification !== 'grace' && qualification !== 'expired') return farAway;
  return new Date(now.getTime() - daysSince[qualification] * day);
}

import { expect, test } from 'vitest';
import { makePracticeCard } from '../../../src/actors/card/practice/practice-card.ts';
import { PracticeReader } from '../../../src/actors/card/practice/practice-reader.ts';
import { certificateState } from '../../../src/actors/program/practice/certificate-dates.ts';
import { identify } from '../../../src/actors/program/practice/identify.ts';
import { cardOf, fakePhoto, practiceKeys } from '../card/bench.ts';

test.each([
  ['2026-11-24T00:00:00Z', '2026-11-24T00:00:00Z', 'valid'],
  ['2026-11-24T00:00:00Z', '2026-11-24T00:00:01Z', 'grace'],
  ['2026-11-24T00:00:00Z', '2027-02-24T00:00:00Z', 'grace'],
  ['2026-11-24T00:00:00Z', '2027-02-24T00:00:01Z', 'expired'],
  // No 31 February: the last day of it.
  ['2026-11-30T12:00:00Z', '2027-02-28T12:00:00Z', 'grace'],
  ['2026-11-30T12:00:00Z', '2027-02-28T12:00:01Z', 'expired'],
])('a certificate up to %s is at %s: %s', (end, now, state) => {
  expect(certificateState(new Date(end), new Date(now))).toBe(state);
});

test.each([
  [-1, 'valid'],
  [30, 'grace'],
  [120, 'expired'],
])('read from the card, %i days after its end: %s', async (days, certificate) => {
  const reader = new PracticeReader();
  const ends = new Date(Date.now() - days * 86_400_000);
  reader.place(makePracticeCard(cardOf(''), fakePhoto(), await practiceKeys(), ends));
  expect(await identify(reader, undefined, () => true)).toEqual({ outcome: 'ok', certificate });
});

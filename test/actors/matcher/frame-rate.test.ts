import { expect, test } from 'vitest';
import { FrameRate } from '../../../src/actors/matcher/child/frame-rate.ts';

/** What it says to each of the pictures taken at these times, ms. */
function said(...times: readonly number[]): readonly boolean[] {
  const rate = new FrameRate();
  return times.map((time) => rate.isTooSlow(time));
}

test('five gaps in a row are too many, of more than 0.8 s', () => {
  expect(said(0, 801, 1_602, 2_403, 3_204, 4_005)).toEqual([false, false, false, false, false, true]);
  expect(said(0, 800, 1_600, 2_400, 3_200, 4_000)).toEqual([false, false, false, false, false, false]);
});

test('one picture in time, and the count begins anew', () => {
  const slow = [900, 1_800, 2_700, 3_600];
  expect(said(0, ...slow, 3_700, 4_600, 5_500, 6_400, 7_300)).not.toContain(true);
  expect(said(0, ...slow, 3_700, 4_600, 5_500, 6_400, 7_300, 8_200).at(-1)).toBe(true);
});

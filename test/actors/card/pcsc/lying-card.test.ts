import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { practiceKeys } from '../bench.ts';
import { liveThrough, script } from './lies.ts';

/** A million answers: `npm run card:lies`, docs/measurements/card.md. */
test('a lying card through the whole card edge: closed outcomes, nothing presented twice, nothing left open', async () => {
  const keys = await practiceKeys();
  let answers = 0;
  await fc.assert(
    fc.asyncProperty(script, async (made) => {
      answers += await liveThrough(keys, made);
    }),
    { numRuns: 1_000 },
  );
  expect(answers).toBeGreaterThan(3_000);
});

test('found by a lie: a certificate whose key cannot be used is no signature, and nothing is thrown', async () => {
  const keys = await practiceKeys();
  for (let at = 60; at < 256; at++) {
    await liveThrough(keys, {
      lies: [{ kind: 'flip', at, by: 1 }, ...Array.from({ length: 4 }, () => ({ kind: 'honest' as const }))],
      honestFirst: 35,
      short: false,
      rightDigits: true,
      codeBTries: 0,
      pinTries: 1,
    });
  }
});

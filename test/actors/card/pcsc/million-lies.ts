/**
 * A lying card's answers through the whole card edge, until so many were given:
 *
 *   npm run card:lies [-- COUNT [SEED]]
 *
 * fast-check shrinks what fails and prints its seed; exit status 1 then.
 */
import * as fc from 'fast-check';
import { practiceKeys } from '../bench.ts';
import { liveThrough, script } from './lies.ts';

const wanted = Number(process.argv[2] ?? 1_000_000);
const seed = Number(process.argv[3] ?? Date.now() & 0x7fff_ffff);
const batch = 500;

const keys = await practiceKeys();
const started = performance.now();
const done = { answers: 0, scripts: 0, slowest: 0 };
for (let turn = 0; done.answers < wanted; turn++) {
  await fc.assert(
    fc.asyncProperty(script, async (made) => {
      const start = performance.now();
      done.answers += await liveThrough(keys, made);
      done.slowest = Math.max(done.slowest, performance.now() - start);
      done.scripts += 1;
    }),
    { numRuns: batch, seed: seed + turn },
  );
}
const seconds = ((performance.now() - started) / 1000).toFixed(0);
console.log(
  `${done.answers} answers in ${done.scripts} scripts (seed ${seed}), ${seconds} s; slowest script ${done.slowest.toFixed(0)} ms: no throw, no wrong outcome, no try too many`,
);

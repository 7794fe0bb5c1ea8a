import { randomInt } from 'node:crypto';
import type { World } from '../../vocabulary/jobs.ts';

/** Throws the dice for the machine (R 3-12): how they fell is an answer, so a trace can be replayed. */
export function createChanceJobs(coin: () => boolean = () => randomInt(2) === 1): Pick<World, 'chance.order'> {
  return {
    'chance.order': (_input, answer) => {
      const throwing = setImmediate(() => answer({ outcome: coin() ? 'reversed' : 'asListed' }));
      return () => clearImmediate(throwing);
    },
  };
}

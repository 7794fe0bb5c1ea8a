import type { Liveness } from '../../models/liveness-schema.ts';
import { lightCodes } from '../cues/light-codes.ts';
import { directions } from '../cues/drawn-turns.ts';

interface ChanceLevel {
  /** In one try, and in one visit of so many tries. */
  readonly perTry: number;
  readonly perVisit: number;
}

/**
 * How often a recording of the right person, played without knowledge of what is asked, is accepted by chance at most: it
 * hits upon the code of the panel's light, or it makes every turn that is drawn. Turns are drawn once in a visit, since
 * failing them ends face verification and leaving them unmade spends them. It is assumed to show depth, to move only one
 * way at a time, and to reflect nothing of the panel's light.
 */
export function chanceLevel(
  { light, doubts }: Pick<Liveness, 'light' | 'doubts'>,
  challenge: 'whenInDoubt' | 'always',
  tries: number,
): ChanceLevel {
  const turns = directions.length ** -doubts.lightSilent;
  if (challenge === 'always') return { perTry: turns, perVisit: turns };
  const silent = (1 - light.best / lightCodes(light.slots, light.slotMs).length) ** light.codes;
  return { perTry: 1 - silent * (1 - turns), perVisit: 1 - silent ** tries * (1 - turns) };
}

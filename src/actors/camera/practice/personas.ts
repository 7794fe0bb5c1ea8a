import * as v from 'valibot';
import { headSchema, type HeadParameters } from './head-parameters.ts';
import data from './personas.json' with { type: 'json' };

/** The practice people, numbered from 0; test patients name them by number. */
export const personas: readonly HeadParameters[] = v.parse(v.array(headSchema), data);

/** Numbers beyond the last person start again from the first, so that every valid patient file shows somebody. */
export function personaNumbered(number: number): HeadParameters {
  const persona = personas[number % personas.length];
  if (persona === undefined) throw new RangeError('practice people: none');
  return persona;
}

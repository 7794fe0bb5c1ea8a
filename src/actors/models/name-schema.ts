import * as v from 'valibot';

/** How networks and engines of models.yaml are named. */
export const name = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]*$/, 'a name of small letters, digits and _'));

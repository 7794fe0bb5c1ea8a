import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { FacesError } from './face-folders.ts';

/** Lies beside the folders of the people: `{ "NAME OF THE FOLDER": "GROUP", … }`. People without a label are in no group. */
export const labelsFile = 'labels.json';

const labelsSchema = v.pipe(
  v.unknown(),
  v.check((read) => !Array.isArray(read)),
  v.record(v.string(), v.pipe(v.string(), v.minLength(1))),
);

export type GroupLabels = ReadonlyMap<string, string>;

/**
 * The groups of people, as far as the folder says; empty when there is no such file.
 * @throws FacesError when the file is there and is not of that shape.
 */
export function readLabels(root: string): GroupLabels {
  const file = join(root, labelsFile);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return new Map();
  }
  try {
    return new Map(Object.entries(v.parse(labelsSchema, JSON.parse(text))));
  } catch {
    throw new FacesError(`${file} is not of the shape { "folder of a person": "group", … }`);
  }
}

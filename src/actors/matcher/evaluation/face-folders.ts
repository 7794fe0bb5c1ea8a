import { createHash } from 'node:crypto';
import { readdirSync, type Dirent } from 'node:fs';
import { join } from 'node:path';

export interface PersonFolder {
  readonly name: string;
  /** Paths of the pictures, sorted. */
  readonly pictures: readonly string[];
}

export type Half = 'all' | 'a' | 'b';

/** At most so many pictures of one person: in LFW one man has 530. */
export const mostPictures = 24;
/** People with at least so many pictures give transactions of three fused probes against a fourth picture. */
export const leastForTransactions = 4;

/**
 * Chooses what is compared: people with at least four pictures (at most 24 each), and one picture of everybody else for
 * impostors; where nobody has four, people with two. `half` keeps a fixed half of the people by a hash of their names: tune on one, report on the other.
 * `most` keeps so many people, those with several pictures first.
 * @throws FacesError with a sentence for people when the folder is none or holds no people.
 */
export function choosePeople(root: string, half: Half, most: number | undefined): readonly PersonFolder[] {
  const found = foldersIn(root)
    .map(({ name }) => ({ name, order: hashOf(name), pictures: picturesIn(join(root, name)) }))
    .filter(({ pictures }) => pictures.length > 0);
  if (found.length === 0)
    throw new FacesError(
      `${root} holds no people: it needs one folder per person with .jpg, .png or .webp pictures in it`,
    );
  const full = found.some(({ pictures }) => pictures.length >= leastForTransactions) ? leastForTransactions : 2;
  const people = found
    .filter(({ order }) => half === 'all' || (order % 2 === 0) === (half === 'a'))
    .map((person) => ({
      ...person,
      pictures: person.pictures.slice(0, person.pictures.length >= full ? mostPictures : 1),
    }));
  people.sort((x, y) => Number(y.pictures.length > 1) - Number(x.pictures.length > 1) || x.order - y.order);
  return people.slice(0, most);
}

function foldersIn(root: string): readonly Dirent[] {
  try {
    return readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  } catch {
    throw new FacesError(`${root} is no folder that can be read; --faces takes a folder with one folder per person`);
  }
}

/** What is wrong with the folder of faces, and what to do. */
export class FacesError extends Error {}

function picturesIn(folder: string): readonly string[] {
  const files = readdirSync(folder).filter((file) => /\.(png|jpe?g|webp)$/i.test(file));
  return files.sort().map((file) => join(folder, file));
}

function hashOf(name: string): number {
  return createHash('sha256').update(name).digest().readUInt32BE(0);
}

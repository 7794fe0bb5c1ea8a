import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
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
 * impostors. `half` keeps a fixed half of the people by a hash of their names: tune on one, report on the other.
 * `most` keeps so many people, those with several pictures first.
 */
export function choosePeople(root: string, half: Half, most: number | undefined): readonly PersonFolder[] {
  const people = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, order: hashOf(name), pictures: picturesIn(join(root, name)) }))
    .filter(({ pictures, order }) => pictures.length > 0 && (half === 'all' || (order % 2 === 0) === (half === 'a')))
    .map((person) => ({
      ...person,
      pictures: person.pictures.slice(0, person.pictures.length >= leastForTransactions ? mostPictures : 1),
    }));
  people.sort((x, y) => Number(y.pictures.length > 1) - Number(x.pictures.length > 1) || x.order - y.order);
  return people.slice(0, most);
}

function picturesIn(folder: string): readonly string[] {
  const files = readdirSync(folder).filter((file) => /\.(png|jpe?g|webp)$/i.test(file));
  return files.sort().map((file) => join(folder, file));
}

function hashOf(name: string): number {
  return createHash('sha256').update(name).digest().readUInt32BE(0);
}

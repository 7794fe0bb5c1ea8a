import { mostProbes } from '../decision/probes.ts';
import { normalise } from '../engine/embedder.ts';
import type { Embedding } from '../engine/engine.ts';
import { leastForTransactions } from './face-folders.ts';
import type { DescribedPicture } from './described-people.ts';
import { LikenessHistogram } from './likeness-histogram.ts';

/** Probes fused into one transaction, as the product does at least. */
const fusedProbes = 3;
/** Drawn per person; combinations of one person's pictures hang together, more of them say little. */
const transactionsPerPerson = 40;
/** A visit takes up to 18 comparisons with everybody. */
const visitsPerPerson = 20;

export interface Comparisons {
  /** Cosines of genuine comparisons, one list for each person with two pictures or more. */
  readonly genuine: readonly (readonly number[])[];
  readonly impostor: LikenessHistogram;
}

type People = readonly (readonly DescribedPicture[])[];

/** Every probe against every reference but the one of its own picture. */
export function everyComparison(people: People): Comparisons {
  const references = new ReferenceTable(people.map((pictures) => pictures.map(({ reference }) => reference)));
  const impostor = new LikenessHistogram();
  const genuine = people.map((pictures, person) =>
    pictures.flatMap(({ probe }, own) =>
      probe === undefined ? [] : references.compare([probe], person, impostor).filter((_, other) => other !== own),
    ),
  );
  return { genuine: genuine.filter((cosines) => cosines.length > 0), impostor };
}

/**
 * Three fused probes of one person against a fourth picture; impostors against the first picture of everybody else.
 * `random` gives numbers in [0, 1).
 */
export function everyTransaction(people: People, random: () => number): Comparisons {
  return drawn(people, random, transactionsPerPerson, (others) => [fuse(draw(others, fusedProbes, random))]);
}

/**
 * The same as a kiosk does it: up to so many tries, each with up to eight probes drawn anew, compared again with every
 * probe from the third on. Whoever is accepted once is accepted, so that the best of their cosines counts. Tries of one
 * person hang together, as at the kiosk.
 */
export function everyVisit(people: People, random: () => number, tries: number): Comparisons {
  return drawn(people, random, visitsPerPerson, (others) =>
    Array.from({ length: tries }, () => {
      const probes = draw(others, mostProbes, random);
      return probes.slice(fusedProbes - 1).map((_, i) => fuse(probes.slice(0, fusedProbes + i)));
    }).flat(),
  );
}

/** `probesFrom`: the fused probes that are compared, out of a person's pictures without the reference. */
function drawn(
  people: People,
  random: () => number,
  times: number,
  probesFrom: (others: readonly DescribedPicture[]) => readonly Embedding[],
): Comparisons {
  const references = new ReferenceTable(people.map(([first]) => (first === undefined ? [] : [first.reference])));
  const impostor = new LikenessHistogram();
  const genuine: number[][] = [];
  people.forEach((pictures, person) => {
    const usable = pictures.filter(({ probe }) => probe !== undefined);
    if (usable.length < leastForTransactions) return;
    const cosines: number[] = [];
    for (let i = 0; i < times; i++) {
      const [reference, ...others] = draw(usable, usable.length, random);
      if (reference === undefined) continue;
      const fused = probesFrom(others);
      cosines.push(Math.max(...fused.map((probe) => dot(probe, reference.reference, 0))));
      references.compare(fused, person, impostor);
    }
    genuine.push(cosines);
  });
  return { genuine, impostor };
}

/** All references in one table, row by row, which is several times quicker to compare with than single vectors. */
class ReferenceTable {
  readonly #table: Float32Array;
  readonly #length: number;
  /** First row of each person, and one beyond the last. */
  readonly #firstRow: number[] = [0];

  constructor(references: readonly (readonly Embedding[])[]) {
    const rows = references.flat();
    this.#length = rows[0]?.length ?? 0;
    this.#table = new Float32Array(rows.length * this.#length);
    rows.forEach((row, i) => this.#table.set(row, i * this.#length));
    for (const own of references) this.#firstRow.push((this.#firstRow.at(-1) ?? 0) + own.length);
  }

  /**
   * Counts the impostor comparisons, the best probe of each, and answers the genuine ones in the order of the person's
   * references.
   */
  compare(probes: readonly Embedding[], person: number, impostor: LikenessHistogram): number[] {
    const from = this.#firstRow[person] ?? 0;
    const to = this.#firstRow[person + 1] ?? 0;
    const rows = this.#firstRow.at(-1) ?? 0;
    const genuine: number[] = [];
    for (let row = 0; row < rows; row++) {
      let cosine = -1;
      for (const probe of probes) cosine = Math.max(cosine, dot(probe, this.#table, row * this.#length));
      if (row >= from && row < to) genuine.push(cosine);
      else impostor.add(cosine);
    }
    return genuine;
  }
}

function dot(a: Float32Array, b: Float32Array, offset: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let i = 0; i < a.length; i += 4) {
    s0 += (a[i] ?? 0) * (b[offset + i] ?? 0);
    s1 += (a[i + 1] ?? 0) * (b[offset + i + 1] ?? 0);
    s2 += (a[i + 2] ?? 0) * (b[offset + i + 2] ?? 0);
    s3 += (a[i + 3] ?? 0) * (b[offset + i + 3] ?? 0);
  }
  return s0 + s1 + s2 + s3;
}

/** Opposite probes have no mean; they are alike to nobody. */
function fuse(pictures: readonly DescribedPicture[]): Embedding {
  const length = pictures[0]?.reference.length ?? 0;
  const mean: Embedding = new Float32Array(new ArrayBuffer(4 * length));
  for (const { probe } of pictures) for (let i = 0; i < length; i++) mean[i] = (mean[i] ?? 0) + (probe?.[i] ?? 0);
  if (!normalise(mean)) mean.fill(0);
  return mean;
}

/** Some different ones, in random order. */
function draw<T>(all: readonly T[], count: number, random: () => number): T[] {
  const rest = [...all];
  return Array.from({ length: Math.min(count, rest.length) }, () =>
    rest.splice(Math.floor(random() * rest.length), 1),
  ).flat();
}

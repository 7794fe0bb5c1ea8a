import { readFileSync, writeFileSync } from 'node:fs';
import * as v from 'valibot';
import { headSchema, type HeadParameters } from './head-parameters.ts';
import { likeness, measureAll, release, report, type Measured } from './measure-personas.ts';
import { personas } from './personas.ts';
import { crossHeads, randomHead } from './random-head.ts';
import { randomSource } from './noise.ts';

/*
 * Finds people whom the engine in use tells apart with margin, and measures those that the product has.
 *   node src/actors/camera/practice/search-personas.ts                  measures personas.json
 *   node src/actors/camera/practice/search-personas.ts 1 60 8 300       present people and seeds 1 … 60: keeps the best 8,
 *                                                                       then tries 300 changes of them
 * A file after that (out/personas.json) stands for the present people, to go on from an earlier search.
 * A search writes out/personas.json; one person takes about a second.
 */
const [first, count, size, changes] = process.argv.slice(2, 6).map(Number);
const file = process.argv[6];
const present = file === undefined ? personas : v.parse(v.array(headSchema), JSON.parse(readFileSync(file, 'utf8')));
if (first === undefined || count === undefined || size === undefined || changes === undefined) {
  report(await measureAll(present));
} else {
  const drawn = Array.from({ length: count }, (_, i) => randomHead(first + i));
  const pool = await measureAll([...present, ...drawn]);
  const group = [...choose(pool, size)];
  for (let i = 0; i < changes; i++) await improve(group, first + count + i, i % 25 === 0);
  const best = group.map(({ head }) => head);
  writeFileSync('out/personas.json', `${JSON.stringify(best, undefined, 1)}\n`);
  report(await measureAll(best));
}
await release();

/** Starts from everybody in turn, adds whoever is least like those chosen, and keeps the best such group. */
function choose(pool: readonly Measured[], wanted: number): readonly Measured[] {
  const table = pool.map((a) => pool.map((b) => likeness(a, b)));
  const like = (a: number, b: number) => table[a]?.[b] ?? 1;
  let best: readonly number[] = [];
  let bestWorst = Infinity;
  for (const start of pool.keys()) {
    const chosen = [start];
    let worst = 0;
    while (chosen.length < Math.min(wanted, pool.length)) {
      const room = [...pool.keys()].filter((i) => !chosen.includes(i) && fits(pool, chosen, i, wanted));
      const [next] = room.toSorted((a, b) => worstOf(like, chosen, a) - worstOf(like, chosen, b));
      if (next === undefined) break;
      worst = Math.max(worst, worstOf(like, chosen, next));
      chosen.push(next);
    }
    if (chosen.length === wanted && worst < bestWorst) {
      best = chosen;
      bestWorst = worst;
    }
  }
  return best.flatMap((i) => pool[i] ?? []);
}

function worstOf(like: (a: number, b: number) => number, chosen: readonly number[], candidate: number): number {
  return Math.max(...chosen.map((other) => like(candidate, other)));
}

/** Keeps a waiting room's mix: half of them broad, no hair style more than twice, glasses and beards on a third at most. */
function fits(pool: readonly Measured[], chosen: readonly number[], candidate: number, wanted: number): boolean {
  const heads = [...chosen, candidate].flatMap((i) => pool[i]?.head ?? []);
  const newest = pool[candidate]?.head;
  const some = (is: (head: HeadParameters) => boolean) => heads.filter(is).length;
  return (
    some(({ build }) => build.broad) <= Math.ceil(wanted / 2) &&
    some(({ build }) => !build.broad) <= Math.ceil(wanted / 2) &&
    some(({ hair }) => hair.style === newest?.hair.style) <= 2 &&
    some(({ glasses }) => glasses.style !== 'none') <= Math.ceil(wanted / 3) &&
    some(({ beard }) => beard !== 'none') <= Math.ceil(wanted / 3)
  );
}

/** Changes whoever is most like the others, and keeps the change when it helps. */
async function improve(group: Measured[], seed: number, say: boolean): Promise<void> {
  const crowding = (one: Measured, place: number) =>
    group.reduce((sum, other, i) => (i === place ? sum : sum + Math.exp(24 * likeness(one, other))), 0);
  const crowded = group.map(crowding);
  const random = randomSource(seed);
  const place = random() < 0.4 ? Math.floor(random() * group.length) : crowded.indexOf(Math.max(...crowded));
  const before = group[place];
  if (before === undefined) return;
  if (say)
    console.log(seed, Math.max(...group.map((a) => Math.max(...group.map((b) => (a === b ? -1 : likeness(a, b)))))));
  const [changed] = await measureAll([crossHeads(before.head, randomHead(seed), random)]);
  if (changed !== undefined && crowding(changed, place) < (crowded[place] ?? 0)) group[place] = changed;
}

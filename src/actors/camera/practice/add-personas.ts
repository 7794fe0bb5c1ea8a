import { writeFileSync } from 'node:fs';
import type { HeadParameters } from './head-parameters.ts';
import { fewViews, likeness, measureAll, release, report, type Measured } from './measure-personas.ts';
import { personas } from './personas.ts';
import { childOf, crossHeads, randomHead } from './random-head.ts';
import { randomSource } from './noise.ts';

/*
 * Adds people that a waiting room has besides those of personas.json, whose numbers stay: the darkest skin, white hair, a
 * child, and a brother or sister of person 2 who is as like as the matcher safely tells apart. Each begins as the best of
 * some drawn heads and is changed, part by part, until nobody else is too like.
 *   node src/actors/camera/practice/add-personas.ts 9000 150       seeds from 9000, at most 150 changes each → out/personas.json
 */
const [first = 9000, changes = 150] = process.argv.slice(2, 4).map(Number);
const drawn = 6;
/** No two strangers are to be more alike; the threshold is 0.45. */
const strangers = 0.375;
/** What the two who look alike are to be. */
const alike = 0.405;

const without = (head: HeadParameters): HeadParameters => ({ ...head, glasses: { ...head.glasses, style: 'none' } });
const kinds: readonly { readonly name: string; readonly shape: (head: HeadParameters) => HeadParameters }[] = [
  { name: 'dark', shape: (head) => without({ ...head, skin: { ...head.skin, tone: 5 } }) },
  { name: 'old', shape: old },
  { name: 'child', shape: (head) => childOf(without(head)) },
];

function old(head: HeadParameters): HeadParameters {
  const { build, eyes, mouth, hair, skin } = head;
  return {
    ...head,
    build: { ...build, age: 0.95, fat: build.fat * 0.5 },
    eyes: { ...eyes, bags: 0.6 },
    mouth: { ...mouth, folds: 0.22 },
    skin: { ...skin, blotches: 0.7 },
    hair: { ...hair, colour: 6 },
  };
}

const people: Measured[] = [...(await measureAll(personas))];
for (const [place, { name, shape }] of kinds.entries()) {
  const closest = (one: Measured) => Math.max(...people.map((other) => likeness(one, other)));
  const seed = first + 1_000 * place;
  await add(
    name,
    seed,
    (adult) => shape(adult),
    Array.from({ length: drawn }, (_, i) => randomHead(seed + i)),
    closest,
    strangers,
  );
}
const model = people[2];
if (model !== undefined) {
  const farOff = (one: Measured) => {
    const others = Math.max(...people.filter((other) => other !== model).map((other) => likeness(one, other)));
    return Math.max(0, others - strangers) + Math.abs(likeness(one, model) - alike);
  };
  const seed = first + 9_000;
  const kin = Array.from({ length: drawn }, (_, i) =>
    crossHeads(model.head, randomHead(seed + i), randomSource(seed + i)),
  );
  await add('alike', seed, (head) => head, kin, farOff, 0.012);
}
writeFileSync(
  'out/personas.json',
  `${JSON.stringify(
    people.map(({ head }) => head),
    undefined,
    1,
  )}\n`,
);
report(people);
await release();

/** Adds the one of `heads` that is best by `badness`, changed until it is no more than `enough`. */
async function add(
  name: string,
  seed: number,
  shape: (head: HeadParameters) => HeadParameters,
  heads: readonly HeadParameters[],
  badness: (one: Measured) => number,
  enough: number,
): Promise<void> {
  let best: { readonly head: HeadParameters; readonly badness: number } | undefined;
  const consider = async (head: HeadParameters) => {
    const [measured] = await measureAll([shape(head)], fewViews);
    if (measured === undefined) return;
    const found = badness(measured);
    if (best === undefined || found < best.badness) best = { head, badness: found };
  };
  for (const head of heads) await consider(head);
  for (let i = 0; i < changes; i++) {
    if (best === undefined || best.badness <= enough) break;
    if (i % 20 === 0) console.log(`${name}: ${i} changes, ${best.badness.toFixed(3)}`);
    await consider(crossHeads(best.head, randomHead(seed + 100 + i), randomSource(seed + 100 + i)));
  }
  if (best === undefined) return;
  people.push(...(await measureAll([shape(best.head)])));
  const [added] = people.slice(-1);
  console.log(
    `${name}: ${best.badness.toFixed(3)} in few views, ${added === undefined ? '?' : badness(added).toFixed(3)} in all`,
  );
}

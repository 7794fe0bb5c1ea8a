import { writeFileSync } from 'node:fs';
import { asChild, asOld } from './ages.ts';
import type { HeadParameters } from './head-parameters.ts';
import { fewViews, likeness, measureAll, release, report, type Measured } from './measure-personas.ts';
import { randomSource } from './noise.ts';
import { personas } from './personas.ts';
import { crossHeads, nudgeHead, randomHead } from './random-head.ts';

/*
 * Adds people whom a waiting room has besides those of personas.json, whose numbers stay: one with the darkest skin, one
 * with white hair, a child, and a sibling of the first, who has her hair, skin and age. Each begins as the best of some
 * drawn heads and is changed, a little or a lot, as long as that makes everybody else less like.
 *   node src/actors/camera/practice/add-personas.ts 9000 400     seeds from 9000, 400 changes each → out/personas.json
 * A change takes about a second of one core.
 */
const [first = 9000, changes = 400] = process.argv.slice(2, 4).map(Number);
const drawn = 8;
/** Number of the person who gets a sibling. */
const elder = 0;
/** Weight of the sibling's likeness to the elder: they may be this much more alike than strangers (cosine). */
const kinship = 0.03;

const bare = (head: HeadParameters): HeadParameters => ({ ...head, glasses: { ...head.glasses, style: 'none' } });
const roles: readonly { readonly name: string; readonly shape: (head: HeadParameters) => HeadParameters }[] = [
  { name: 'dark', shape: (head) => bare({ ...head, skin: { ...head.skin, tone: 5 } }) },
  { name: 'old', shape: asOld },
  { name: 'child', shape: (head) => asChild(bare(head)) },
  { name: 'sibling', shape: siblingOfElder },
];

function siblingOfElder(head: HeadParameters): HeadParameters {
  const own = personas[elder];
  if (own === undefined) return head;
  const { build, hair, skin, beard, glasses, eyes, brows } = own;
  return {
    ...head,
    build: { ...build, asymmetry: head.build.asymmetry },
    hair,
    skin: { ...skin, moles: head.skin.moles },
    beard,
    glasses,
    eyes: { ...head.eyes, iris: eyes.iris, monolid: eyes.monolid },
    brows: { ...head.brows, density: brows.density, thickness: brows.thickness },
  };
}

const people: Measured[] = [...(await measureAll(personas))];
for (const [place, { name, shape }] of roles.entries()) await add(name, first + 10_000 * place, shape);
const heads = people.map(({ head }) => head);
writeFileSync('out/personas.json', `${JSON.stringify(heads, undefined, 1)}\n`);
report(people);
await release();

/** How alike somebody is to those who are there, the most alike first. */
function nearest(one: Measured, name: string): readonly number[] {
  const allowed = (place: number) => (name === 'sibling' && place === elder ? kinship : 0);
  return people.map((other, place) => likeness(one, other) - allowed(place)).toSorted((a, b) => b - a);
}

async function add(name: string, seed: number, shape: (head: HeadParameters) => HeadParameters): Promise<void> {
  let best: { readonly head: HeadParameters; readonly crowding: number; readonly most: number } | undefined;
  const consider = async (head: HeadParameters) => {
    const [measured] = await measureAll([shape(head)], fewViews);
    if (measured === undefined) return;
    const near = nearest(measured, name);
    // Nearly the largest, but others count too: a change is rarely good for the nearest alone.
    const crowding = near.reduce((sum, cosine) => sum + Math.exp(30 * cosine), 0);
    if (best === undefined || crowding < best.crowding) best = { head, crowding, most: near[0] ?? 0 };
  };
  for (let i = 0; i < drawn; i++) await consider(randomHead(seed + i));
  for (let i = 0; i < changes; i++) {
    if (best === undefined) break;
    if (i % 20 === 0) console.log(`${name}: ${i} changes, ${best.most.toFixed(3)}`);
    const random = randomSource(seed + 100 + i);
    const other = randomHead(seed + 100 + i);
    await consider(random() < 0.4 ? crossHeads(best.head, other, random) : nudgeHead(best.head, other, random));
  }
  if (best === undefined) return;
  const added = await measureAll([shape(best.head)]);
  for (const one of added) console.log(`${name}: ${nearest(one, name)[0]?.toFixed(3) ?? '?'} in all views`);
  people.push(...added);
}

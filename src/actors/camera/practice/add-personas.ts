import { readFileSync, writeFileSync } from 'node:fs';
import * as v from 'valibot';
import { asChild, asOld, asSiblingOf } from './roles.ts';
import { headSchema, type HeadParameters } from './head-parameters.ts';
import { fewViews, likeness, measureAll, noViews, release, report, type Measured } from './measure-personas.ts';
import { randomSource } from './noise.ts';
import { personas } from './personas.ts';
import { crossHeads, nudgeHead, randomHead } from './random-head.ts';

/*
 * Adds people whom a waiting room has besides the first eight of personas.json, whose numbers stay: one with the darkest
 * skin, one with white hair, a child, and a sibling of the sixth. Each begins as the best of some drawn heads; then
 * whoever is most like somebody is changed, a little or a lot, as long as it helps.
 *   node src/actors/camera/practice/add-personas.ts SEED SECONDS [FILE [ROLES]]      → out/personas-SEED.json
 * FILE: an earlier out/personas-*.json to go on from. ROLES: which of the four to change, 0,1,2,3 without it; so several
 * processes can share the work. A change takes about half a second of one core, and some 300 of each person are needed.
 */
const [seed = 9000, seconds = 600] = process.argv.slice(2, 4).map(Number);
const [file, chosen = '0,1,2,3'] = process.argv.slice(4);
const mine = chosen.split(',').map(Number);
const drawn = 12;
const present = 8;
const elder = 5;

const bare = (head: HeadParameters): HeadParameters => ({ ...head, glasses: { ...head.glasses, style: 'none' } });
const roles: readonly ((head: HeadParameters) => HeadParameters)[] = [
  (head) => bare({ ...head, skin: { ...head.skin, tone: 4.5 } }),
  (head) => asOld(bare(head)),
  (head) => asChild(bare(head)),
  (head) => asSiblingOf(personas[elder] ?? head, head),
];

/** A head before it is shaped for its role, and as it is measured. */
interface Candidate {
  readonly raw: HeadParameters;
  readonly measured: Measured;
}

const others = await measureAll(personas.slice(0, present));
const added: Candidate[] = [];
const end = performance.now() + 1_000 * seconds;
const found = v.object({ raw: v.array(headSchema) });
const earlier = file === undefined ? undefined : v.parse(found, JSON.parse(readFileSync(file, 'utf8'))).raw;
for (const place of roles.keys()) await begin(place);
for (let change = 0; performance.now() < end; change++) {
  if (change % 50 === 0) write(change);
  await improve(seed + 1_000 + change);
}
write('at last');
report([...others, ...added.map(({ measured }) => measured)]);
await release();

/** Writes what there is, so that a search that is stopped is not lost, and says how like each is to anybody. */
function write(when: number | string): void {
  const people = [...others, ...added.map(({ measured }) => measured)].map(({ head }) => head);
  writeFileSync(
    `out/personas-${seed}.json`,
    JSON.stringify({ people, raw: added.map(({ raw }) => raw) }, undefined, 1),
  );
  const near = added.map(({ measured }, place) => nearest(measured, place).toFixed(3));
  console.log(`${when}: ${near.join(' ')}, ${Math.round((end - performance.now()) / 1_000)} s left`);
}

function companyOf(place: number): readonly Measured[] {
  return [...others, ...added.filter((_, i) => i !== place).map(({ measured }) => measured)];
}

function nearest(one: Measured, place: number): number {
  return Math.max(...companyOf(place).map((other) => likeness(one, other)));
}

/** Nearly the largest likeness, but the others count too: a change is rarely good for the nearest alone. */
function crowding(one: Measured, place: number): number {
  return companyOf(place).reduce((sum, other) => sum + Math.exp(40 * likeness(one, other)), 0);
}

async function begin(place: number): Promise<void> {
  const given = earlier?.[place];
  const heads =
    given === undefined ? Array.from({ length: drawn }, (_, i) => randomHead(seed + 100 * place + i)) : [given];
  let best: Candidate | undefined;
  for (const raw of heads) {
    const [measured] = await measureAll([roles[place]?.(raw) ?? raw]);
    if (measured === undefined) continue;
    if (best === undefined || crowding(measured, place) < crowding(best.measured, place)) best = { raw, measured };
  }
  if (best === undefined) throw new Error('no face in any of the drawn heads');
  added.push(best);
}

async function improve(drawnBy: number): Promise<void> {
  const random = randomSource(drawnBy);
  const near = added.map(({ measured }, place) => nearest(measured, place));
  const worst = mine.reduce((a, b) => ((near[b] ?? 0) > (near[a] ?? 0) ? b : a));
  const place = random() < 0.35 ? (mine[Math.floor(random() * mine.length)] ?? worst) : worst;
  const before = added[place];
  if (before === undefined) return;
  const change = random() < 0.15 ? crossHeads : nudgeHead;
  const raw = change(before.raw, randomHead(drawnBy), random);
  const head = roles[place]?.(raw) ?? raw;
  const enough = crowding(before.measured, place);
  // Cheap looks first: most changes are none for the better.
  for (const views of [noViews, fewViews, undefined]) {
    const [measured] = await measureAll([head], views);
    if (measured === undefined || crowding(measured, place) >= enough) return;
    if (views === undefined) added[place] = { raw, measured };
  }
}

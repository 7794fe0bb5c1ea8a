import { secretNames, type SecretName } from '../../vocabulary/secrets.ts';
import { devices, type DeviceName } from '../../vocabulary/events.ts';
import type { MachineEvent } from '../build.ts';
import type { Chart, Standing, Stride } from '../explore/chart.ts';
import type { Node } from '../explore/compile.ts';
import type { Tally } from '../explore/explore.ts';
import { isIn } from './law.ts';

/**
 * What the laws count along a way, independently of what the flow itself remembers:
 *
 * - of this card, until it is taken: `begun` visits, `photos` 照合番号B presentations, `looks` face tries (a crash gives one
 *   back), `wrong` PIN sends;
 * - of this visit: `proof` 0 none 1 face 2 PIN 3 staff (the last one given), `sent` the typed PIN was sent, `asks`
 *   qualifications since the last proof, `registers`, `commits`, `verdict` 0 none 1 ok 2 grace, `staff` 1 after the code;
 * - of secrets: `alive` bits in the order of secretNames, what the vault still holds; `soiled` 1 until the vault was found
 *   clean, `stale` 1 until the glass was renewed; `pad` 0 closed 1 PIN 2 staff code; `typed` keys since it opened;
 * - of devices: `lost` bits in the order of the vocabulary.
 */
export const freshTally: Tally = {
  begun: 0,
  photos: 0,
  looks: 0,
  wrong: 0,
  proof: 0,
  sent: 0,
  asks: 0,
  registers: 0,
  commits: 0,
  verdict: 0,
  staff: 0,
  alive: 0,
  soiled: 0,
  stale: 0,
  pad: 0,
  typed: 0,
  lost: 0,
};

/** Which secret an answer or a touch brings to life. The rest comes to life with its state (children, frames). */
const births: { readonly [event: string]: SecretName } = {
  'scanner.read.read': 'front',
  'card.readPhoto.photo': 'photo',
  'matcher.enrol.ready': 'template',
};

export function bitOf(secret: SecretName): number {
  return 1 << secretNames.indexOf(secret);
}

export function isLost(tally: Tally, device: DeviceName): boolean {
  return ((tally['lost'] ?? 0) & lostBit(device)) !== 0;
}

function lostBit(device: unknown): number {
  return (
    1 <<
    Math.max(
      0,
      devices.findIndex((name) => name === device),
    )
  );
}

/** A degraded self-test has found reader, display and program well. */
const forFaceBits = lostBit('camera') | lostBit('scanner') | lostBit('matcher');

/** The secrets that the active states hold, as bits. The vault wipes every other one after each step. */
export function heldBits({ leaves }: Standing): number {
  let bits = 0;
  for (const leaf of leaves) bits |= heldByChain(leaf);
  return bits;
}

const heldCache = new WeakMap<Node, number>();
function heldByChain(leaf: Node): number {
  const known = heldCache.get(leaf);
  if (known !== undefined) return known;
  const bits = leaf.chain.flatMap(({ state }) => state.holds).reduce((sum, secret) => sum | bitOf(secret), 0);
  heldCache.set(leaf, bits);
  return bits;
}

const patientSecrets = secretNames.filter((name) => name !== 'staffCode').reduce((sum, name) => sum | bitOf(name), 0);

export function tallyAfter(before: Tally, event: MachineEvent, { to, started, effects, raised }: Stride): Tally {
  const now: { [name: string]: number } = { ...before };
  const add = (name: string, most: number): void => {
    now[name] = Math.min(most, (now[name] ?? 0) + 1);
  };
  const { type } = event;
  if (raised.includes('JOURNEY.START')) {
    Object.assign(now, visitOver);
    add('begun', 2);
  }
  if (type === 'matcher.verify.crashed') now['looks'] = Math.max(0, (now['looks'] ?? 0) - 1);
  if (/^program\.(qualify|register)\.(pinWrong|pinLocked)$/.test(type)) {
    add('wrong', 4);
    prove(now, 0);
  }

  if (type === 'matcher.verify.match') prove(now, 1);
  if (type === 'PIN.SUBMIT' && now['pad'] === 1) prove(now, 2);
  if (type === 'STAFF.YES') prove(now, 3);
  if (type === 'program.register.ok') now['sent'] = now['asks'] = 0;
  if (type === 'program.qualify.ok') now['verdict'] = 1;
  if (type === 'program.qualify.grace') now['verdict'] = 2;
  if (type === 'staff.check.ok') now['staff'] = 1;
  if (type === 'PIN.KEY') add('typed', 4);
  if (type === 'PIN.DELETE') now['typed'] = Math.max(0, (now['typed'] ?? 0) - 1);

  for (const { job, input } of started) {
    if (job === 'card.readPhoto') add('photos', 2);
    if (job === 'matcher.verify') add('looks', 7);
    if (job === 'program.qualify') add('asks', 3);
    if (job === 'program.register') add('registers', 2);
    if (job === 'program.commit') add('commits', 6);
    if ((job === 'program.qualify' || job === 'program.register') && input['method'] === 'pin') add('sent', 2);
  }

  const held = heldBits(to);
  const born = births[type];
  if (type === 'PIN.SUBMIT')
    now['alive'] = (now['alive'] ?? 0) | (now['pad'] === 1 ? bitOf('pin') : bitOf('staffCode'));
  if (born !== undefined) now['alive'] = (now['alive'] ?? 0) | bitOf(born);
  now['alive'] = (now['alive'] ?? 0) & held;
  if ((held & patientSecrets) !== 0) now['soiled'] = now['stale'] = 1;
  for (const effect of effects) {
    if (effect.startsWith('pad.')) now['typed'] = 0;
    if (effect === 'pad.openPin') now['pad'] = 1;
    if (effect === 'pad.openStaffCode') now['pad'] = 2;
    if (effect === 'pad.close') now['pad'] = 0;
    if (effect === 'glass.renew') now['stale'] = 0;
  }
  if (type === 'vault.wipe.clean') now['soiled'] = 0;
  if (type === 'DEVICE.LOST') now['lost'] = (now['lost'] ?? 0) | lostBit(event['device']);
  if (type === 'DEVICE.BACK') now['lost'] = (now['lost'] ?? 0) & ~lostBit(event['device']);
  if (type === 'devices.selfTest.ok') now['lost'] = 0;
  if (type === 'devices.selfTest.degraded') now['lost'] = (now['lost'] ?? 0) & forFaceBits;
  if (!offersStaffActs(to)) now['staff'] = 0;
  if (isIn(to, 'journey.idle')) Object.assign(now, visitOver);
  if (isIn(to, 'presence.absent')) Object.assign(now, cardOver);
  return now;
}

const visitOver = { proof: 0, sent: 0, asks: 0, registers: 0, commits: 0, verdict: 0 };
const cardOver = { begun: 0, photos: 0, looks: 0, wrong: 0 };

function prove(now: { [name: string]: number }, proof: number): void {
  now['proof'] = proof;
  now['sent'] = now['asks'] = 0;
}

/** What only staff may do, beside opening and closing their pad. */
export function isStaffAct(type: string): boolean {
  return /^STAFF\.(VISUAL|PAUSE|RESUME|YES|NO)$/.test(type);
}

function offersStaffActs({ leaves }: Standing): boolean {
  return leaves.some((leaf) => leaf.chain.some(({ state }) => state.offers.some(({ touch }) => isStaffAct(touch))));
}

/**
 * Leaves the counts that can still matter in the key: those of a job only while its region can start it again before the
 * visit is over. The others go back to 0.
 */
export function relevantTally(chart: Chart): (standing: Standing, tally: Tally) => Tally {
  const mayStart = (jobs: readonly string[]): ReadonlySet<Node> => leavesThatMayStart(chart, jobs);
  const rules: readonly (readonly [string, ReadonlySet<Node>])[] = [
    ['photos', mayStart(['card.readPhoto'])],
    ['looks', mayStart(['matcher.verify'])],
    ['wrong', mayStart(['program.qualify', 'program.register'])],
    ['proof', mayStart(['program.qualify', 'program.register'])],
    ['sent', mayStart(['program.qualify', 'program.register'])],
    ['asks', mayStart(['program.qualify'])],
    ['registers', mayStart(['program.register'])],
    ['commits', mayStart(['program.commit'])],
  ];
  const dropped = new WeakMap<Node, readonly string[]>();
  const droppedAt = (leaf: Node): readonly string[] => {
    let names = dropped.get(leaf);
    if (names === undefined) {
      names = rules.filter(([, leaves]) => !leaves.has(leaf)).map(([name]) => name);
      dropped.set(leaf, names);
    }
    return names;
  };
  return (standing, tally) => {
    const kept: { [name: string]: number } = { ...tally };
    const [first, ...others] = standing.leaves.map(droppedAt);
    for (const name of first ?? []) if (others.every((names) => names.includes(name))) kept[name] = 0;
    return kept;
  };
}

function leavesThatMayStart(chart: Chart, jobs: readonly string[]): ReadonlySet<Node> {
  const leaves = chart.nodes.filter((node) => node.state.children.length === 0);
  const starts = (nodes: readonly Node[]): boolean =>
    nodes.some(({ job }) => job !== undefined && jobs.includes(job.src));
  const may = new Set<Node>();
  for (let changed = true; changed;) {
    changed = false;
    for (const leaf of leaves) {
      if (may.has(leaf) || leaf.state.path === 'journey.idle') continue;
      const arrows = leaf.chain.flatMap((node) => [
        ...[...node.on].filter(([trigger]) => trigger !== 'JOURNEY.START').flatMap(([, list]) => list),
        ...node.always,
      ]);
      const leads = arrows.some(({ target }) => {
        const end = target?.entered.at(-1);
        return target !== undefined && (starts(target.entered) || (end !== undefined && may.has(end)));
      });
      if (!leads) continue;
      may.add(leaf);
      changed = true;
    }
  }
  return may;
}

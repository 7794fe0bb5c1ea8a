import { printedCodeB } from '../../actors/card/practice/code-b.ts';
import type { PracticePatient } from '../../actors/practice/patient.ts';
import { practiceStaffCode } from '../../host/kiosk.ts';
import { drawnPhoto } from '../../host/lab/lab-card.ts';
import { Lab, labObstacle } from '../../host/lab/lab.ts';
import { labVariable } from '../../host/lab/place.ts';
import { Hands } from '../../host/practice/hands.ts';
import { loadPatients } from '../../host/practice/patients.ts';
import type { DockState } from '../../vocabulary/dock.ts';
import { readWords } from '../command-line.ts';
import { unknownPatient } from '../journey.ts';
import { setUp } from '../setup-command.ts';
import { countQuads, noQuads, rankOf, type QuadCounts } from './digit-quads.ts';
import { KioskProcess } from './kiosk-process.ts';
import { codeBNeedles, photoNeedles, pinNeedles, type Needle } from './needles.ts';
import { ownProcesses, whileStopped, type OwnProcess } from './processes.ts';
import { scanMemory } from './scan.ts';

const impossible = 69;
const usual = ['face', 'pin', 'pin-wrong-once', 'card-pulled', 'wrong-person'];
/** What a person takes to touch a screen, ms: the card's photo is read meanwhile. */
const patience = 400;
const longestVisit = 120_000;
/** The true PIN must not stand out more than one candidate in so many would by chance. */
const remarkable = 0.01;

/** When a secret must be found in the core: the positive control. */
interface Control {
  readonly secret: Needle['secret'];
  /** Its name in the vault, and the state that holds it. */
  readonly alive: string;
  readonly state: RegExp;
}
const controls: readonly Control[] = [
  { secret: 'codeB', alive: 'front', state: /prep\.readingPhoto/ },
  { secret: 'photo', alive: 'photo', state: /prep\.(ready|enrolling)/ },
  { secret: 'pin', alive: 'pin', state: /qualify/ },
];

/**
 * `npm run residue [-- PATIENT …]`: visits at a kiosk in a process of its own, through pcscd where a lab can be had; after
 * each, within the turn that says that all is wiped, its processes are stopped and all their memory is searched for PIN,
 * 照合番号B and photo in every encoding we know of. Before the wipe the same search must find them. Needs root on Linux: our
 * processes are closed to everybody else.
 */
export async function residueCommand(args: readonly string[]): Promise<number> {
  const { positionals } = readWords({ args: [...args], options: {}, allowPositionals: true });
  const patients = loadPatients();
  for (const name of positionals) if (!patients.has(name)) throw unknownPatient(name);
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    console.error('root の Linux でだけ動きます。(needs root on Linux: /proc/PID/mem of closed processes)');
    return impossible;
  }
  await setUp();
  const obstacle = labObstacle((line) => console.error(line));
  const lab = obstacle === undefined ? await Lab.start() : undefined;
  if (lab !== undefined) process.env[labVariable] = lab.folder;
  else console.error(`pcscd なしで、練習の読み取り機で調べます (practice reader instead of pcscd): ${obstacle ?? ''}`);
  const kiosk = await KioskProcess.start(lab === undefined ? [] : ['--reader', 'pcsc']);
  const run = new ResidueRun(kiosk);
  try {
    for (const name of positionals.length > 0 ? positionals : usual) await run.visit(name);
    return run.verdict();
  } finally {
    await kiosk.stop();
    await lab?.end();
  }
}

class ResidueRun {
  readonly #kiosk: KioskProcess;
  readonly #patients = loadPatients();
  readonly #controlled = new Set<Needle['secret']>();
  #residue = 0;
  #visits = 0;

  constructor(kiosk: KioskProcess) {
    this.#kiosk = kiosk;
  }

  async visit(name: string): Promise<void> {
    const patient = this.#patients.get(name);
    if (patient === undefined) throw new Error(`「${name}」という練習の患者はいません。(no such practice patient)`);
    const needles = await this.#needlesOf(patient);
    await this.#until((state) => isIdle(state));
    const before = noQuads();
    const chance = new Map<string, number>();
    whileStopped(this.#processes(), () => {
      for (const { finds } of this.#scanAll(needles))
        for (const key of finds) chance.set(key, (chance.get(key) ?? 0) + 1);
      this.#count(before);
    });

    const found = await this.#live(name, patient, needles);
    const began = performance.now();
    const after = noQuads();
    const left = whileStopped(this.#processes(), () => {
      const stopped = performance.now() - began;
      const scans = this.#scanAll(needles);
      this.#count(after);
      return { stopped, scans };
    });
    this.#visits += 1;
    this.#report(name, patient, { found, chance, before, after, ...left });
  }

  verdict(): number {
    const missing = controls.filter(({ secret }) => !this.#controlled.has(secret)).map(({ secret }) => secret);
    if (missing.length > 0) console.log(`対照がとれませんでした (positive control missing): ${missing.join(', ')}`);
    const words = this.#residue === 0 ? '残りなし (no residue)' : `残り (residue): ${this.#residue}`;
    console.log(`${this.#visits} 回の受付 (visits) — ${words}`);
    return this.#residue === 0 && missing.length === 0 ? 0 : 1;
  }

  /** Lives through the visit; answers what the positive controls found, and resolves in the turn that tells idle. */
  #live(name: string, patient: PracticePatient, needles: readonly Needle[]): Promise<ReadonlyMap<string, number>> {
    const kiosk = this.#kiosk;
    const hands = new Hands(patient.hands, practiceStaffCode);
    const found = new Map<string, number>();
    let pending: NodeJS.Timeout | undefined;
    let underway = false;
    const move = () => {
      const { view } = kiosk;
      if (view === undefined) return;
      const next = hands.next(view, kiosk.pad);
      if (next?.kind === 'touch') kiosk.touch(next.touch);
      else if (next?.kind === 'key') kiosk.key(next.code);
      else if (next?.kind === 'takeCard') kiosk.order({ kind: 'remove' });
    };
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${name}: the visit did not end`)), longestVisit);
      kiosk.listen(
        () => {
          clearTimeout(pending);
          pending = setTimeout(move, patience);
        },
        (state) => {
          if (state.states.some((leaf) => leaf.startsWith('journey.identity'))) underway = true;
          this.#control(state, needles, found);
          if (!underway || !isIdle(state)) return;
          clearTimeout(late);
          clearTimeout(pending);
          kiosk.listen(
            () => undefined,
            () => undefined,
          );
          kiosk.order({ kind: 'remove' });
          resolve(found);
        },
      );
      kiosk.order({ kind: 'place', patient: name });
    });
  }

  /** While a secret is held, the same search must find it. */
  #control(state: DockState, needles: readonly Needle[], found: Map<string, number>): void {
    for (const { secret, alive, state: wanted } of controls) {
      if (found.has(secret) || !state.alive.includes(alive) || !state.states.some((leaf) => wanted.test(leaf)))
        continue;
      const own = needles.filter((needle) => needle.secret === secret);
      const core = this.#processes().filter(({ role }) => role === 'core');
      const finds = whileStopped(this.#processes(), () => core.flatMap(({ pid }) => scanMemory(pid, own).finds));
      if (finds.length === 0) continue;
      found.set(secret, finds.length);
      this.#controlled.add(secret);
    }
  }

  #report(
    name: string,
    patient: PracticePatient,
    result: {
      readonly found: ReadonlyMap<string, number>;
      readonly chance: ReadonlyMap<string, number>;
      readonly before: QuadCounts;
      readonly after: QuadCounts;
      readonly stopped: number;
      readonly scans: readonly RoleScan[];
    },
  ): void {
    const megabytes = result.scans.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6;
    const unread = result.scans.reduce((sum, scan) => sum + scan.unread, 0);
    const control = [...result.found].map(([secret, count]) => `${secret} ${count}`).join(', ');
    console.log(
      `${name}: ${megabytes.toFixed(0)} MB in ${result.scans.length} processes, stopped ${result.stopped.toFixed(0)} ms after idle, unread ${unread} bytes; before the wipe: ${control || 'nothing looked for'}`,
    );
    const left = new Map<string, number>();
    for (const { finds } of result.scans) for (const key of finds) left.set(key, (left.get(key) ?? 0) + 1);
    for (const [key, count] of left) {
      const extra = count - (result.chance.get(key) ?? 0);
      if (extra <= 0) continue;
      this.#residue += extra;
      console.log(`  残り (left): ${key} × ${extra}`);
    }
    if (result.found.has('pin')) this.#rank(Number(patient.card.pin), result.before, result.after);
  }

  #rank(pin: number, before: QuadCounts, after: QuadCounts): void {
    for (const encoding of ['ASCII', 'UTF-16', 'bytes'] as const) {
      const { growth, share } = rankOf(pin, before[encoding], after[encoding]);
      const stands = growth > 0 && share < remarkable;
      console.log(
        `  PIN ${encoding}: ${growth >= 0 ? '+' : ''}${growth}, as much in ${(share * 100).toFixed(1)} % of all PINs${stands ? ' — 目立つ (stands out)' : ''}`,
      );
      if (stands) this.#residue += 1;
    }
  }

  #scanAll(needles: readonly Needle[]): readonly RoleScan[] {
    return this.#processes().map(({ pid, role }) => {
      const sought = takesPin(role) ? needles : needles.filter(({ bare }) => bare !== true);
      const { finds, bytes, unread } = scanMemory(pid, sought);
      return {
        bytes,
        unread,
        finds: finds.map(({ needle, mapping }) => `${role}: ${needle.secret} as ${needle.encoding} in ${mapping}`),
      };
    });
  }

  #count(counts: QuadCounts): void {
    for (const { pid, role } of this.#processes()) if (takesPin(role)) countQuads(pid, counts);
  }

  #processes(): readonly OwnProcess[] {
    return ownProcesses(this.#kiosk.pid);
  }

  #until(wanted: (state: DockState) => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#kiosk.listen(
        () => undefined,
        (state) => {
          if (wanted(state)) resolve();
        },
      );
    });
  }

  async #needlesOf(patient: PracticePatient): Promise<readonly Needle[]> {
    const { method, orPin, typedPins } = patient.hands;
    const typed = method === 'pin' || orPin ? new Set([patient.card.pin, ...typedPins]) : [];
    return [
      ...codeBNeedles(printedCodeB(patient.card)),
      ...photoNeedles(await drawnPhoto(patient)),
      ...[...typed].flatMap((pin) => pinNeedles(pin)),
    ];
  }
}

interface RoleScan {
  readonly bytes: number;
  readonly unread: number;
  readonly finds: readonly string[];
}

/** The matcher's and the scanner's children are never given one. */
function takesPin(role: string): boolean {
  return role === 'core' || role === 'program';
}

function isIdle(state: DockState): boolean {
  return state.states.includes('journey.idle') && state.alive.length === 0;
}

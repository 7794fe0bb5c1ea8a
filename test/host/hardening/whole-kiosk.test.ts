import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { expect, test, type TestContext } from 'vitest';
import { unprivileged, withoutCapability } from './unprivileged.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const look = fileURLToPath(new URL('./programs/look.ts', import.meta.url));
const victim = fileURLToPath(new URL('./programs/victim.ts', import.meta.url));

const seenSchema = v.record(v.string(), v.string());

/** The command behind `npm start`, as package.json has it, with its flags. */
function startCommand(): string[] {
  const schema = v.object({ scripts: v.object({ honnin: v.pipe(v.string(), v.startsWith('node ')) }) });
  const { scripts } = v.parse(schema, JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')));
  return [...scripts.honnin.split(' ').slice(1), 'start', '--no-open'];
}

/** A process and all that it has started, with their command lines. */
function family(pid: number): ReadonlyMap<number, string> {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const stat = readOrNothing(`/proc/${name}/stat`);
    // pid (command) state parent …; the command may hold anything, so what follows the last bracket is read.
    const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const members = [pid];
  for (const member of members) for (const [child, parent] of parents) if (parent === member) members.push(child);
  return new Map(members.map((member) => [member, readOrNothing(`/proc/${member}/cmdline`).replaceAll('\0', ' ')]));
}

function readOrNothing(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Resolves once the kiosk has said where its glass is. */
function isUp(kiosk: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    kiosk.on('exit', (code) => reject(new Error(`the kiosk ended with ${code ?? 'a signal'}`)));
    if (kiosk.stdout === null) return reject(new Error('no output'));
    createInterface({ input: kiosk.stdout }).on('line', (line) => {
      if (line.includes('http://127.0.0.1:')) resolve();
    });
  });
}

test.skipIf(process.platform !== 'linux')(
  'R 3-19: no process of a running kiosk can be looked into by another of the same user',
  async (context: TestContext) => {
    const prefix = unprivileged([withoutCapability], look);
    if (prefix === undefined) context.skip('no setpriv: as root every process can be looked into');
    // All with the same capabilities: the kernel lets nobody look into a process that may do more than he.
    const [program, ...first] = [...prefix, process.execPath];
    const whatIsSeen = (pids: readonly number[]): { readonly [pid: string]: string } => {
      const ran = spawnSync(program, [...first, look, ...pids.map(String)], { encoding: 'utf8' });
      return v.parse(seenSchema, JSON.parse(ran.stdout));
    };

    const stillOpen = (members: ReadonlyMap<number, string>): readonly string[] => {
      const seen = whatIsSeen([...members.keys()]);
      return [...members].filter(([pid]) => seen[pid] !== 'EACCES').map(([, command]) => command);
    };

    const open = spawn(program, [...first, victim], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    const kiosk = spawn(program, [...first, ...startCommand()], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      await Promise.all([once(open, 'message'), isUp(kiosk)]);
      if (!Object.values(whatIsSeen([open.pid ?? 0])).includes('read')) {
        context.skip('this machine refuses even an open process');
      }
      const members = family(kiosk.pid ?? 0);
      const commands = [...members.values()];
      for (const part of ['honnin.ts', 'matcher', 'scanner', 'program', 'practice']) {
        expect(
          commands.some((command) => command.includes(part)),
          `a process of ${part}`,
        ).toBe(true);
      }
      // A process closes itself before its first line of ours runs, and holds nothing until then: one that has just been
      // started may not have come so far.
      await expect.poll(() => stillOpen(family(kiosk.pid ?? 0)), { timeout: 10_000 }).toEqual([]);
    } finally {
      open.kill('SIGKILL');
      kiosk.kill('SIGTERM');
      if (kiosk.exitCode === null && kiosk.signalCode === null) await once(kiosk, 'exit');
    }
  },
);

import { readdirSync, readFileSync } from 'node:fs';

export interface OwnProcess {
  readonly pid: number;
  /** core, matcher, scanner or program. */
  readonly role: string;
}

/** Command line of each kind of our processes; what is not named here is practice hardware, that is, the patient. */
const roles = [
  ['matcher', /actors\/matcher\/child\//],
  ['scanner', /actors\/scanner\/child\//],
  ['program', /actors\/program\/practice\/main/],
  ['core', /cli\/honnin\.ts/],
] as const;

/** Our processes among `root` and all that it has started. */
export function ownProcesses(root: number): readonly OwnProcess[] {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    // pid (name) state parent …; the name may hold anything, so what follows the last bracket is read.
    const stat = readOrNothing(`/proc/${entry}/stat`);
    const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
    if (parent !== undefined) parents.set(Number(entry), Number(parent));
  }
  const family = [root];
  for (const member of family) for (const [child, parent] of parents) if (parent === member) family.push(child);
  return family.flatMap((pid) => {
    const command = readOrNothing(`/proc/${pid}/cmdline`);
    const role = roles.find(([, pattern]) => pattern.test(command))?.[0];
    return role === undefined ? [] : [{ pid, role }];
  });
}

/** Runs `look` while none of the processes moves. A process that ends meanwhile is left out. */
export function whileStopped<T>(processes: readonly OwnProcess[], look: () => T): T {
  const each = (signal: 'SIGSTOP' | 'SIGCONT') => {
    for (const { pid } of processes) {
      try {
        process.kill(pid, signal);
      } catch {
        // It has ended, and its memory with it.
      }
    }
  };
  each('SIGSTOP');
  try {
    return look();
  } finally {
    each('SIGCONT');
  }
}

function readOrNothing(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

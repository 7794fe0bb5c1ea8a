/**
 * Another process of the same user. Starts a victim (argv: its flags), waits for its 'up' and tries to look into it.
 * Prints one JSON line: what each attempt gave, 'read' or the error. The victim is its own child, so that Yama's
 * ptrace_scope 1 would allow the attempt on an open victim.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import koffi from 'koffi';

const PTRACE_ATTACH = 16;
const PTRACE_DETACH = 17;

const victim = fork(new URL('./victim.ts', import.meta.url), { execArgv: process.argv.slice(2) });
const { pid } = victim;
if (pid === undefined) throw new Error('the victim did not start');
await once(victim, 'message');
console.log(
  JSON.stringify({ mem: readMemory(pid), maps: attempt(() => readFileSync(`/proc/${pid}/maps`)), ptrace: ptrace(pid) }),
);
victim.kill('SIGKILL');

function readMemory(of: number): string {
  return attempt(() => {
    const memory = openSync(`/proc/${of}/mem`, 'r');
    try {
      const start = Number.parseInt(readFileSync(`/proc/${of}/maps`, 'latin1').split('-')[0] ?? '', 16);
      readSync(memory, new Uint8Array(64), 0, 64, start);
    } finally {
      closeSync(memory);
    }
  });
}

function ptrace(of: number): string {
  const libc = koffi.load(null);
  const call = libc.func('long ptrace(int, int, intptr_t, intptr_t)');
  if (Number(call(PTRACE_ATTACH, of, 0, 0)) !== 0) return `errno ${koffi.errno()}`;
  call(PTRACE_DETACH, of, 0, 0);
  return 'read';
}

function attempt(look: () => unknown): string {
  try {
    look();
    return 'read';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'failed';
  }
}

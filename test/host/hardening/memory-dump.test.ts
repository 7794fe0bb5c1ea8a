import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { describe, expect, test, type TestContext } from 'vitest';
import { childExecArgv, coreExecArgv } from '../../../src/host/hardening/start-options.ts';
import { asNobody, unprivileged, withoutCapability } from './unprivileged.ts';

const programs = new URL('./programs/', import.meta.url);
const attacker = fileURLToPath(new URL('attacker.ts', programs));
const victim = fileURLToPath(new URL('victim.ts', programs));
const onLinux = process.platform === 'linux';

const attempts = v.strictObject({ mem: v.string(), maps: v.string(), ptrace: v.string() });

function attack(prefix: readonly string[], flags: readonly string[]): v.InferOutput<typeof attempts> {
  const [command = '', ...rest] = [...prefix, process.execPath, attacker, ...flags];
  const ran = spawnSync(command, rest, { encoding: 'utf8' });
  expect(ran.stderr).toBe('');
  return v.parse(attempts, JSON.parse(ran.stdout));
}

describe('R 3-19: another process of the same user', () => {
  test.skipIf(!onLinux)('looks into an open process but not into ours', (context: TestContext) => {
    const prefix = unprivileged([asNobody, withoutCapability], attacker);
    if (prefix === undefined) context.skip('no setpriv: as root every process can be looked into');
    const open = attack(prefix, []);
    if (open.mem !== 'read') context.skip(`this machine refuses even an open process: ${open.mem}`);
    expect(open).toEqual({ mem: 'read', maps: 'read', ptrace: 'read' });
    const refused = { mem: 'EACCES', maps: 'EACCES', ptrace: 'errno 1' };
    expect(attack(prefix, coreExecArgv())).toEqual(refused);
    expect(attack(prefix, childExecArgv())).toEqual(refused);
  });
});

/** Starts a victim with unlimited core size, lets it abort in an empty folder and lists what it left there. */
async function filesAfterAbort(flags: readonly string[]): Promise<string[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'honnin-core-'));
  try {
    const child = fork(victim, {
      cwd: folder,
      execPath: '/bin/sh',
      execArgv: ['-c', 'ulimit -c unlimited; exec "$0" "$@"', process.execPath, ...flags],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    await once(child, 'message');
    child.send('abort');
    const [, signal] = await once(child, 'exit');
    expect(signal).toBe('SIGABRT');
    return readdirSync(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('R 3-19: a crash', () => {
  test.skipIf(!onLinux)('leaves no core file', async (context: TestContext) => {
    const pattern = readFileSync('/proc/sys/kernel/core_pattern', 'utf8').trim();
    expect(await filesAfterAbort(coreExecArgv())).toEqual([]);
    expect(await filesAfterAbort(childExecArgv())).toEqual([]);
    if (pattern.startsWith('|') || pattern.includes('/')) {
      context.skip(`the positive control needs core files in the working folder, here they go to ${pattern}`);
    }
    const left = await filesAfterAbort([]);
    expect(left).toHaveLength(1);
  });
});

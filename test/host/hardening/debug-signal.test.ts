import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { childExecArgv, coreExecArgv } from '../../../src/host/hardening/start-options.ts';

const victim = fileURLToPath(new URL('./programs/victim.ts', import.meta.url));

/**
 * Sends SIGUSR1 and asks for the inspector's address until there is one or `mostRounds` questions were answered.
 * Answers the number of the round that saw it, or undefined.
 */
async function inspectorAfterSignal(flags: readonly string[], mostRounds: number): Promise<number | undefined> {
  const child = fork(victim, {
    execArgv: [...flags, '--inspect-port=0'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  try {
    await once(child, 'message');
    child.kill('SIGUSR1');
    for (let round = 1; round <= mostRounds; round++) {
      const answered = once(child, 'message');
      child.send('inspector');
      const [address] = await answered;
      if (typeof address === 'string') return round;
    }
    expect(child.exitCode).toBeNull();
    return undefined;
  } finally {
    child.kill('SIGKILL');
  }
}

test.skipIf(process.platform === 'win32')('R 3-20: SIGUSR1 opens no inspector', async () => {
  const control = await inspectorAfterSignal([], 100_000);
  expect(control).toBeDefined();
  const rounds = 20 * (control ?? 0) + 1000;
  expect(await inspectorAfterSignal(coreExecArgv(), rounds)).toBeUndefined();
  expect(await inspectorAfterSignal(childExecArgv(), rounds)).toBeUndefined();
  const withoutFlag = coreExecArgv().filter((flag) => flag !== '--disable-sigusr1');
  expect(await inspectorAfterSignal(withoutFlag, rounds)).toBeUndefined();
});

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';

/** pcscd's own places, inside the lab's mount namespace. */
const socket = '/run/pcscd/pcscd.comm';
const pidFile = '/run/pcscd/pcscd.pid';
const startMs = 5_000;
const lookMs = 5;

/**
 * One pcscd with vpcd, without systemd. Never with --apdu: that writes PINs into its log. It ends with us, however we end.
 */
export class Pcscd {
  readonly #config: string;
  readonly #failed: (code: number | null) => void;
  #child: ChildProcess | undefined;

  /** `config`: folder with the one reader.conf; `failed` is told when pcscd ends by itself. */
  constructor(config: string, failed: (code: number | null) => void) {
    this.#config = config;
    this.#failed = failed;
  }

  /** Resolves when it takes connections. @throws when it does not within 5 s. */
  async start(): Promise<void> {
    await this.stop();
    for (const left of [socket, pidFile]) rmSync(left, { force: true });
    const pcscd = ['/usr/sbin/pcscd', '--foreground', '--critical', '--config', this.#config];
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', ...pcscd], { stdio: 'ignore' });
    this.#child = child;
    child.on('exit', (code) => {
      if (this.#child !== child) return;
      this.#child = undefined;
      this.#failed(code);
    });
    const late = performance.now() + startMs;
    while (!existsSync(socket)) {
      if (performance.now() > late || this.#child === undefined) throw new Error('pcscd did not start');
      await new Promise((resolve) => setTimeout(resolve, lookMs));
    }
  }

  /** Ends it as a crash does: nobody is told good-bye. */
  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }
}

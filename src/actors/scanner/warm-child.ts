import { spawn, type ChildProcess } from 'node:child_process';
import { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import type { Engine, Hardware } from './engine.ts';
import { childMessage, type ChildMessage } from './messages.ts';

/** One scanner process. `died` and what the messages say reach whoever listens; both are remembered until then. */
export interface ScannerChild {
  readonly pid: number | undefined;
  readonly pipe: Duplex;
  /** Calls back for every message so far and from now on, and once when the process is gone or broke the protocol. */
  listen(onMessage: (message: ChildMessage) => void, onDeath: () => void): void;
  /** Ends the process and with it everything that it has seen. Safe at any time. */
  end(): void;
  readonly alive: boolean;
}

export interface ChildFiles {
  readonly network: string;
  readonly layouts: string;
  readonly engine: Engine;
  readonly hardware: Hardware;
}

/**
 * Starts the child's program with its arguments: stdin, stdout and stderr closed, fd 3 a pipe, and an IPC channel. A
 * product core gives one that adds hardening flags.
 */
export type SpawnScanner = (script: string, args: readonly string[]) => ChildProcess;

/** Nothing of the child reaches a log; its environment holds nothing but what Windows needs to start a program. */
export const spawnScanner: SpawnScanner = (script, args) =>
  spawn(process.execPath, ['--disable-sigusr1', script, ...args], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'ipc'],
    env: process.platform === 'win32' ? { SystemRoot: process.env['SystemRoot'] } : {},
  });

const script = fileURLToPath(new URL('./child/main.ts', import.meta.url));

function startChild(files: ChildFiles, spawnChild: SpawnScanner): ScannerChild {
  const process_ = spawnChild(script, [files.network, files.layouts, files.engine, files.hardware]);
  let alive = true;
  let dead = false;
  const early: ChildMessage[] = [];
  let messageTo = (message: ChildMessage): void => void early.push(message);
  let deathTo: (() => void) | undefined;
  const die = () => {
    if (dead) return;
    dead = true;
    deathTo?.();
  };
  const end = () => {
    process_.kill('SIGKILL');
  };
  process_.on('message', (given: unknown) => {
    const parsed = v.safeParse(childMessage, given);
    if (parsed.success) return messageTo(parsed.output);
    end();
    die();
  });
  process_.on('exit', () => {
    alive = false;
    die();
  });
  process_.on('error', () => {
    alive = process_.pid !== undefined && alive;
    die();
  });
  return {
    pid: process_.pid,
    pipe: pipeOf(process_),
    listen: (onMessage, onDeath) => {
      messageTo = onMessage;
      deathTo = onDeath;
      // Never inside the call: the caller may not be ready for answers yet.
      setImmediate(() => {
        for (const message of early.splice(0)) onMessage(message);
        if (dead) onDeath();
      });
    },
    end,
    get alive() {
      return alive;
    },
  };
}

/** The fourth stdio stream, fd 3 of the child. */
function pipeOf(process_: ChildProcess): Duplex {
  const stream = process_.stdio[3];
  if (!(stream instanceof Duplex)) throw new Error('scanner child: no pipe');
  // A pipe to a process that died breaks; its exit tells.
  stream.on('error', () => undefined);
  return stream;
}

/** Keeps one child ready, so that a patient does not wait for a process to start. */
export class WarmChildren {
  readonly #files: ChildFiles;
  readonly #spawnChild: SpawnScanner;
  readonly #all = new Set<ScannerChild>();
  #warm: ScannerChild | undefined;

  constructor(files: ChildFiles, spawnChild: SpawnScanner) {
    this.#files = files;
    this.#spawnChild = spawnChild;
    this.refill();
  }

  /** The warm child, or a new one. It is the caller's to end. */
  take(): ScannerChild {
    const warm = this.#warm?.alive === true ? this.#warm : this.#start();
    this.#warm = undefined;
    return warm;
  }

  /** Starts the next child; called when a patient's scan is over so that it does not compete with it. */
  refill(): void {
    if (this.#warm?.alive !== true) this.#warm = this.#start();
  }

  /** Children taken and not yet gone. */
  inUse(): number {
    for (const child of this.#all) if (!child.alive) this.#all.delete(child);
    return this.#all.size - (this.#warm?.alive === true ? 1 : 0);
  }

  close(): void {
    for (const child of this.#all) child.end();
  }

  #start(): ScannerChild {
    this.inUse();
    const child = startChild(this.#files, this.#spawnChild);
    this.#all.add(child);
    return child;
  }
}

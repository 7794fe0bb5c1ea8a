import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Writable } from 'node:stream';
import { parseTell, type Ask, type Tell } from './child/messages.ts';
import { photoPipe, sendPhoto } from './child/photo-pipe.ts';

export const childScript = fileURLToPath(new URL('./child/main.ts', import.meta.url));

/** Starts the child's process: stdin, stdout and stderr closed, fd 3 a pipe for the photo, and an IPC channel. */
export type SpawnMatcher = (script: string) => ChildProcess;

export const spawnMatcher: SpawnMatcher = (script) =>
  spawn(process.execPath, ['--disable-sigusr1', script], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'ipc'],
    env: process.platform === 'win32' ? { SystemRoot: process.env['SystemRoot'] } : {},
  });

/** After being asked to end the child may overwrite for so long; then it is killed. */
const endMs = 100;

/** The core's end of one matcher child. */
export class MatcherChild {
  readonly #process: ChildProcess;
  #listener: (words: Tell | 'crashed') => void = () => {};
  #gone = false;
  #ending = false;
  /** Resolves once the process does not exist any more. */
  readonly gone: Promise<void>;

  constructor(spawnChild: SpawnMatcher) {
    this.#process = spawnChild(childScript);
    this.gone = new Promise((resolve) => {
      const leave = () => {
        if (this.#gone) return;
        this.#gone = true;
        if (!this.#ending) this.#listener('crashed');
        resolve();
      };
      this.#process.once('exit', leave);
      this.#process.once('error', leave);
    });
    this.#process.on('message', (message) => {
      const words = parseTell(message);
      // A child that says what is not in the language is not ours any more.
      if (words === undefined) this.#process.kill('SIGKILL');
      else if (!this.#ending) this.#listener(words);
    });
    // Writing to a child that has just died is not an error of ours; its exit is told anyway.
    this.#process.stdio[photoPipe]?.on('error', () => {});
  }

  get alive(): boolean {
    return !this.#gone && !this.#ending;
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** Who hears what the child says, and 'crashed' when it went unasked. */
  listen(listener: (words: Tell | 'crashed') => void): void {
    this.#listener = listener;
  }

  ask(words: Ask): void {
    if (!this.#gone && this.#process.connected) this.#process.send(words, () => {});
  }

  enrol(photo: Uint8Array): void {
    const pipe = this.#process.stdio[photoPipe];
    if (isWritable(pipe)) sendPhoto(pipe, photo);
    this.ask({ ask: 'enrol' });
  }

  /** Asks the child to overwrite and exit, and kills it when it takes too long. Safe to call again. */
  end(): void {
    if (this.#gone || this.#ending) return;
    this.ask({ ask: 'end' });
    this.#ending = true;
    const kill = setTimeout(() => this.#process.kill('SIGKILL'), endMs);
    void this.gone.then(() => clearTimeout(kill));
  }
}

function isWritable(stream: unknown): stream is Writable {
  return (
    typeof stream === 'object' &&
    stream !== null &&
    'write' in stream &&
    'writable' in stream &&
    stream.writable === true
  );
}

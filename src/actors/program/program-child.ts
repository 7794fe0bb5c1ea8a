import { spawn, type ChildProcess } from 'node:child_process';
import type { Writable } from 'node:stream';
import { offHeap } from '../card/off-heap.ts';
import { answerSchema, helloSchema, LineCutter, lineVersion, parseLine } from './lines.ts';
import type { PinLoan } from './port.ts';

export interface ProgramCommand {
  readonly file: string;
  readonly args: readonly string[];
  /** The whole environment of the program; nothing is inherited. */
  readonly env: NodeJS.ProcessEnv;
}

/** Why a program cannot be used; also the outcome told to whoever asks it. */
export type ProgramTrouble = 'programMissing' | 'versionMismatch' | 'garbage';
/** A program that has not said its hello by then is taken as missing: a cold start from a slow disk fits in. */
const helloMs = 10_000;
/** An answer as it stands in the line, not yet checked against its job. */
export type RawAnswer = { readonly outcome: string; readonly left?: number | undefined };

/**
 * One life of the program's process. It ends when the process ends, says something that is no line of lines.ts, speaks
 * another version, or does not acknowledge a cancel in time; every open question is then answered with the trouble.
 */
export class ProgramChild {
  /** Settles after the hello: undefined when all is well. */
  readonly ready: Promise<ProgramTrouble | undefined>;
  readonly #process: ChildProcess;
  readonly #ended: () => void;
  readonly #cancelMs: number;
  readonly #open = new Map<number, (answer: RawAnswer) => void>();
  readonly #cancelling = new Map<number, NodeJS.Timeout>();
  readonly #whenQuiet: (() => void)[] = [];
  #settleReady: ((trouble: ProgramTrouble | undefined) => void) | undefined;
  #lastId = 0;
  #over = false;

  /** `ended` is called once, when this life is over. */
  constructor(command: ProgramCommand, cancelMs: number, ended: () => void) {
    this.#ended = ended;
    this.#cancelMs = cancelMs;
    this.ready = new Promise((resolve) => {
      this.#settleReady = resolve;
    });
    this.#process = spawn(command.file, [...command.args], {
      env: command.env,
      stdio: ['pipe', 'pipe', 'ignore', 'pipe'],
      windowsHide: true,
    });
    this.#process.on('error', () => this.#end('programMissing'));
    this.#process.on('exit', () => this.#end('programMissing'));
    const late = setTimeout(() => this.#end('programMissing'), helloMs);
    void this.ready.then(() => clearTimeout(late));
    const lines = new LineCutter((line) => this.#hear(line));
    this.#process.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      if (!this.#over && !lines.feed(chunk)) this.#end('garbage');
    });
    // A broken pipe is followed by 'exit', which tells it.
    for (const stream of this.#process.stdio) stream?.on('error', () => undefined);
  }

  /** Asks; the PIN, if any, goes first over its own pipe. The returned function cancels. Answers never come inside the call. */
  ask(
    body: { readonly [field: string]: string },
    pin: PinLoan | undefined,
    answer: (answer: RawAnswer) => void,
  ): () => void {
    this.#lastId += 1;
    const id = this.#lastId;
    if (this.#over) {
      queueMicrotask(() => answer({ outcome: 'programMissing' }));
      return () => undefined;
    }
    if (pin !== undefined && pin((digits) => this.#sendPin(digits)) === undefined) {
      // Without digits nothing is asked: the card keeps its tries.
      queueMicrotask(() => answer({ outcome: 'pinUnknown' }));
      return () => undefined;
    }
    this.#open.set(id, answer);
    this.#say({ id, ...body });
    return () => this.#cancel(id);
  }

  /** Resolves when no cancel is waiting for its acknowledgement. */
  quiet(): Promise<void> {
    if (this.#cancelling.size === 0) return Promise.resolve();
    return new Promise((resolve) => void this.#whenQuiet.push(resolve));
  }

  kill(): void {
    this.#end('programMissing');
  }

  #sendPin(digits: Uint8Array<ArrayBuffer>): true {
    const own = offHeap(1 + digits.length);
    own[0] = digits.length;
    own.set(digits, 1);
    const pipe = this.#process.stdio[3];
    if (isWritable(pipe)) pipe.write(own, () => own.fill(0));
    else own.fill(0);
    return true;
  }

  #cancel(id: number): void {
    if (!this.#open.delete(id)) return;
    this.#say({ id, do: 'cancel' });
    this.#cancelling.set(
      id,
      setTimeout(() => this.#end('programMissing'), this.#cancelMs),
    );
  }

  #say(line: { readonly [field: string]: string | number }): void {
    this.#process.stdin?.write(`${JSON.stringify(line)}\n`);
  }

  #hear(line: string): void {
    if (this.#over) return;
    if (this.#settleReady !== undefined) return this.#greet(line);
    const said = parseLine(answerSchema, line);
    if (said === undefined) return this.#end('garbage');
    const timer = this.#cancelling.get(said.id);
    if (timer !== undefined) {
      // Either the acknowledgement or an answer that crossed the cancel on its way.
      clearTimeout(timer);
      this.#cancelling.delete(said.id);
      if (this.#cancelling.size === 0) this.#tellQuiet();
      return undefined;
    }
    if ('cancelled' in said) return undefined;
    const answer = this.#open.get(said.id);
    this.#open.delete(said.id);
    answer?.(said.left === undefined ? { outcome: said.outcome } : { outcome: said.outcome, left: said.left });
    return undefined;
  }

  #greet(line: string): void {
    const hello = parseLine(helloSchema, line);
    if (hello === undefined) return this.#end('garbage');
    if (hello.speaks !== lineVersion) return this.#end('versionMismatch');
    this.#settleReady?.(undefined);
    this.#settleReady = undefined;
    return undefined;
  }

  #end(trouble: ProgramTrouble): void {
    if (this.#over) return;
    this.#over = true;
    this.#ended();
    this.#settleReady?.(trouble);
    this.#settleReady = undefined;
    for (const timer of this.#cancelling.values()) clearTimeout(timer);
    this.#cancelling.clear();
    const answers = [...this.#open.values()];
    this.#open.clear();
    this.#process.kill('SIGKILL');
    for (const answer of answers) answer({ outcome: trouble });
    this.#tellQuiet();
  }

  #tellQuiet(): void {
    for (const tell of this.#whenQuiet.splice(0)) tell();
  }
}

function isWritable(stream: unknown): stream is Writable {
  return typeof stream === 'object' && stream !== null && 'write' in stream;
}

import { connect, type Socket } from 'node:net';
import { offHeap } from '../off-heap.ts';
import { FrameParser, kinds, sendFrame, type Kind } from './wire.ts';

/** What a frame from the server brought; 'lost' when the connection ended first. */
export type Reply = { readonly kind: number; readonly length: number } | 'lost';

export interface LinkEvents {
  readonly presence: (code: number) => void;
  /** JSON text for the pretend program. */
  readonly program: (note: string) => void;
  readonly lost: () => void;
}

interface Question {
  readonly into: Uint8Array;
  readonly settle: (reply: Reply) => void;
}

/** One connection to the practice reader's server. Its receive buffer is its own and overwritten after each chunk. */
export class ReaderLink {
  readonly #socket: Socket;
  readonly #pushed = offHeap(4096);
  #question: Question | undefined;
  #gone = false;

  /** Undefined when nobody listens there. */
  static open(path: string, events: LinkEvents): Promise<ReaderLink | undefined> {
    return new Promise((resolve) => {
      const link = new ReaderLink(path, events, (connected) => resolve(connected ? link : undefined));
    });
  }

  private constructor(path: string, events: LinkEvents, ready: (connected: boolean) => void) {
    const parser = new FrameParser(
      (kind, length) => this.#place(kind, length),
      (kind, length) => this.#take(kind, length, events),
    );
    const receive = (length: number, buffer: Uint8Array) => {
      if (!parser.feed(buffer.subarray(0, length))) this.#socket.destroy();
      buffer.fill(0, 0, length);
      return true;
    };
    let connected = false;
    this.#socket = connect({ path, onread: { buffer: offHeap(65_536), callback: receive } });
    this.#socket.on('connect', () => {
      connected = true;
      ready(true);
    });
    this.#socket.on('error', () => this.#socket.destroy());
    this.#socket.on('close', () => {
      this.#gone = true;
      this.#pushed.fill(0);
      this.#answer('lost');
      if (connected) events.lost();
      else ready(false);
    });
  }

  /** Sends a request and lets its reply's payload be written into `into`; a longer payload is dropped. One at a time. */
  ask(kind: Kind, payload: Uint8Array, into: Uint8Array): Promise<Reply> {
    if (this.#gone || this.#question !== undefined) return Promise.resolve('lost');
    return new Promise((settle) => {
      this.#question = { into, settle };
      sendFrame(this.#socket, kind, payload);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #place(kind: number, length: number): Uint8Array | undefined {
    const target = kind === kinds.presence || kind === kinds.program ? this.#pushed : this.#question?.into;
    return target !== undefined && length <= target.length ? target : undefined;
  }

  #take(kind: number, length: number, events: LinkEvents): void {
    if (kind === kinds.presence) events.presence(this.#pushed[0] ?? 0);
    else if (kind === kinds.program) events.program(Buffer.from(this.#pushed.subarray(0, length)).toString('utf8'));
    else this.#answer({ kind, length });
  }

  #answer(reply: Reply): void {
    const question = this.#question;
    this.#question = undefined;
    question?.settle(reply);
  }
}

import { offHeap } from '../off-heap.ts';
import type { CardSession, CardTransport, Connected, Presence, Transmitted } from '../transport.ts';
import { ReaderLink, type Reply } from './reader-link.ts';
import { faults, kinds, presences, refusals, type Kind } from './wire.ts';

/** How often a reader that nobody serves is looked for again. */
const lookAgainMs = 250;
const nothing = new Uint8Array(0);

export interface ReaderClientOptions {
  /** Notes of the practice hardware for the pretend program. */
  readonly program?: (note: string) => void;
}

/** The practice reader as a CardTransport, reached over the socket of `servePracticeReader`. */
export class ReaderClient implements CardTransport {
  readonly #path: string;
  readonly #program: (note: string) => void;
  readonly #watchers = new Set<(presence: Presence) => void>();
  #presence: Presence | undefined;
  #link: ReaderLink | undefined;
  #opening: Promise<ReaderLink | undefined> | undefined;
  #again: NodeJS.Timeout | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(path: string, options: ReaderClientOptions = {}) {
    this.#path = path;
    this.#program = options.program ?? (() => undefined);
  }

  watch(tell: (presence: Presence) => void): () => void {
    this.#watchers.add(tell);
    const known = this.#presence;
    if (known !== undefined) queueMicrotask(() => this.#watchers.has(tell) && tell(known));
    void this.#reach();
    return () => void this.#watchers.delete(tell);
  }

  async connect(): Promise<Connected> {
    const code = offHeap(1);
    const link = await this.#reach();
    if (link === undefined) return { refused: 'readerLost' };
    const reply = await this.#ask(link, kinds.connect, nothing, code);
    if (reply === 'lost') return { refused: 'readerLost' };
    if (reply.kind === kinds.opened) return { session: this.#session(link) };
    return { refused: refusals[code[0] ?? 0] ?? 'readerLost' };
  }

  /** Ends the connection for good; an open session is let go of. */
  close(): void {
    this.#closed = true;
    this.#watchers.clear();
    clearTimeout(this.#again);
    this.#link?.close();
  }

  #session(link: ReaderLink): CardSession {
    let open = true;
    const transmit = async (command: Uint8Array, response: Uint8Array): Promise<Transmitted> => {
      if (!open) return { fault: 'cardGone' };
      const reply = await this.#ask(link, kinds.transmit, command, response);
      if (reply === 'lost') return { fault: 'readerLost' };
      if (reply.kind === kinds.answer) {
        return reply.length <= response.length ? { length: reply.length } : { fault: 'protocol' };
      }
      return { fault: faults[response[0] ?? 0] ?? 'protocol' };
    };
    const end = async () => {
      if (!open) return;
      open = false;
      await this.#ask(link, kinds.end, nothing, nothing);
    };
    return { transmit, end };
  }

  /** Requests go one at a time, whoever asks. */
  #ask(link: ReaderLink, kind: Kind, payload: Uint8Array, into: Uint8Array): Promise<Reply> {
    const mine = this.#turn.then(() => link.ask(kind, payload, into));
    this.#turn = mine;
    return mine;
  }

  #reach(): Promise<ReaderLink | undefined> {
    if (this.#closed) return Promise.resolve(undefined);
    if (this.#link !== undefined) return Promise.resolve(this.#link);
    this.#opening ??= this.#open();
    return this.#opening;
  }

  async #open(): Promise<ReaderLink | undefined> {
    const link = await ReaderLink.open(this.#path, {
      presence: (code) => this.#see(presences[code] ?? 'readerLost'),
      program: this.#program,
      lost: () => {
        this.#link = undefined;
        this.#missed();
      },
    });
    this.#opening = undefined;
    this.#link = link;
    if (this.#closed) link?.close();
    else if (link === undefined) this.#missed();
    return link;
  }

  #missed(): void {
    this.#see('readerLost');
    if (this.#closed || this.#watchers.size === 0) return;
    clearTimeout(this.#again);
    this.#again = setTimeout(() => void this.#reach(), lookAgainMs);
  }

  #see(presence: Presence): void {
    if (this.#presence === presence && presence === 'readerLost') return;
    this.#presence = presence;
    for (const tell of this.#watchers) tell(presence);
  }
}

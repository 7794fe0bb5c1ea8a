import type { CardTransport, Connected, ConnectRefusal, Presence } from '../transport.ts';
import { meaningOf, type Meaning } from './codes.ts';
import { realClock, type PcscClock } from './clock.ts';
import { anyProtocol, disposition, shareExclusive, type Handle, type PcscLibrary } from './library.ts';
import { openNativeLibrary } from './native-library.ts';
import type { PcscNote } from './notes.ts';
import { PcscSession } from './pcsc-session.ts';
import { chooseReader } from './reader-choice.ts';
import { ReaderLoop } from './reader-loop.ts';
import { ServiceContext } from './service-context.ts';

export interface PcscOptions {
  /** Name of the one reader that is used, whole or without its running number (R 3-20). */
  readonly reader: string;
  /** Hears what happened to service, reader and card; for the log. */
  readonly note?: (note: PcscNote) => void;
  /** Absent: the system's own. */
  readonly library?: PcscLibrary | undefined;
  readonly clock?: PcscClock;
}

type Attempt = Connected | { readonly failed: Exclude<Meaning, 'ok'> };

/** A card reader over the operating system's PC/SC service. The card is held only while a session is open. */
export class PcscTransport implements CardTransport {
  readonly #library: PcscLibrary | undefined;
  readonly #options: PcscOptions;
  readonly #clock: PcscClock;
  readonly #note: (note: PcscNote) => void;
  readonly #context: ServiceContext | undefined;
  readonly #loops = new Set<ReaderLoop>();
  readonly #sessions = new Set<PcscSession>();
  #closed = false;

  constructor(options: PcscOptions) {
    this.#options = options;
    this.#library = options.library ?? openNativeLibrary();
    this.#clock = options.clock ?? realClock;
    this.#note = options.note ?? (() => undefined);
    this.#context = this.#library === undefined ? undefined : new ServiceContext(this.#library);
  }

  watch(tell: (presence: Presence) => void): () => void {
    const library = this.#library;
    if (library === undefined || this.#closed) {
      let over = false;
      queueMicrotask(() => over || tell('readerLost'));
      return () => {
        over = true;
      };
    }
    let over = false;
    const loop = new ReaderLoop({
      library,
      clock: this.#clock,
      configured: this.#options.reader,
      note: this.#note,
      tell: (presence) => over || tell(presence),
    });
    this.#loops.add(loop);
    return () => {
      over = true;
      void loop.end().then(() => this.#loops.delete(loop));
    };
  }

  async connect(): Promise<Connected> {
    const library = this.#library;
    const service = this.#context;
    if (library === undefined || service === undefined || this.#closed) return { refused: 'readerLost' };
    let attempt = await this.#attempt(library, service);
    if ('failed' in attempt && attempt.failed === 'service') {
      // The context may be from before a restart of the service: once more with a new one.
      this.#note('stale');
      await service.drop();
      attempt = await this.#attempt(library, service);
    }
    if (!('failed' in attempt)) return attempt;
    if (attempt.failed === 'service') await service.drop();
    if (attempt.failed === 'sharing') this.#note('sharing');
    return { refused: refusals[attempt.failed] };
  }

  /** Lets go of everything; resolves once no call into the library is under way. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#sessions].map((session) => session.end()));
    await Promise.all([...this.#loops].map((loop) => loop.end()));
    await this.#context?.drop();
  }

  async #attempt(library: PcscLibrary, service: ServiceContext): Promise<Attempt> {
    const context = await service.current();
    if (context === undefined) return { failed: 'service' };
    const listed = await library.listReaders(context);
    const found = meaningOf(listed.code);
    if (found !== 'ok') return { failed: found };
    const choice = chooseReader(listed.readers, this.#options.reader);
    if ('none' in choice) return { failed: 'noReader' };
    const opened = await library.connect(context, choice.reader, shareExclusive, anyProtocol);
    const meaning = meaningOf(opened.code);
    if (meaning !== 'ok') return { failed: meaning };
    return this.#take(library, opened.card);
  }

  /** A card that somebody used before us may have an application selected or a key verified: it starts anew. */
  async #take(library: PcscLibrary, card: Handle): Promise<Attempt> {
    const { code, protocol } = await library.reconnect(card, shareExclusive, anyProtocol, disposition.reset);
    const reset = meaningOf(code);
    const begun = reset === 'ok' ? meaningOf(await library.beginTransaction(card)) : reset;
    if (begun !== 'ok' || this.#closed) {
      await library.disconnect(card, disposition.reset);
      return { failed: begun === 'ok' ? 'noReader' : begun };
    }
    const session = new PcscSession({
      library,
      clock: this.#clock,
      card,
      protocol,
      note: this.#note,
    });
    this.#sessions.add(session);
    return { session: { transmit: (...bytes) => session.transmit(...bytes), end: () => this.#end(session) } };
  }

  async #end(session: PcscSession): Promise<void> {
    await session.end();
    this.#sessions.delete(session);
  }
}

const refusals: { readonly [M in Exclude<Meaning, 'ok'>]: ConnectRefusal } = {
  timeout: 'mute',
  cancelled: 'readerLost',
  service: 'readerLost',
  noReader: 'readerLost',
  noCard: 'noCard',
  sharing: 'sharing',
  mute: 'mute',
  reset: 'mute',
  exchange: 'mute',
};

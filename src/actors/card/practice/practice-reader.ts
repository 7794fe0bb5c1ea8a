import type { CardSession, CardTransport, Connected, Presence, Transmitted } from '../transport.ts';
import { AirClock, realReaderClock, type ReaderClock } from './air-clock.ts';
import { airTime } from './air-time.ts';
import type { PracticeCard } from './practice-card.ts';

/** One of the two who may hold the card: remembers its card and how many APDUs it has sent. */
interface Holder {
  readonly card: PracticeCard;
  apdus: number;
}

/**
 * The practice card reader: a card can be put on it and taken away, it can break and be repaired, and one holder at a time
 * opens the card. Spends the time that a contactless card would.
 */
export class PracticeReader implements CardTransport {
  readonly #air: AirClock;
  readonly #watchers = new Set<(presence: Presence) => void>();
  #card: PracticeCard | undefined;
  #broken = false;
  #holder: Holder | undefined;

  constructor(clock: ReaderClock = realReaderClock) {
    this.#air = new AirClock(clock);
  }

  place(card: PracticeCard): void {
    if (this.#card !== undefined) this.remove();
    card.os.reset();
    this.#card = card;
    this.#push();
  }

  remove(): void {
    if (this.#card === undefined) return;
    this.#card.os.reset();
    this.#card = undefined;
    this.#holder = undefined;
    this.#push();
  }

  /** The reader's cable is pulled. A card stays where it is, unpowered. */
  breakDown(): void {
    this.#broken = true;
    this.#card?.os.reset();
    this.#holder = undefined;
    this.#push();
  }

  repair(): void {
    if (!this.#broken) return;
    this.#broken = false;
    this.#push();
  }

  presence(): Presence {
    if (this.#broken) return 'readerLost';
    return this.#card === undefined ? 'absent' : 'present';
  }

  watch(tell: (presence: Presence) => void): () => void {
    this.#watchers.add(tell);
    queueMicrotask(() => this.#watchers.has(tell) && tell(this.presence()));
    return () => void this.#watchers.delete(tell);
  }

  async connect(): Promise<Connected> {
    if (this.#broken) return { refused: 'readerLost' };
    const card = this.#card;
    if (card === undefined) return { refused: 'noCard' };
    if (card.mute) return { refused: 'mute' };
    if (this.#holder !== undefined) return { refused: 'sharing' };
    card.os.reset();
    const holder: Holder = { card, apdus: 0 };
    this.#holder = holder;
    this.#air.restart();
    return { session: this.#session(holder) };
  }

  #session(holder: Holder): CardSession {
    return {
      transmit: (command, response) => this.#transmit(holder, command, response),
      end: async () => {
        if (this.#holder !== holder) return;
        holder.card.os.reset();
        this.#holder = undefined;
      },
    };
  }

  async #transmit(
    holder: Holder,
    command: Uint8Array<ArrayBuffer>,
    response: Uint8Array<ArrayBuffer>,
  ): Promise<Transmitted> {
    if (this.#holder !== holder) return { fault: this.#broken ? 'readerLost' : 'cardGone' };
    holder.apdus += 1;
    // The card has done its work, counters included, when it is pulled: only its answer is lost.
    const answer = holder.card.os.answer(command);
    try {
      await this.#air.spend(airTime(command.length, answer.length, holder.card.speed));
      if (holder.apdus === holder.card.pulledAtApdu && this.#holder === holder) {
        holder.card.pulledAtApdu = undefined;
        this.remove();
      }
      if (this.#holder !== holder) return { fault: this.#broken ? 'readerLost' : 'cardGone' };
      if (answer.length > response.length) return { fault: 'protocol' };
      response.set(answer);
      return { length: answer.length };
    } finally {
      answer.fill(0);
    }
  }

  #push(): void {
    const presence = this.presence();
    for (const tell of this.#watchers) queueMicrotask(() => this.#watchers.has(tell) && tell(presence));
  }
}

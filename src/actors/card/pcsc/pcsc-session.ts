import type { CardSession, Transmitted } from '../transport.ts';
import { meaningOf } from './codes.ts';
import type { PcscClock } from './clock.ts';
import { disposition, type Handle, type PcscLibrary } from './library.ts';
import type { PcscNote } from './notes.ts';

/**
 * Longest time an open card is held without a command. Others may want it (R 2-1), and Windows itself resets a card whose
 * transaction idles for 5 s.
 */
export const longestIdleMs = 1000;

export interface OpenCard {
  readonly library: PcscLibrary;
  readonly clock: PcscClock;
  readonly card: Handle;
  readonly protocol: number;
  readonly note: (note: PcscNote) => void;
}

/** An exclusive connection to a card. Ends with a reset of the card, by itself after `longestIdleMs` without a command. */
export class PcscSession implements CardSession {
  readonly #open: OpenCard;
  #ending: Promise<void> | undefined;
  #busy = false;
  #stopIdle: () => void = () => undefined;

  constructor(open: OpenCard) {
    this.#open = open;
    this.#restIdle();
  }

  async transmit(command: Uint8Array<ArrayBuffer>, response: Uint8Array<ArrayBuffer>): Promise<Transmitted> {
    if (this.#ending !== undefined) return { fault: 'cardGone' };
    const { library, card, protocol, note } = this.#open;
    this.#stopIdle();
    this.#busy = true;
    const { code, length } = await library.transmit(card, protocol, command, response);
    this.#busy = false;
    if (this.#ending !== undefined) return { fault: 'cardGone' };
    this.#restIdle();
    switch (meaningOf(code)) {
      case 'ok':
        break;
      // The next connect renews a context that the service has forgotten.
      case 'service':
      case 'noReader':
        return { fault: 'readerLost' };
      case 'noCard':
      case 'mute':
      case 'reset':
        note('cardLost');
        return { fault: 'cardGone' };
      default:
        note('driver');
        return { fault: 'protocol' };
    }
    // vpcd, and drivers like it, tell a removal in the middle of an exchange as a success without bytes.
    if (length === 0) {
      note('cardLost');
      return { fault: 'cardGone' };
    }
    if (length >= 2 && length <= response.length) return { length };
    note('driver');
    return { fault: 'protocol' };
  }

  end(): Promise<void> {
    this.#stopIdle();
    this.#ending ??= this.#letGo();
    return this.#ending;
  }

  async #letGo(): Promise<void> {
    const { library, card } = this.#open;
    await library.endTransaction(card, disposition.leave);
    await library.disconnect(card, disposition.reset);
  }

  #restIdle(): void {
    this.#stopIdle = this.#open.clock.after(longestIdleMs, () => {
      if (this.#busy || this.#ending !== undefined) return;
      this.#open.note('idle');
      void this.end();
    });
  }
}

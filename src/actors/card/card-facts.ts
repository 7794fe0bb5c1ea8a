import { offHeap } from './off-heap.ts';

/** A calendar date printed on or stored in the card. */
export interface CardDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const serialBytes = 15;

/**
 * What is known about the card that lies on the reader now, shared between the card's jobs and the scanner's judge, who
 * compares the printed expiry with the chip's. Lives as long as the card stays: `wipe` on every removal.
 */
export class CardFacts {
  readonly #serial = offHeap(serialBytes);
  #serialKnown = false;
  #expiry: CardDate | undefined;
  #codeBPresented = false;

  /** Expiry of the card as the chip says it; undefined when not read, or the chip would not say. */
  expiry(): CardDate | undefined {
    return this.#expiry;
  }

  setExpiry(expiry: CardDate | undefined): void {
    this.#expiry = expiry;
  }

  /** Keeps the serial at first sight, later says whether it is still the same card. `serial` holds 15 bytes. */
  sameCard(serial: Uint8Array): boolean {
    if (this.#serialKnown) return this.#serial.every((byte, at) => byte === serial[at]);
    this.#serial.set(serial.subarray(0, serialBytes));
    this.#serialKnown = true;
    return true;
  }

  /** True once 照合番号B has been sent in this insertion, whatever the card answered. */
  codeBPresented(): boolean {
    return this.#codeBPresented;
  }

  noteCodeBPresented(): void {
    this.#codeBPresented = true;
  }

  /** Overwrites what is personal (R 3-16) but not that 照合番号B was presented: for the end of a journey with the card still there. */
  forgetPerson(): void {
    this.#serial.fill(0);
    this.#serialKnown = false;
    this.#expiry = undefined;
  }

  /** The card has left the reader. */
  wipe(): void {
    this.forgetPerson();
    this.#codeBPresented = false;
  }
}

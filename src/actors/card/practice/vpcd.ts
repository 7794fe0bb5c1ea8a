import { connect, type Socket } from 'node:net';
import { offHeap } from '../off-heap.ts';
import { AirClock, realReaderClock, type ReaderClock } from './air-clock.ts';
import { airTime } from './air-time.ts';
import type { PracticeCard } from './practice-card.ts';

/** Where vpcd listens for its card, or a relay that leads there. */
export type VpcdAddress = { readonly port: number } | { readonly path: string };

/** vpcd's first slot. */
export const vpcdPort = 35_963;
/** Messages of one byte are vpcd's own orders; a command APDU has four or more. */
const orders = { off: 0, on: 1, reset: 2, answerToReset: 4 } as const;
/** ATR of a contactless My Number card in PC/SC readers (card.md) [B]; nobody may tell cards by it. */
const answerToReset = Uint8Array.of(0x3b, 0x88, 0x80, 0x01, 0, 0, 0x05, 0xe0, 0xb3, 0x81, 0xa1, 0, 0x7f);
const headBytes = 2;
/** Most that the two bytes of length can say. */
const longestMessage = 65_535;
/** How often a vpcd that is away (pcscd restarts) is tried again while a card is held to it. */
const againMs = 50;

/**
 * Holds a practice card to vpcd, the virtual reader of pcscd. Each message, either way, is two bytes of length (big endian)
 * and the bytes; the connection's being there is the card's being there.
 */
export class VpcdSlot {
  readonly #address: VpcdAddress;
  readonly #pulled: () => void;
  readonly #air: AirClock;
  #card: PracticeCard | undefined;
  #socket: Socket | undefined;
  #again: NodeJS.Timeout | undefined;
  #apdus = 0;

  /** `pulled` is called when the card leaves by itself (`pulledAtApdu`). */
  constructor(address: VpcdAddress, pulled: () => void = () => undefined, clock: ReaderClock = realReaderClock) {
    this.#address = address;
    this.#pulled = pulled;
    this.#air = new AirClock(clock);
  }

  place(card: PracticeCard): void {
    this.remove();
    card.os.reset();
    this.#card = card;
    this.#connect(card);
  }

  remove(): void {
    clearTimeout(this.#again);
    this.#card?.os.reset();
    this.#card = undefined;
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  #connect(card: PracticeCard): void {
    const socket = connect({ host: '127.0.0.1', ...this.#address });
    this.#socket = socket;
    socket.setNoDelay(true);
    let work = Promise.resolve();
    const cutter = new MessageCutter((message) => {
      work = work.then(() => this.#hear(card, socket, message));
    });
    socket.on('data', (chunk) => {
      if (typeof chunk === 'string') return;
      cutter.feed(chunk);
      chunk.fill(0);
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      if (this.#socket !== socket) return;
      card.os.reset();
      this.#again = setTimeout(() => this.#connect(card), againMs);
    });
  }

  async #hear(card: PracticeCard, socket: Socket, message: Uint8Array): Promise<void> {
    if (message.length === 1) {
      this.#obey(card, socket, message[0] ?? 0);
      return;
    }
    this.#apdus += 1;
    const apdu = this.#apdus;
    // vpcd has no word for a card without an answer to reset (it then sees none at all): a mute one stammers instead.
    const answer = card.mute ? offHeap(1) : card.os.answer(message);
    await this.#air.spend(airTime(message.length, answer.length, card.speed));
    message.fill(0);
    // As on the practice reader: the card has done its work when it is pulled, only its answer is lost.
    if (apdu === card.pulledAtApdu && this.#socket === socket) {
      card.pulledAtApdu = undefined;
      this.remove();
      this.#pulled();
    }
    send(socket, answer);
    answer.fill(0);
  }

  #obey(card: PracticeCard, socket: Socket, order: number): void {
    if (order === orders.answerToReset) return send(socket, answerToReset);
    if (order === orders.on || order === orders.off || order === orders.reset) {
      card.os.reset();
      this.#apdus = 0;
      this.#air.restart();
    }
    return undefined;
  }
}

/** In one write: two would wait for each other's acknowledgement. The copy is overwritten once it is on its way. */
function send(socket: Socket, bytes: Uint8Array): void {
  if (socket.destroyed || bytes.length > longestMessage) return;
  const message = offHeap(headBytes + bytes.length);
  new DataView(message.buffer).setUint16(0, bytes.length);
  message.set(bytes, headBytes);
  socket.write(message, () => message.fill(0));
}

/** Puts messages together from the chunks of the stream; each is the taker's own. */
class MessageCutter {
  readonly #take: (message: Uint8Array<ArrayBuffer>) => void;
  readonly #head = offHeap(headBytes);
  #headFilled = 0;
  #message: Uint8Array<ArrayBuffer> = offHeap(0);
  #filled = 0;

  constructor(take: (message: Uint8Array<ArrayBuffer>) => void) {
    this.#take = take;
  }

  feed(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length;) {
      if (this.#headFilled < headBytes) {
        this.#head[this.#headFilled++] = chunk[at++] ?? 0;
        if (this.#headFilled < headBytes) continue;
        this.#message = offHeap(new DataView(this.#head.buffer).getUint16(0));
        this.#filled = 0;
      }
      const part = chunk.subarray(at, at + this.#message.length - this.#filled);
      this.#message.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
      if (this.#filled < this.#message.length) return;
      this.#headFilled = 0;
      if (this.#message.length > 0) this.#take(this.#message);
    }
  }
}

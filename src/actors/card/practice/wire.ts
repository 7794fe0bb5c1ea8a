import type { Socket } from 'node:net';
import { offHeap } from '../off-heap.ts';
import type { ConnectRefusal, Presence, TransportFault } from '../transport.ts';

/**
 * How processes reach the practice reader: over a local socket, in frames of
 *
 *   0  u32 big endian: payload bytes      4  u8 kind      5  payload
 *
 * A process asks connect, transmit (payload: the command APDU) and end, one at a time, and gets one reply each: opened or
 * refused, answer (payload: the card's answer) or fault, ended. Presence (1 byte) and program notes (JSON, for the pretend
 * program only, without secrets) are pushed.
 */
export const kinds = {
  connect: 1,
  transmit: 2,
  end: 3,
  opened: 16,
  refused: 17,
  answer: 18,
  fault: 19,
  ended: 20,
  presence: 32,
  program: 33,
} as const;
export type Kind = (typeof kinds)[keyof typeof kinds];

/** One-byte codes are places in these lists. */
export const presences = ['absent', 'present', 'readerLost'] as const satisfies readonly Presence[];
export const refusals = ['noCard', 'sharing', 'mute', 'readerLost'] as const satisfies readonly ConnectRefusal[];
export const faults = ['cardGone', 'readerLost', 'protocol'] as const satisfies readonly TransportFault[];

const headBytes = 5;
/** The longest card answer and room. */
const longestPayload = 70_000;

/** Sends one frame; the copy made for it is overwritten once it is on its way. */
export function sendFrame(socket: Socket, kind: Kind, payload: Uint8Array = new Uint8Array(0)): void {
  if (socket.destroyed) return;
  const frame = offHeap(headBytes + payload.length);
  new DataView(frame.buffer).setUint32(0, payload.length);
  frame[4] = kind;
  frame.set(payload, headBytes);
  socket.write(frame, () => frame.fill(0));
}

/**
 * Puts frames together from the chunks of a stream. `place` says where a payload shall be written (undefined: nowhere, it
 * is dropped); `take` is called when it is complete.
 */
export class FrameParser {
  readonly #head = offHeap(headBytes);
  #headFilled = 0;
  #target: Uint8Array | undefined;
  #length = 0;
  #filled = 0;
  readonly #place: (kind: number, length: number) => Uint8Array | undefined;
  readonly #take: (kind: number, length: number) => void;

  constructor(
    place: (kind: number, length: number) => Uint8Array | undefined,
    take: (kind: number, length: number) => void,
  ) {
    this.#place = place;
    this.#take = take;
  }

  /** False when the bytes cannot be frames; the caller drops the connection. The chunk is the caller's to overwrite. */
  feed(chunk: Uint8Array): boolean {
    let at = 0;
    while (at < chunk.length || this.#complete()) {
      if (this.#headFilled < headBytes) {
        this.#head[this.#headFilled++] = chunk[at++] ?? 0;
        if (this.#headFilled < headBytes) continue;
        this.#length = new DataView(this.#head.buffer).getUint32(0);
        if (this.#length > longestPayload) return false;
        this.#filled = 0;
        this.#target = this.#place(this.#head[4] ?? 0, this.#length);
      }
      const part = chunk.subarray(at, at + this.#length - this.#filled);
      this.#target?.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
      if (!this.#complete()) break;
      this.#headFilled = 0;
      this.#target = undefined;
      this.#take(this.#head[4] ?? 0, this.#length);
    }
    return true;
  }

  #complete(): boolean {
    return this.#headFilled === headBytes && this.#filled === this.#length;
  }
}

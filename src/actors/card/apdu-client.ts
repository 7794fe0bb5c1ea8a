import { aidBytes } from './applications.ts';
import { offHeap } from './off-heap.ts';
import { isStatusWord, statusOf } from './status-word.ts';
import type { CardSession, TransportFault } from './transport.ts';

/** Longest short answer: 256 bytes and the status word. */
const shortAnswer = 258;
/**
 * Commands one client sends at most. An EF of 64 KiB takes 256 short READ BINARYs and everything else about 30; a card
 * that hands out one byte at a time shall not hold the kiosk for minutes.
 */
const mostCommands = 400;

/** 'missing': no such file, key or application; 'refused': another status word; 'ended': the job was stopped. */
export type CardFault = TransportFault | 'missing' | 'refused' | 'ended';
export type Answer = { readonly word: number; readonly length: number } | { readonly fault: CardFault };
export type Read = { readonly length: number } | { readonly fault: CardFault };

/** Speaks ISO/IEC 7816-4 over one session. Keeps one scratch buffer, overwritten by `close`. */
export class ApduClient {
  /** Short answers land here, valid until the next command. */
  readonly scratch = offHeap(shortAnswer);
  readonly #session: CardSession;
  readonly #wanted: () => boolean;
  #commands = 0;

  /** `wanted` is asked around each command: a stopped job sends nothing more and looks at no more answers. */
  constructor(session: CardSession, wanted: () => boolean = () => true) {
    this.#session = session;
    this.#wanted = wanted;
  }

  wanted(): boolean {
    return this.#wanted();
  }

  /** Sends a command; the answer's data lies at the start of `response`, its status word is taken off. */
  async send(request: Uint8Array<ArrayBuffer>, response: Uint8Array<ArrayBuffer> = this.scratch): Promise<Answer> {
    if (!this.#wanted()) return { fault: 'ended' };
    this.#commands += 1;
    if (this.#commands > mostCommands) return { fault: 'protocol' };
    const sent = await this.#session.transmit(request, response);
    if (!this.#wanted()) return { fault: 'ended' };
    if ('fault' in sent) return sent;
    if (sent.length < 2 || sent.length > response.length) return { fault: 'protocol' };
    const length = sent.length - 2;
    const word = ((response[length] ?? 0) << 8) | (response[length + 1] ?? 0);
    return isStatusWord(word) ? { word, length } : { fault: 'protocol' };
  }

  /** SELECT by application id: 00 A4 04 0C. */
  async selectApplication(aid: string): Promise<'ok' | CardFault> {
    return this.#outcome(await this.send(command(0x00, 0xa4, 0x04, 0x0c, aidBytes(aid))));
  }

  /** SELECT of an elementary file under the present application: 00 A4 02 0C. */
  async selectFile(id: number): Promise<'ok' | CardFault> {
    return this.#outcome(await this.send(command(0x00, 0xa4, 0x02, 0x0c, [id >> 8, id & 0xff])));
  }

  /**
   * READ BINARY of the selected file from an offset below 32,768 into `response` (at least 2 bytes longer than `length`).
   * Up to 256 bytes go as a short APDU, up to 65,536 as an extended one. The card may answer with fewer bytes.
   */
  async readBinary(offset: number, length: number, response: Uint8Array<ArrayBuffer> = this.scratch): Promise<Read> {
    const head = [0x00, 0xb0, offset >> 8, offset & 0xff] as const;
    const le = length <= 256 ? [length & 0xff] : [0x00, (length >> 8) & 0xff, length & 0xff];
    return this.#read(Uint8Array.of(...head, ...le), response);
  }

  /** READ RECORD by number: 00 B2 n 04 00. */
  async readRecord(number: number): Promise<Read> {
    return this.#read(Uint8Array.of(0x00, 0xb2, number, 0x04, 0x00), this.scratch);
  }

  close(): void {
    this.scratch.fill(0);
  }

  async #read(bytes: Uint8Array<ArrayBuffer>, response: Uint8Array<ArrayBuffer>): Promise<Read> {
    const answer = await this.send(bytes, response);
    const outcome = this.#outcome(answer);
    if (outcome !== 'ok') return { fault: outcome };
    return 'fault' in answer ? answer : { length: answer.length };
  }

  #outcome(answer: Answer): 'ok' | CardFault {
    if ('fault' in answer) return answer.fault;
    const status = statusOf(answer.word);
    return status === 'ok' || status === 'missing' ? status : 'refused';
  }
}

/** A short command with data, CLA INS P1 P2 Lc data, in an off-heap buffer that the caller overwrites if it is secret. */
export function command(
  cla: number,
  ins: number,
  p1: number,
  p2: number,
  data: ArrayLike<number>,
): Uint8Array<ArrayBuffer> {
  const bytes = offHeap(5 + data.length);
  bytes[0] = cla;
  bytes[1] = ins;
  bytes[2] = p1;
  bytes[3] = p2;
  bytes[4] = data.length;
  bytes.set(data, 5);
  return bytes;
}

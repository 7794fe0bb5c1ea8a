import type { ApduClient, CardFault } from './apdu-client.ts';

/** Longest answer of an extended READ BINARY (Le 0000 = 65,536) and its status word. */
export const cardFileBytes = 65_538;
/** Largest data of a short answer. */
const shortRead = 256;
/** Offsets of READ BINARY have 15 bits. */
const offsetLimit = 0x8000;

/**
 * A selected elementary file of which only the asked parts are read, at their own offsets in the caller's buffer: the
 * pictures of name and address lie before the photo and are stepped over, not read.
 */
export class CardFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly #client: ApduClient;
  readonly #wholeId: number | undefined;
  /** The bytes from #from to #to are the card's. */
  #from = 0;
  #to = 0;

  /** With `wholeId` the first demand reads the whole file by one extended READ BINARY. `buffer` holds `cardFileBytes`. */
  constructor(client: ApduClient, buffer: Uint8Array<ArrayBuffer>, wholeId?: number) {
    this.#client = client;
    this.bytes = buffer;
    this.#wholeId = wholeId;
  }

  /** One past the last byte at hand, in the run that `need` asked for last. */
  get end(): number {
    return this.#to;
  }

  /** Makes the bytes from `start` up to `end` available. 'short': the file ends before. */
  async need(start: number, end: number): Promise<'ok' | 'short' | CardFault> {
    if (this.#wholeId !== undefined) return this.#needWhole(this.#wholeId, end);
    if (start < this.#from || start > this.#to) {
      this.#from = start;
      this.#to = start;
    }
    while (this.#to < end) {
      if (this.#to >= offsetLimit) return 'short';
      const wanted = Math.min(shortRead, end - this.#to);
      const room = this.bytes.subarray(this.#to, this.#to + wanted + 2);
      const read = await this.#client.readBinary(this.#to, wanted, room);
      // 6B00, offset beyond the end, comes as 'refused'.
      if ('fault' in read) return read.fault === 'refused' && this.#to > this.#from ? 'short' : read.fault;
      if (read.length > wanted) return 'protocol';
      this.#to += read.length;
      if (read.length < wanted && this.#to < end) return 'short';
    }
    return 'ok';
  }

  async #needWhole(id: number, end: number): Promise<'ok' | 'short' | CardFault> {
    if (this.#to === 0) {
      const read = await this.#client.readWholeFile(id, this.bytes);
      if ('fault' in read) return read.fault;
      this.#to = read.length;
    }
    return end <= this.#to ? 'ok' : 'short';
  }
}

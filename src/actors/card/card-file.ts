import type { ApduClient, CardFault } from './apdu-client.ts';

/** The largest file we read, and a status word after it. */
export const cardFileBytes = 65_538;
/** Largest data of a short answer. */
const shortRead = 256;
/** Offsets of READ BINARY have 15 bits. */
const offsetLimit = 0x8000;

/**
 * A selected elementary file of which only the asked parts are read, at their own offsets in the caller's buffer: the
 * pictures of name and address lie before the photo and are stepped over, never read.
 */
export class CardFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly #client: ApduClient;
  #extended: boolean;
  /** The bytes from #from to #to are the card's. */
  #from = 0;
  #to = 0;

  /**
   * With `extended` more than 256 bytes are asked for at once. Open sources show that only from offset 0 [A]; a card that
   * refuses it elsewhere is read in short steps from then on. `buffer` holds `cardFileBytes`.
   */
  constructor(client: ApduClient, buffer: Uint8Array<ArrayBuffer>, extended: boolean) {
    this.#client = client;
    this.bytes = buffer;
    this.#extended = extended;
  }

  /** One past the last byte at hand, in the run that `need` asked for last. */
  get end(): number {
    return this.#to;
  }

  /** Makes the bytes from `start` up to `end` available. 'short': the file ends before. */
  async need(start: number, end: number): Promise<'ok' | 'short' | CardFault> {
    if (start < this.#from || start > this.#to) {
      this.#from = start;
      this.#to = start;
    }
    while (this.#to < end) {
      if (this.#to >= offsetLimit) return 'short';
      const long = this.#extended && end - this.#to > shortRead;
      const wanted = long ? end - this.#to : Math.min(shortRead, end - this.#to);
      const room = this.bytes.subarray(this.#to, this.#to + wanted + 2);
      const read = await this.#client.readBinary(this.#to, wanted, room);
      if ('fault' in read) {
        if (read.fault === 'refused' && long) {
          this.#extended = false;
          continue;
        }
        // 6B00, an offset beyond the end, comes as 'refused'.
        return read.fault === 'refused' && this.#to > this.#from ? 'short' : read.fault;
      }
      if (read.length > wanted) return 'protocol';
      if (read.length === 0) return 'short';
      this.#to += read.length;
    }
    return 'ok';
  }
}

import { constants, privateEncrypt, randomBytes, timingSafeEqual } from 'node:crypto';
import { jpkiFiles } from '../applications.ts';
import { parseCommand, type CommandApdu } from './command-apdu.ts';
import type { PracticeApplication, PracticeFile } from './file-system.ts';

const none = new Uint8Array(0);
/** What a card with an exhausted counter answers to a presented key (card.md). */
const lockedWord = 0x6984;

export interface CardOsOptions {
  /** The PIN-less way to the 利用者 key, 80 A2: only the real program can finish it, so here it is a switch. */
  readonly pinless: boolean;
}

/**
 * The operating system of a practice card: files, keys and one selected application. Answers every APDU, knows nothing of
 * readers and time. `reset` forgets what was selected and verified; the retry counters stay.
 */
export class CardOs {
  readonly #applications: ReadonlyMap<string, PracticeApplication>;
  readonly #options: CardOsOptions;
  #application: PracticeApplication | undefined;
  #file: number | undefined;
  readonly #verified = new Set<PracticeFile>();
  #pinlessGranted = false;

  constructor(applications: readonly PracticeApplication[], options: CardOsOptions = { pinless: true }) {
    this.#applications = new Map(applications.map((application) => [application.aid, application]));
    this.#options = options;
  }

  reset(): void {
    this.#application = undefined;
    this.#file = undefined;
    this.#verified.clear();
    this.#pinlessGranted = false;
  }

  /** The answer with its status word. */
  answer(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
    const apdu = parseCommand(bytes);
    if (apdu === undefined) return reply(0x6700);
    switch (apdu.ins) {
      case 0xa4:
        return this.#select(apdu);
      case 0xb0:
        return this.#readBinary(apdu);
      case 0xb2:
        return this.#readRecord(apdu);
      case 0x20:
        return this.#verify(apdu);
      case 0x2a:
        return this.#sign(apdu);
      case 0xa2:
        return this.#openWithoutPin(apdu);
      case 0x84:
        return reply(0x9000, new Uint8Array(randomBytes(Math.min(apdu.le ?? 8, 256))));
      default:
        return reply(0x6d00);
    }
  }

  #select({ p1, data }: CommandApdu): Uint8Array<ArrayBuffer> {
    if (p1 === 0x04) {
      const application = this.#applications.get(Buffer.from(data).toString('hex').toUpperCase());
      if (application === undefined) return reply(0x6a82);
      // A newly selected application starts with nothing verified (ISO/IEC 7816-4 clause 9.3). OpenSC relies on it: it lets go of
      // the card without a reset and expects an empty VERIFY after the next SELECT to tell the tries.
      this.reset();
      this.#application = application;
      return reply(0x9000);
    }
    if (p1 !== 0x02 || data.length !== 2) return reply(0x6a86);
    const id = ((data[0] ?? 0) << 8) | (data[1] ?? 0);
    if (this.#application?.files.has(id) !== true) return reply(0x6a82);
    this.#file = id;
    return reply(0x9000);
  }

  #readBinary({ p1, p2, le }: CommandApdu): Uint8Array<ArrayBuffer> {
    const short = (p1 & 0x80) !== 0;
    if (short) this.#file = p1 & 0x1f;
    if (this.#file === undefined) return reply(0x6986);
    const file = this.#application?.files.get(this.#file);
    if (file === undefined) return reply(0x6a82);
    if (file.data === undefined) return reply(0x6981);
    if (!this.#granted(file)) return reply(0x6982);
    const offset = short ? p2 : (p1 << 8) | p2;
    if (offset > file.data.length) return reply(0x6b00);
    return reply(0x9000, file.data.subarray(offset, offset + (le ?? 256)));
  }

  #readRecord({ p1 }: CommandApdu): Uint8Array<ArrayBuffer> {
    const file = this.#selected();
    if (file === undefined) return reply(0x6986);
    if (file.records === undefined) return reply(0x6981);
    if (!this.#granted(file)) return reply(0x6982);
    const record = file.records[p1 - 1];
    return record === undefined ? reply(0x6a83) : reply(0x9000, record);
  }

  #verify({ p2, data }: CommandApdu): Uint8Array<ArrayBuffer> {
    const file = this.#target(p2);
    const key = file?.key;
    if (file === undefined || key === undefined) return reply(0x6a88);
    if (data.length === 0) return reply(this.#verified.has(file) ? 0x9000 : 0x63c0 | key.left);
    if (key.left === 0) return reply(lockedWord);
    if (data.length === key.secret.length && timingSafeEqual(data, key.secret)) {
      key.left = key.most;
      this.#verified.add(file);
      return reply(0x9000);
    }
    key.left -= 1;
    this.#verified.delete(file);
    return reply(0x63c0 | key.left);
  }

  #sign({ cla, p1, p2, data }: CommandApdu): Uint8Array<ArrayBuffer> {
    if (cla !== 0x80) return reply(0x6e00);
    const file = this.#target(p2);
    if (file?.signer === undefined) return reply(0x6a88);
    if (!this.#granted(file)) return reply(0x6982);
    if (p1 !== 0x00) return reply(0x6a86);
    const signature = privateEncrypt({ key: file.signer, padding: constants.RSA_PKCS1_PADDING }, data);
    return reply(0x9000, signature);
  }

  #openWithoutPin({ cla }: CommandApdu): Uint8Array<ArrayBuffer> {
    if (cla !== 0x80 || !this.#options.pinless) return reply(0x6d00);
    if (this.#application?.files.has(jpkiFiles.terminalCaKey) !== true) return reply(0x6985);
    this.#pinlessGranted = true;
    return reply(0x9000);
  }

  /** P2 of VERIFY and sign: 80 = the selected file, 81 … 9E = a file by its short id. */
  #target(p2: number): PracticeFile | undefined {
    const short = p2 & 0x1f;
    if (short !== 0) this.#file = short;
    return this.#selected();
  }

  #selected(): PracticeFile | undefined {
    return this.#file === undefined ? undefined : this.#application?.files.get(this.#file);
  }

  #granted(file: PracticeFile): boolean {
    const keys = file.opens;
    if (keys === undefined) return true;
    if (this.#pinlessGranted && keys.includes(jpkiFiles.userPin) && file.signer !== undefined) return true;
    return keys.some((id) => {
      const key = this.#application?.files.get(id);
      return key !== undefined && this.#verified.has(key);
    });
  }
}

function reply(word: number, data: Uint8Array = none): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(new ArrayBuffer(data.length + 2));
  bytes.set(data, 0);
  bytes[data.length] = word >> 8;
  bytes[data.length + 1] = word & 0xff;
  return bytes;
}

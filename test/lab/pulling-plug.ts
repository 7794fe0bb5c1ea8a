import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** When the card leaves: at its n-th APDU, from 1, or at the first that presents the PIN or 照合番号B. */
export type PullAt = number | 'pin' | 'codeB' | undefined;

/** What passed by since the card was last put down. */
export interface Passed {
  /** Command APDUs. */
  readonly apdus: number;
  /** How many of them presented a PIN (4 digits) and 照合番号B (14 digits). */
  readonly pins: number;
  readonly codesB: number;
}

/**
 * Stands between the practice hardware and the lab's plug, counts the APDUs of one insertion over all sessions, and pulls the
 * card away when the answer to one of them is on its way: the card has done its work, its answer is lost.
 */
export class PullingPlug {
  readonly path: string;
  readonly #folder = mkdtempSync(join(tmpdir(), 'honnin-pull-'));
  readonly #server: Server;
  #pullAt: PullAt;
  #pulled = false;
  #apdus = 0;
  #presented = { pins: 0, codesB: 0 };

  static async open(plug: string): Promise<PullingPlug> {
    const made = new PullingPlug(plug);
    await new Promise<void>((resolve) => void made.#server.listen(made.path, resolve));
    return made;
  }

  private constructor(plug: string) {
    this.path = join(this.#folder, 'plug');
    this.#server = createServer((card) => this.#join(card, plug));
  }

  /** Before a card is put down. */
  arm(pullAt: PullAt): void {
    this.#pullAt = pullAt;
    this.#pulled = false;
    this.#apdus = 0;
    this.#presented = { pins: 0, codesB: 0 };
  }

  get passed(): Passed {
    return { apdus: this.#apdus, ...this.#presented };
  }

  get pulled(): boolean {
    return this.#pulled;
  }

  close(): void {
    this.#server.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #join(card: Socket, plug: string): void {
    // The hand goes on holding out a card that was pulled; it stays away until the next one is put down.
    if (this.#pulled) {
      card.on('error', () => undefined).destroy();
      return;
    }
    const reader = connect({ path: plug });
    const end = () => {
      card.destroy();
      reader.destroy();
    };
    for (const side of [card, reader]) side.on('error', end).on('close', end);
    let rest = Buffer.alloc(0);
    reader.on('data', (chunk: Buffer) => {
      rest = Buffer.concat([rest, chunk]);
      while (rest.length >= 2 && rest.length >= 2 + rest.readUInt16BE(0)) {
        const message = rest.subarray(2, 2 + rest.readUInt16BE(0));
        rest = rest.subarray(2 + message.length);
        if (message.length > 1) this.#count(message);
      }
      card.write(chunk);
    });
    card.on('data', (chunk: Buffer) => {
      if (this.#due()) {
        this.#pulled = true;
        end();
      } else reader.write(chunk);
    });
  }

  #due(): boolean {
    if (this.#pullAt === 'pin') return this.#presented.pins > 0;
    if (this.#pullAt === 'codeB') return this.#presented.codesB > 0;
    return this.#apdus === this.#pullAt;
  }

  #count(command: Buffer): void {
    this.#apdus += 1;
    if (command[1] !== 0x20) return;
    if (command[4] === 4) this.#presented.pins += 1;
    if (command[4] === 14) this.#presented.codesB += 1;
  }
}

import { randomBytes, randomInt } from 'node:crypto';
import type { Vault } from '../../actors/vault.ts';
import type { PadKey } from '../../vocabulary/bridge.ts';
import type { SecretName } from '../../vocabulary/secrets.ts';

/** Keys a pad takes at most: PIN and staff code have four digits (R 3-10). */
const padLength = 4;
const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'] as const;

/**
 * The keypad of the glass. Each opening gives every key a random code; the glass sends codes, and only here a code becomes
 * a byte, written straight into the vault. Codes say nothing once the pad is closed.
 */
export class Pad {
  readonly #vault: Vault;
  #secret: SecretName | undefined;
  #keys: readonly PadKey[] = [];

  constructor(vault: Vault) {
    this.#vault = vault;
  }

  /** Lays out the keys for a secret and forgets what was typed before. `shuffled`: R 3-12. */
  open(secret: SecretName, shuffled: boolean): void {
    this.#vault.wipe(secret);
    const labels = [...digits];
    if (shuffled) {
      for (let i = labels.length - 1; i > 0; i--) {
        const j = randomInt(i + 1);
        const [a, b] = [labels[i], labels[j]];
        if (a !== undefined && b !== undefined) [labels[i], labels[j]] = [b, a];
      }
    }
    this.#secret = secret;
    this.#keys = labels.map((label) => ({ code: randomBytes(8).toString('hex'), label }));
  }

  close(): void {
    this.#secret = undefined;
    this.#keys = [];
  }

  /** The keys in the order to draw them, or null while no pad is open. */
  get keys(): readonly PadKey[] | null {
    return this.#secret === undefined ? null : this.#keys;
  }

  /** Takes one key by its code. False when the code belongs to no key of this opening. */
  press(code: string): boolean {
    const key = this.#keys.find((known) => known.code === code);
    if (key === undefined || this.#secret === undefined) return false;
    this.#vault.append(this.#secret, key.label.charCodeAt(0), padLength);
    return true;
  }

  deleteLast(): void {
    if (this.#secret !== undefined) this.#vault.removeLast(this.#secret);
  }
}

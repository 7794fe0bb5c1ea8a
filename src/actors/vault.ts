import { secretNames, type SecretName } from '../vocabulary/secrets.ts';

/** Bytes kept for each secret that lives in this process. Others live in a child and are adopted. */
const capacities: { readonly [K in SecretName]?: number } = { pin: 64, front: 64, photo: 65_536, staffCode: 64 };

/**
 * The one owner of secret bytes. Each secret has one buffer outside V8's moving heap, allocated once, so that
 * overwriting it leaves no older copy behind (small typed arrays do: measured, docs/measurements.md).
 */
export class Vault {
  readonly #buffers = new Map<SecretName, Uint8Array<ArrayBuffer>>();
  readonly #lengths = new Map<SecretName, number>();
  readonly #enders = new Map<SecretName, () => void>();

  constructor() {
    for (const name of secretNames) {
      const capacity = capacities[name];
      if (capacity !== undefined) this.#buffers.set(name, new Uint8Array(new ArrayBuffer(capacity)));
    }
  }

  /**
   * Lets `fill` write into the secret's own buffer and keeps as many bytes as it says. What was there before is wiped first.
   * @throws RangeError when `fill` claims more than the buffer holds (our own misuse).
   */
  put(name: SecretName, fill: (buffer: Uint8Array<ArrayBuffer>) => number): void {
    const buffer = this.#bufferOf(name);
    this.wipe(name);
    const length = fill(buffer);
    if (length < 0 || length > buffer.length) {
      buffer.fill(0);
      throw new RangeError(`vault: ${name} holds at most ${buffer.length} bytes`);
    }
    this.#lengths.set(name, length);
  }

  /** Appends one byte, for keys typed one by one. Returns the new length; a full buffer is left as it is. */
  append(name: SecretName, byte: number, most: number): number {
    const buffer = this.#bufferOf(name);
    const length = this.#lengths.get(name) ?? 0;
    if (length >= most || length >= buffer.length) return length;
    buffer[length] = byte;
    this.#lengths.set(name, length + 1);
    return length + 1;
  }

  /** Overwrites and drops the last byte. Returns the new length. */
  removeLast(name: SecretName): number {
    const buffer = this.#bufferOf(name);
    const length = this.#lengths.get(name) ?? 0;
    if (length === 0) return 0;
    buffer[length - 1] = 0;
    if (length === 1) this.#lengths.delete(name);
    else this.#lengths.set(name, length - 1);
    return length - 1;
  }

  /** Lends the bytes for the duration of `use`, or answers undefined when there are none. The borrower keeps no copy. */
  lend<T>(name: SecretName, use: (bytes: Uint8Array<ArrayBuffer>) => T): T | undefined {
    const length = this.#lengths.get(name);
    if (length === undefined) return undefined;
    return use(this.#bufferOf(name).subarray(0, length));
  }

  /** Records a secret that lives elsewhere (a child process); wiping it calls `end`. Ends an earlier one first. */
  adopt(name: SecretName, end: () => void): void {
    this.wipe(name);
    this.#enders.set(name, end);
  }

  /** Says that an adopted secret is gone by itself (its child died). */
  disown(name: SecretName, end: () => void): void {
    if (this.#enders.get(name) === end) this.#enders.delete(name);
  }

  /** Overwrites the secret (R 3-16), also the unused rest of its buffer. */
  wipe(name: SecretName): void {
    this.#buffers.get(name)?.fill(0);
    this.#lengths.delete(name);
    const end = this.#enders.get(name);
    this.#enders.delete(name);
    end?.();
  }

  /** Wipes every secret not named. Called after each step of the machine with what its states hold. */
  keepOnly(held: ReadonlySet<SecretName>): void {
    for (const name of this.alive()) if (!held.has(name)) this.wipe(name);
  }

  wipeAll(): void {
    for (const name of secretNames) this.wipe(name);
  }

  alive(): readonly SecretName[] {
    return secretNames.filter((name) => this.#lengths.has(name) || this.#enders.has(name));
  }

  #bufferOf(name: SecretName): Uint8Array<ArrayBuffer> {
    const buffer = this.#buffers.get(name);
    if (buffer === undefined) throw new RangeError(`vault: ${name} lives in a child process, adopt it`);
    return buffer;
  }
}

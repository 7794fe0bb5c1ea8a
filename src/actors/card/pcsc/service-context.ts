import { meaningOf } from './codes.ts';
import type { Handle, PcscLibrary } from './library.ts';

/**
 * One context with the PC/SC service, established when first needed and again after it was dropped. libpcsclite locks a
 * context for the length of each call, so whoever waits on one needs it for himself.
 */
export class ServiceContext {
  readonly #library: PcscLibrary;
  #context: Handle | undefined;
  #opening: Promise<Handle | undefined> | undefined;

  constructor(library: PcscLibrary) {
    this.#library = library;
  }

  /** The live context as far as is known; undefined while the service does not answer. */
  current(): Promise<Handle | undefined> {
    if (this.#context !== undefined) return Promise.resolve(this.#context);
    this.#opening ??= this.#open();
    return this.#opening;
  }

  /** Gives the context back. Safe on one that the service has forgotten: the library frees its side all the same. */
  async drop(): Promise<void> {
    await this.#opening;
    const context = this.#context;
    this.#context = undefined;
    if (context !== undefined) await this.#library.releaseContext(context);
  }

  /** Ends a wait on this context. */
  async cancel(): Promise<void> {
    if (this.#context !== undefined) await this.#library.cancel(this.#context);
  }

  async #open(): Promise<Handle | undefined> {
    const { code, context } = await this.#library.establishContext();
    this.#opening = undefined;
    if (meaningOf(code) !== 'ok') return undefined;
    this.#context = context;
    return context;
  }
}

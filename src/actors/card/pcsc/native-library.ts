import koffi, { type LibraryHandle } from 'koffi';
import { offHeap } from '../off-heap.ts';
import { returnCodes, unsigned } from './codes.ts';
import type { Handle, PcscLibrary } from './library.ts';
import { pcscPlatform, type PcscPlatform } from './platform.ts';

const systemScope = 2;
/** Room for the names of all readers, in characters; a kiosk has one or two. */
const namesRoom = 4096;

type NativeCall = (...args: readonly unknown[]) => Promise<number>;

/**
 * Opens the system's PC/SC library. Undefined when there is none: no PC/SC on this machine, which is no fault of ours.
 * Each call takes one thread of libuv's pool (four, shared with file access) while it runs.
 */
export function openNativeLibrary(platform: PcscPlatform | undefined = pcscPlatform()): PcscLibrary | undefined {
  if (platform === undefined) return undefined;
  try {
    return new NativeLibrary(platform);
  } catch {
    return undefined;
  }
}

class NativeLibrary implements PcscLibrary {
  readonly #platform: PcscPlatform;
  readonly #native: { readonly [name: string]: NativeCall };

  constructor(platform: PcscPlatform) {
    this.#platform = platform;
    this.#native = bind(platform);
  }

  async establishContext(): Promise<{ readonly code: number; readonly context: Handle }> {
    const context = handleCell();
    const code = await this.#call('EstablishContext', systemScope, null, null, context);
    return { code, context: context[0] ?? 0n };
  }

  releaseContext(context: Handle): Promise<number> {
    return this.#call('ReleaseContext', context);
  }

  isValidContext(context: Handle): Promise<number> {
    return this.#call('IsValidContext', context);
  }

  cancel(context: Handle): Promise<number> {
    return this.#call('Cancel', context);
  }

  async listReaders(context: Handle): Promise<{ readonly code: number; readonly readers: readonly string[] }> {
    const { wide } = this.#platform;
    const names = offHeap(wide ? namesRoom * 2 : namesRoom);
    const length = this.#dword(namesRoom);
    const code = await this.#call('ListReaders', context, null, names, length);
    if (code !== returnCodes.success) return { code, readers: [] };
    const bytes = names.subarray(0, Math.min(namesRoom, dwordIn(length)) * (wide ? 2 : 1));
    const text = Buffer.from(bytes).toString(wide ? 'utf16le' : 'utf8');
    return { code, readers: text.split('\0').filter((name) => name !== '') };
  }

  async getStatusChange(
    context: Handle,
    timeout: number,
    reader: string,
    current: number,
  ): Promise<{ readonly code: number; readonly event: number }> {
    const rgbAtr = new Uint8Array(this.#platform.atrBytes);
    const state = { szReader: reader, pvUserData: null, dwCurrentState: current, dwEventState: 0, cbAtr: 0, rgbAtr };
    // One structure, not an array of one: koffi writes back into the object itself only when it is given alone.
    const code = await this.#call('GetStatusChange', context, timeout, state, 1);
    return { code, event: unsigned(state.dwEventState) };
  }

  async connect(
    context: Handle,
    reader: string,
    share: number,
    protocols: number,
  ): Promise<{ readonly code: number; readonly card: Handle; readonly protocol: number }> {
    const card = handleCell();
    const protocol = this.#dword(0);
    const code = await this.#call('Connect', context, reader, share, protocols, card, protocol);
    return { code, card: card[0] ?? 0n, protocol: dwordIn(protocol) };
  }

  async reconnect(
    card: Handle,
    share: number,
    protocols: number,
    initialization: number,
  ): Promise<{ readonly code: number; readonly protocol: number }> {
    const protocol = this.#dword(0);
    const code = await this.#call('Reconnect', card, share, protocols, initialization, protocol);
    return { code, protocol: dwordIn(protocol) };
  }

  beginTransaction(card: Handle): Promise<number> {
    return this.#call('BeginTransaction', card);
  }

  endTransaction(card: Handle, disposition: number): Promise<number> {
    return this.#call('EndTransaction', card, disposition);
  }

  async transmit(
    card: Handle,
    protocol: number,
    command: Uint8Array<ArrayBuffer>,
    response: Uint8Array<ArrayBuffer>,
  ): Promise<{ readonly code: number; readonly length: number }> {
    // SCARD_IO_REQUEST { DWORD dwProtocol; DWORD cbPciLength }, for the command only.
    const request = offHeap(2 * this.#platform.dwordBytes);
    new DataView(request.buffer).setUint32(0, protocol, true);
    new DataView(request.buffer).setUint32(this.#platform.dwordBytes, request.length, true);
    const length = this.#dword(response.length);
    const code = await this.#call('Transmit', card, request, command, command.length, null, response, length);
    return { code, length: dwordIn(length) };
  }

  disconnect(card: Handle, disposition: number): Promise<number> {
    return this.#call('Disconnect', card, disposition);
  }

  #call(name: keyof typeof signatures, ...args: readonly unknown[]): Promise<number> {
    const native = this.#native[name];
    return native === undefined ? Promise.resolve(returnCodes.internalError) : native(...args);
  }

  /** A DWORD that the library reads and writes: little endian in memory of its own. */
  #dword(value: number): Uint8Array<ArrayBuffer> {
    const cell = offHeap(this.#platform.dwordBytes);
    new DataView(cell.buffer).setUint32(0, value, true);
    return cell;
  }
}

/** Parameters without names; LONG and DWORD stand for the platform's types, NAME for its strings, STATE for its structure. */
const signatures = {
  EstablishContext: ['DWORD', 'void *', 'void *', 'HANDLE *'],
  ReleaseContext: ['HANDLE'],
  IsValidContext: ['HANDLE'],
  Cancel: ['HANDLE'],
  ListReaders: ['HANDLE', 'NAME', 'void *', 'DWORD *'],
  GetStatusChange: ['HANDLE', 'DWORD', 'STATE', 'DWORD'],
  Connect: ['HANDLE', 'NAME', 'DWORD', 'DWORD', 'HANDLE *', 'DWORD *'],
  Reconnect: ['HANDLE', 'DWORD', 'DWORD', 'DWORD', 'DWORD *'],
  BeginTransaction: ['HANDLE'],
  EndTransaction: ['HANDLE', 'DWORD'],
  Transmit: ['HANDLE', 'void *', 'void *', 'DWORD', 'void *', 'void *', 'DWORD *'],
  Disconnect: ['HANDLE', 'DWORD'],
} as const;
/** Functions that take reader names and so have a W form on Windows. */
const named = new Set(['ListReaders', 'GetStatusChange', 'Connect']);

function bind(platform: PcscPlatform): { readonly [name: string]: NativeCall } {
  const { long, dword, wide, atrBytes } = platform;
  const name = wide ? 'const char16_t *' : 'const char *';
  // SCARD_READERSTATE, naturally aligned on both platforms: 80 bytes on Linux, 64 on Windows.
  const state = koffi.struct({
    szReader: name,
    pvUserData: 'void *',
    dwCurrentState: dword,
    dwEventState: dword,
    cbAtr: dword,
    rgbAtr: koffi.array('uint8_t', atrBytes, 'Typed'),
  });
  const typeOf = (word: string) => {
    if (word === 'NAME') return name;
    if (word === 'STATE') return koffi.inout(koffi.pointer(state));
    // Cells and buffers are handed over in place, whatever they hold.
    if (word.endsWith('*')) return 'void *';
    return word === 'HANDLE' ? 'intptr_t' : dword;
  };
  const library = koffi.load(platform.file);
  return Object.fromEntries(
    Object.entries(signatures).map(([called, parameters]) => {
      const symbol = `SCard${called}${wide && named.has(called) ? 'W' : ''}`;
      const native = library.func(symbol, long, parameters.map(typeOf));
      return [called, beside(native)];
    }),
  );
}

/** Runs a call on another thread. The arguments stay referenced until it is done: the library writes into them. */
function beside(native: ReturnType<LibraryHandle['func']>): NativeCall {
  return (...args) =>
    new Promise((resolve) => {
      native.async(...args, (error: unknown, code: number | bigint) => {
        resolve(error === null && args.length > 0 ? unsigned(code) : returnCodes.internalError);
      });
    });
}

function handleCell(): BigInt64Array<ArrayBuffer> {
  return new BigInt64Array(new ArrayBuffer(8));
}

function dwordIn(cell: Uint8Array<ArrayBuffer>): number {
  return new DataView(cell.buffer).getUint32(0, true);
}

/**
 * The PC/SC functions we use, one method each, by their names without SCard, with C's results: a return code (codes.ts) and
 * what the function writes through its pointers. Calls run beside the event loop and never reject. Whoever stands behind it
 * (winscard, libpcsclite, a test's stand-in) knows nothing of our rules.
 */
export interface PcscLibrary {
  establishContext(): Promise<{ readonly code: number; readonly context: Handle }>;
  releaseContext(context: Handle): Promise<number>;
  isValidContext(context: Handle): Promise<number>;
  /** Makes a `getStatusChange` that waits on this context answer 'cancelled'. Without one it does nothing. */
  cancel(context: Handle): Promise<number>;
  listReaders(context: Handle): Promise<{ readonly code: number; readonly readers: readonly string[] }>;
  /** Waits until the reader's state differs from `current`. `timeout` in ms. */
  getStatusChange(
    context: Handle,
    timeout: number,
    reader: string,
    current: number,
  ): Promise<{ readonly code: number; readonly event: number }>;
  connect(
    context: Handle,
    reader: string,
    share: number,
    protocols: number,
  ): Promise<{ readonly code: number; readonly card: Handle; readonly protocol: number }>;
  reconnect(
    card: Handle,
    share: number,
    protocols: number,
    initialization: number,
  ): Promise<{ readonly code: number; readonly protocol: number }>;
  beginTransaction(card: Handle): Promise<number>;
  endTransaction(card: Handle, disposition: number): Promise<number>;
  /** The answer is written to the start of `response`; no copy of command or answer is made on our side. */
  transmit(
    card: Handle,
    protocol: number,
    command: Uint8Array<ArrayBuffer>,
    response: Uint8Array<ArrayBuffer>,
  ): Promise<{ readonly code: number; readonly length: number }>;
  disconnect(card: Handle, disposition: number): Promise<number>;
}

/** SCARDCONTEXT or SCARDHANDLE: as wide as a pointer. */
export type Handle = bigint;

/** Numbers of pcsclite.h and winscard.h. */
export const shareExclusive = 1;
/** T=0 or T=1; a contactless card shows itself as T=1. */
export const anyProtocol = 3;
export const disposition = { leave: 0, reset: 1, unpower: 2 } as const;
export const readerStates = {
  unaware: 0x0000,
  changed: 0x0002,
  unknown: 0x0004,
  unavailable: 0x0008,
  empty: 0x0010,
  present: 0x0020,
  mute: 0x0200,
} as const;
/** The upper half of a reader's state counts insertions and removals. */
export const eventCountShift = 16;

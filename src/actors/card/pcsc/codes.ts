/**
 * Return codes of PC/SC (pcsclite.h; winscard.h agrees), as unsigned 32-bit numbers. What they mean to us is told by
 * `meaningOf`; nothing else looks at the numbers.
 */
export const returnCodes = {
  success: 0,
  internalError: 0x8010_0001,
  cancelled: 0x8010_0002,
  invalidHandle: 0x8010_0003,
  insufficientBuffer: 0x8010_0008,
  unknownReader: 0x8010_0009,
  timeout: 0x8010_000a,
  sharingViolation: 0x8010_000b,
  noSmartcard: 0x8010_000c,
  protoMismatch: 0x8010_000f,
  notReady: 0x8010_0010,
  systemCancelled: 0x8010_0012,
  /** SCARD_F_COMM_ERROR: the service does not answer any more. */
  serviceCommunication: 0x8010_0013,
  notTransacted: 0x8010_0016,
  readerUnavailable: 0x8010_0017,
  shutdown: 0x8010_0018,
  noService: 0x8010_001d,
  serviceStopped: 0x8010_001e,
  noReadersAvailable: 0x8010_002e,
  communicationDataLost: 0x8010_002f,
  unsupportedCard: 0x8010_0065,
  unresponsiveCard: 0x8010_0066,
  unpoweredCard: 0x8010_0067,
  resetCard: 0x8010_0068,
  removedCard: 0x8010_0069,
} as const;

/** Windows' own words that reach PC/SC callers: ERROR_INVALID_HANDLE, ERROR_BROKEN_PIPE, ERROR_OPERATION_ABORTED. */
const windowsServiceErrors = new Set([6, 109, 995]);

export type Meaning =
  | 'ok'
  | 'timeout'
  | 'cancelled'
  /** The service is away or has forgotten our context: only a new context helps. */
  | 'service'
  | 'noReader'
  | 'noCard'
  | 'sharing'
  /** Something lies there that does not answer. */
  | 'mute'
  /** The card was reset by somebody else, or by the machine's sleep. */
  | 'reset'
  /** The driver could not exchange the bytes. */
  | 'exchange';

const c = returnCodes;
const meanings = new Map<number, Meaning>([
  [c.success, 'ok'],
  [c.timeout, 'timeout'],
  [c.cancelled, 'cancelled'],
  [c.invalidHandle, 'service'],
  [c.systemCancelled, 'service'],
  [c.serviceCommunication, 'service'],
  [c.shutdown, 'service'],
  [c.noService, 'service'],
  [c.serviceStopped, 'service'],
  [c.unknownReader, 'noReader'],
  [c.readerUnavailable, 'noReader'],
  [c.noReadersAvailable, 'noReader'],
  [c.noSmartcard, 'noCard'],
  [c.removedCard, 'noCard'],
  [c.sharingViolation, 'sharing'],
  [c.protoMismatch, 'mute'],
  [c.unsupportedCard, 'mute'],
  [c.unresponsiveCard, 'mute'],
  [c.unpoweredCard, 'mute'],
  [c.resetCard, 'reset'],
]);

export function meaningOf(code: number): Meaning {
  return meanings.get(code) ?? (windowsServiceErrors.has(code) ? 'service' : 'exchange');
}

/** A returned LONG as the unsigned number of the tables: 64 bits wide on Linux, negative on Windows. */
export function unsigned(code: number | bigint): number {
  return Number(BigInt.asUintN(32, BigInt(code)));
}

import type { KeyObject } from 'node:crypto';

/** A key with its retry counter. The counter is the card's own and survives every reset; only success refills it. */
export interface RetryKey {
  readonly secret: Uint8Array;
  readonly most: number;
  left: number;
}

/** An elementary file of the practice card; what it is follows from which parts it has. */
export interface PracticeFile {
  readonly data?: Uint8Array;
  /** READ RECORD n answers the n-th, from 1. */
  readonly records?: readonly Uint8Array[];
  readonly key?: RetryKey;
  /** Signs DigestInfo by RSA, PKCS#1 v1.5. */
  readonly signer?: KeyObject;
  /** Any one of these key files must be verified first. */
  readonly opens?: readonly number[];
}

export interface PracticeApplication {
  readonly aid: string;
  readonly files: ReadonlyMap<number, PracticeFile>;
}

/** Bytes of an ASCII or UTF-8 text. */
export function textBytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'utf8'));
}

/** One BER-TLV element as the card stores it: two-byte tag, length always 82 hh ll. */
export function tlv(tag: number, value: Uint8Array): Uint8Array {
  return joined([Uint8Array.of(tag >> 8, tag & 0xff, 0x82, value.length >> 8, value.length & 0xff), value]);
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

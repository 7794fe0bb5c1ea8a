import { joined } from './file-system.ts';

/** DER (ITU-T X.690), as much as a practice certificate needs. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const value = joined(parts);
  return joined([Uint8Array.of(tag), lengthBytes(value.length), value]);
}

function lengthBytes(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  if (length < 0x100) return Uint8Array.of(0x81, length);
  return Uint8Array.of(0x82, length >> 8, length & 0xff);
}

export const sequence = (...parts: readonly Uint8Array[]) => der(0x30, ...parts);
export const set = (...parts: readonly Uint8Array[]) => der(0x31, ...parts);
export const nothing = () => der(0x05);
export const yes = () => der(0x01, Uint8Array.of(0xff));
export const octets = (bytes: Uint8Array) => der(0x04, bytes);
export const bits = (bytes: Uint8Array) => der(0x03, Uint8Array.of(0), bytes);
export const tagged = (number: number, part: Uint8Array) => der(0xa0 | number, part);
export const text = (value: string) => der(0x0c, new Uint8Array(Buffer.from(value, 'utf8')));
/** A positive integer below 2^31. */
export const integer = (value: number) =>
  der(
    0x02,
    Uint8Array.of((value >> 24) & 0x7f, (value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff).subarray(
      leadingZeros(value),
    ),
  );
/** UTCTime, for 1950 … 2049. */
export const time = (date: Date) => {
  const digits = date.toISOString().replaceAll(/[-:T]|\.\d+/g, '');
  return der(0x17, new Uint8Array(Buffer.from(digits.slice(2), 'ascii')));
};

/** An object identifier given as 1.2.840.… */
export function oid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const groups = [arc & 0x7f];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128))
      groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return der(0x06, Uint8Array.from(bytes));
}

/** Leading zero bytes of a 32-bit integer that may be left out without making it negative. */
function leadingZeros(value: number): number {
  if (value < 0x80) return 3;
  if (value < 0x8000) return 2;
  return value < 0x80_0000 ? 1 : 0;
}

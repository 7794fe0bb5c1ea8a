/** One BER-TLV element (ISO/IEC 8825-1): where its value lies in the bytes it was read from. */
export interface TlvHead {
  /** All tag bytes as one number: 0xDF27. */
  readonly tag: number;
  readonly valueStart: number;
  /** One past the value; may lie beyond the bytes at hand, the caller checks it against what it holds. */
  readonly valueEnd: number;
}

/** Longest head we read: three tag bytes, 83 and three length bytes. The card face uses five. */
export const longestHead = 7;
const longestTag = 3;
const longestLength = 3;

/**
 * Reads the head of the element that starts at `at`. Undefined when the bytes up to `end` hold no complete head, or the
 * tag or length is longer than any on the card, or the length is indefinite: a card may lie, so nothing is assumed.
 */
export function readTlvHead(bytes: Uint8Array, at: number, end: number): TlvHead | undefined {
  const limit = Math.min(end, bytes.length);
  const byteAt = (index: number) => (index < limit ? bytes[index] : undefined);

  let next = at;
  let tag = byteAt(next++);
  if (tag === undefined) return undefined;
  if ((tag & 0x1f) === 0x1f) {
    let more = true;
    while (more) {
      const byte = byteAt(next++);
      if (byte === undefined || next - at > longestTag) return undefined;
      tag = tag * 256 + byte;
      more = (byte & 0x80) !== 0;
    }
  }

  const first = byteAt(next++);
  if (first === undefined) return undefined;
  if (first < 0x80) return { tag, valueStart: next, valueEnd: next + first };
  const count = first & 0x7f;
  if (count === 0 || count > longestLength) return undefined;
  let length = 0;
  for (let i = 0; i < count; i++) {
    const byte = byteAt(next++);
    if (byte === undefined) return undefined;
    length = length * 256 + byte;
  }
  return { tag, valueStart: next, valueEnd: next + length };
}

/**
 * The element `tag` among the siblings between `start` and `end`, all of them at hand. Undefined when it is not there or
 * the siblings cannot be followed. Each step moves forward by at least two bytes, so it always ends.
 */
export function findTlv(bytes: Uint8Array, tag: number, start: number, end: number): TlvHead | undefined {
  for (let at = start; at < end;) {
    const head = readTlvHead(bytes, at, end);
    if (head === undefined || head.valueEnd > end) return undefined;
    if (head.tag === tag) return head;
    at = head.valueEnd;
  }
  return undefined;
}

import { closeSync, openSync, readSync } from 'node:fs';
import type { Needle } from './needles.ts';
import { residentPages } from './resident-pages.ts';

export interface Find {
  readonly needle: Needle;
  /** Where, in the words of /proc/PID/maps. */
  readonly mapping: string;
}

export interface Scan {
  readonly finds: readonly Find[];
  readonly bytes: number;
  /** Bytes in memory that could not be read. */
  readonly unread: number;
}

const chunkBytes = 4 << 20;
/** The longest needle; so many bytes of each chunk are seen again with the next. */
const overlap = 256;

/** Called for each stretch of memory; `fresh` is where the bytes begin that were not in the stretch before. */
export type Visitor = (bytes: Uint8Array, fresh: number, mapping: string) => void;

/** Reads all that a stopped process has in memory, in order. */
export function readMemory(pid: number, visit: Visitor): { readonly bytes: number; readonly unread: number } {
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  const buffer = new Uint8Array(new ArrayBuffer(overlap + chunkBytes));
  let total = 0;
  let unread = 0;
  try {
    for (const { start, bytes, mapping } of residentPages(pid)) {
      let kept = 0;
      for (let at = 0; at < bytes;) {
        const wanted = Math.min(chunkBytes, bytes - at);
        const got = readAt(memory, buffer, kept, wanted, start + BigInt(at));
        if (got === 0) {
          unread += wanted;
          at += wanted;
          kept = 0;
          continue;
        }
        visit(buffer.subarray(0, kept + got), kept, mapping);
        total += got;
        at += got;
        const end = kept + got;
        kept = Math.min(overlap, end);
        buffer.copyWithin(0, end - kept, end);
      }
    }
  } finally {
    closeSync(memory);
    buffer.fill(0);
  }
  return { bytes: total, unread };
}

/** Where any of the needles lies in a process's memory. */
export function scanMemory(pid: number, needles: readonly Needle[]): Scan {
  const finds: Find[] = [];
  const seek = seeker(needles);
  const { bytes, unread } = readMemory(pid, (stretch, fresh, mapping) => {
    seek(stretch, fresh, (needle) => finds.push({ needle, mapping }));
  });
  return { finds, bytes, unread };
}

/**
 * Looks for all needles in one pass: two bytes of each (not both zero, memory is full of zeros) stand in a table of all pairs.
 * A needle that ends before `fresh` was told with the stretch before.
 */
function seeker(
  needles: readonly Needle[],
): (bytes: Uint8Array, fresh: number, tell: (needle: Needle) => void) => void {
  const table = new Uint8Array(65_536);
  const byPair = new Map<number, { readonly needle: Needle; readonly anchor: number }[]>();
  for (const needle of needles) {
    const anchor = anchorOf(needle.bytes);
    const pair = pairAt(needle.bytes, anchor);
    table[pair] = 1;
    byPair.set(pair, [...(byPair.get(pair) ?? []), { needle, anchor }]);
  }
  return (bytes, fresh, tell) => {
    let high = bytes[0] ?? 0;
    for (let at = 1; at < bytes.length; at++) {
      const low = bytes[at] ?? 0;
      const pair = (high << 8) | low;
      high = low;
      if (table[pair] !== 1) continue;
      for (const { needle, anchor } of byPair.get(pair) ?? []) {
        const start = at - 1 - anchor;
        if (start + needle.bytes.length > fresh && matches(bytes, start, needle.bytes)) tell(needle);
      }
    }
  };
}

function anchorOf(bytes: Uint8Array): number {
  for (let at = 0; at + 1 < bytes.length; at++) if (pairAt(bytes, at) !== 0) return at;
  return 0;
}

function pairAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

function matches(bytes: Uint8Array, start: number, needle: Uint8Array): boolean {
  if (start < 0 || start + needle.length > bytes.length) return false;
  for (let i = 0; i < needle.length; i++) if (bytes[start + i] !== needle[i]) return false;
  return true;
}

function readAt(memory: number, buffer: Uint8Array, offset: number, length: number, position: bigint): number {
  try {
    return readSync(memory, buffer, offset, length, position);
  } catch {
    return 0;
  }
}

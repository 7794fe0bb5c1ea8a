/**
 * Zeroed bytes outside V8's moving heap. Only these may hold secrets: small typed arrays (up to 64 bytes) are moved by
 * the garbage collector, and overwriting them leaves the older copy behind (card.md, measured for four bindings).
 */
export function offHeap(length: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new ArrayBuffer(length));
}

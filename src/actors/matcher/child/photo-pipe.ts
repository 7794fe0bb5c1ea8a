import { readSync } from 'node:fs';
import type { Writable } from 'node:stream';

/** The extra pipe between core and child: a length (u32, little endian) and the photo. No byte becomes a string. */
export const photoPipe = 3;
/** What the vault holds at most. */
export const largestPhoto = 65_536;

/** Core side: sends a photo. The one copy made is overwritten once it is through. */
export function sendPhoto(pipe: Writable, photo: Uint8Array): void {
  const packet = new Uint8Array(new ArrayBuffer(4 + photo.length));
  new DataView(packet.buffer).setUint32(0, photo.length, true);
  packet.set(photo, 4);
  pipe.write(packet, () => packet.fill(0));
}

/**
 * Child side: reads a photo into `buffer` (largestPhoto bytes) and answers its length; 0 when the pipe has ended or says
 * something impossible. Blocks until the photo is there: the core has written it before it asks.
 */
export function receivePhoto(buffer: Uint8Array): number {
  const head = new Uint8Array(new ArrayBuffer(4));
  if (!readFully(head, 4)) return 0;
  const length = new DataView(head.buffer).getUint32(0, true);
  if (length === 0 || length > buffer.length) return 0;
  return readFully(buffer, length) ? length : 0;
}

function readFully(into: Uint8Array, length: number): boolean {
  for (let at = 0; at < length;) {
    const got = readSync(photoPipe, into, at, length - at, null);
    if (got === 0) return false;
    at += got;
  }
  return true;
}

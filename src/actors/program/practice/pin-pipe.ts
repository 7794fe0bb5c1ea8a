import { read } from 'node:fs';
import { offHeap } from '../../card/off-heap.ts';

/** Descriptor over which the kiosk hands the PIN: one byte of length, then the digits (lines.ts). */
const pinDescriptor = 3;
const longestPin = 16;

/**
 * Reads the PIN that belongs to the request just heard. The caller overwrites it. Undefined when the pipe ended or the length
 * makes no sense.
 */
export async function readPin(descriptor: number = pinDescriptor): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const buffer = offHeap(1 + longestPin);
  if (!(await fill(descriptor, buffer.subarray(0, 1)))) return undefined;
  const length = buffer[0] ?? 0;
  const digits = buffer.subarray(1, 1 + length);
  if (length === 0 || length > longestPin || !(await fill(descriptor, digits))) {
    buffer.fill(0);
    return undefined;
  }
  return digits;
}

async function fill(descriptor: number, target: Uint8Array): Promise<boolean> {
  for (let at = 0; at < target.length;) {
    const count = await new Promise<number>((resolve) =>
      read(descriptor, target, at, target.length - at, null, (error, bytes) => resolve(error === null ? bytes : 0)),
    );
    if (count === 0) return false;
    at += count;
  }
  return true;
}

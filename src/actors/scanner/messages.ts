import * as v from 'valibot';
import { scanReasons } from '../../vocabulary/jobs.ts';
import type { CalendarDate } from './calendar.ts';
import { codeBLength } from './judge.ts';

/**
 * What the scanner child tells the core over IPC: closed words only. What was read goes through the pipe (fd 3), as the
 * 14 digits XOR a pad that is used once: Node's pipe reader leaves what it received in freed memory, and those bytes say
 * nothing without the pad, which lies in a buffer that is overwritten.
 */
const reason = v.picklist(scanReasons);
export const childMessage = v.variant('say', [
  v.strictObject({
    say: v.literal('ready'),
    port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)),
    token: v.pipe(v.string(), v.regex(/^[0-9a-f]{48}$/)),
  }),
  v.strictObject({ say: v.literal('hint'), reason }),
  v.strictObject({ say: v.literal('read') }),
  v.strictObject({ say: v.literal('refused'), reason }),
  v.strictObject({ say: v.literal('cameraLost') }),
]);
export type ChildMessage = v.InferOutput<typeof childMessage>;

/**
 * The order to begin, core → child on fd 3: today and the chip's expiry (u16 year little endian, u8 month, u8 day; all
 * zero: not known), then the pad.
 */
export const briefLength = 8 + codeBLength;
export const padOffset = 8;

export function writeBrief(brief: Uint8Array, today: CalendarDate, chipExpiry: CalendarDate | undefined): void {
  brief.fill(0, 0, padOffset);
  writeDate(brief, 0, today);
  if (chipExpiry !== undefined) writeDate(brief, 4, chipExpiry);
}

export function readBrief(brief: Uint8Array): { today: CalendarDate; chipExpiry: CalendarDate | undefined } {
  const chipExpiry = readDate(brief, 4);
  return { today: readDate(brief, 0), chipExpiry: chipExpiry.year === 0 ? undefined : chipExpiry };
}

function writeDate(bytes: Uint8Array, at: number, { year, month, day }: CalendarDate): void {
  bytes[at] = year & 0xff;
  bytes[at + 1] = year >> 8;
  bytes[at + 2] = month;
  bytes[at + 3] = day;
}

function readDate(bytes: Uint8Array, at: number): CalendarDate {
  return {
    year: (bytes[at] ?? 0) + (bytes[at + 1] ?? 0) * 256,
    month: bytes[at + 2] ?? 0,
    day: bytes[at + 3] ?? 0,
  };
}

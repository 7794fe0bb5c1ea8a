import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import * as v from 'valibot';

/** What is kept of the staff code: salt and scrypt hash, both hex. Kept in the settings folder. */
const storedSchema = v.strictObject({
  salt: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
  hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});
export type StoredStaffCode = v.InferOutput<typeof storedSchema>;

const hashBytes = 32;

/** Hashes a staff code (ASCII digits) with a fresh salt; scrypt with Node's defaults (N 16384, r 8, p 1). */
export function hashStaffCode(digits: Uint8Array): StoredStaffCode {
  const salt = randomBytes(16);
  return { salt: salt.toString('hex'), hash: scryptSync(digits, salt, hashBytes).toString('hex') };
}

export function isStaffCode(digits: Uint8Array, stored: StoredStaffCode): boolean {
  const hash = scryptSync(digits, Buffer.from(stored.salt, 'hex'), hashBytes);
  return timingSafeEqual(hash, Buffer.from(stored.hash, 'hex'));
}

/** Reads a stored code; undefined when the text is not one. */
export function parseStoredStaffCode(text: string): StoredStaffCode | undefined {
  try {
    const parsed = v.safeParse(storedSchema, JSON.parse(text));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

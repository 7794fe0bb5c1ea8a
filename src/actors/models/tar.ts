/** A tar archive is a row of 512-byte blocks: a header, the file, padding (POSIX.1-1988 ustar). */
const block = 512;

/**
 * Takes single files out of a tar archive by their exact name. Nothing is written anywhere, links and folders are
 * passed over, and names that were not asked for are never looked at, so a hostile name has no effect.
 * A damaged archive yields fewer files.
 */
export function pickFromTar(tar: Uint8Array, wanted: ReadonlySet<string>): Map<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  for (let at = 0; at + block <= tar.length;) {
    const header = tar.subarray(at, at + block);
    const size = octal(header.subarray(124, 136));
    if (header[0] === 0 || size === undefined || at + block + size > tar.length) break;
    const prefix = text(header.subarray(345, 500));
    const name = prefix === '' ? text(header.subarray(0, 100)) : `${prefix}/${text(header.subarray(0, 100))}`;
    const isFile = header[156] === 0x30 || header[156] === 0;
    if (isFile && wanted.has(name)) found.set(name, tar.subarray(at + block, at + block + size));
    at += block + Math.ceil(size / block) * block;
  }
  return found;
}

function text(field: Uint8Array): string {
  const end = field.indexOf(0);
  return Buffer.from(end < 0 ? field : field.subarray(0, end)).toString('utf8');
}

function octal(field: Uint8Array): number | undefined {
  const digits = text(field).trim();
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : undefined;
}

/**
 * FNV-1a with 64 bits over UTF-16 code units, as 16 hex digits: tells two versions of a flow apart. Not a signature: who
 * wants to deceive can; updates are signed elsewhere.
 */
export function hashOf(parts: Iterable<string>): string {
  let hash = 0xcbf29ce484222325n;
  for (const part of parts) {
    for (let i = 0; i < part.length; i++) {
      hash = BigInt.asUintN(64, (hash ^ BigInt(part.charCodeAt(i))) * 0x100000001b3n);
    }
    hash = BigInt.asUintN(64, (hash ^ 0xffffn) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}

/** Hash of a set of files, in the order of their names. */
export function hashOfFiles(files: ReadonlyMap<string, string>): string {
  return hashOf([...files].sort(([a], [b]) => (a < b ? -1 : 1)).flat());
}

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Outside the checkout, so that a second clone is quick and works offline. HONNIN_CACHE names another place. */
export function defaultCacheDir(): string {
  return process.env['HONNIN_CACHE'] ?? join(homedir(), '.cache', 'honnin');
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** True when the file is there and is exactly the one meant. A file of the cache is its own name. */
export function isNetwork(path: string, expected: string): boolean {
  try {
    return sha256(readFileSync(path)) === expected;
  } catch {
    return false;
  }
}

/** Writes a file into the cache so that no reader ever sees a part of it. Answers its path. */
export function placeInCache(cacheDir: string, hash: string, bytes: Uint8Array): string {
  mkdirSync(cacheDir, { recursive: true });
  const path = join(cacheDir, hash);
  const unfinished = `${path}.${process.pid}.part`;
  try {
    writeFileSync(unfinished, bytes);
    renameSync(unfinished, path);
  } finally {
    rmSync(unfinished, { force: true });
  }
  return path;
}

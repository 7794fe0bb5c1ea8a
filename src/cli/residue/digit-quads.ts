import { readMemory } from './scan.ts';

/** How often each of the 10,000 four-digit PINs stands in memory, as ASCII, as UTF-16 and as bytes 0 to 9. */
export type QuadCounts = { readonly [encoding in (typeof encodings)[number]]: Uint32Array };
const encodings = ['ASCII', 'UTF-16', 'bytes'] as const;

export function noQuads(): QuadCounts {
  const empty = () => new Uint32Array(10_000);
  return { ASCII: empty(), 'UTF-16': empty(), bytes: empty() };
}

/** Adds a stopped process's counts to `counts`. */
export function countQuads(pid: number, counts: QuadCounts): void {
  readMemory(pid, (bytes, fresh) => {
    for (let at = Math.max(0, fresh - 3); at + 3 < bytes.length; at++) {
      const first = bytes[at] ?? 0;
      if (first >= 0x30 && first <= 0x39) {
        add(counts.ASCII, bytes, at, 1, 0x30);
        if (bytes[at + 1] === 0) add(counts['UTF-16'], bytes, at, 2, 0x30);
      } else if (first <= 9) add(counts.bytes, bytes, at, 1, 0);
    }
  });
}

function add(counts: Uint32Array, bytes: Uint8Array, at: number, step: number, zero: number): void {
  let value = 0;
  for (let i = 0; i < 4; i++) {
    const digit = (bytes[at + i * step] ?? 0xff) - zero;
    if (digit < 0 || digit > 9) return;
    if (step === 2 && bytes[at + i * step + 1] !== 0) return;
    value = value * 10 + digit;
  }
  counts[value] = (counts[value] ?? 0) + 1;
}

/**
 * Place of the true PIN among all candidates by how much its count grew from `before` to `after`, as a share of the candidates
 * that grew at least as much: 1 means that nothing sets it apart, 0.0001 that no other grew like it.
 */
export function rankOf(pin: number, before: Uint32Array, after: Uint32Array): { growth: number; share: number } {
  const grew = (candidate: number) => (after[candidate] ?? 0) - (before[candidate] ?? 0);
  const growth = grew(pin);
  let atLeast = 0;
  for (let candidate = 0; candidate < before.length; candidate++) if (grew(candidate) >= growth) atLeast += 1;
  return { growth, share: atLeast / before.length };
}

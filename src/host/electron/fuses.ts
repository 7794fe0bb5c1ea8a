/**
 * Electron's fuses: bytes in its binary that close features for good. Flipped when the kiosk is packaged (before code
 * signing), read back from the finished package. Format: Electron's docs/tutorial/fuses.md.
 */

/** Names in the order of the fuse wire, version 1, with the state each must have; 'any' where it makes no difference. */
export const requiredFuses = [
  ['RunAsNode', 'off'],
  // We keep no cookies.
  ['EnableCookieEncryption', 'any'],
  ['EnableNodeOptionsEnvironmentVariable', 'off'],
  // Off also makes the main process deaf to SIGUSR1.
  ['EnableNodeCliInspectArguments', 'off'],
  ['EnableEmbeddedAsarIntegrityValidation', 'on'],
  ['OnlyLoadAppFromAsar', 'on'],
  ['LoadBrowserProcessSpecificV8Snapshot', 'off'],
  ['GrantFileProtocolExtraPrivileges', 'off'],
  ['WasmTrapHandlers', 'any'],
] as const satisfies readonly (readonly [name: string, state: 'on' | 'off' | 'any'])[];

export type FuseState = 'on' | 'off' | 'removed' | 'unknown';

export interface FuseWire {
  readonly version: number;
  readonly states: readonly FuseState[];
}

const sentinel = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX', 'latin1');
const wireVersion = 1;
const stateOf: { readonly [byte: number]: FuseState } = { 0x30: 'off', 0x31: 'on', 0x72: 'removed' };

/** Every fuse wire in a binary (two in a universal macOS build). A wire cut off by the end of the file has fewer states. */
export function readFuseWires(binary: Uint8Array): FuseWire[] {
  const bytes = Buffer.from(binary.buffer, binary.byteOffset, binary.byteLength);
  const wires: FuseWire[] = [];
  for (let at = bytes.indexOf(sentinel); at >= 0; at = bytes.indexOf(sentinel, at + 1)) {
    const start = at + sentinel.length;
    const length = bytes[start + 1] ?? 0;
    const states = [...bytes.subarray(start + 2, start + 2 + length)].map((byte) => stateOf[byte] ?? 'unknown');
    wires.push({ version: bytes[start] ?? 0, states });
  }
  return wires;
}

/** What is wrong with the fuses of a packaged binary, one sentence each; empty when all are as required. */
export function fuseProblems(binary: Uint8Array): string[] {
  const wires = readFuseWires(binary);
  if (wires.length === 0) return ['no fuse wire found: not an Electron binary'];
  return wires.flatMap(({ version, states }) => {
    if (version !== wireVersion) return [`fuse wire of version ${version}, only ${wireVersion} is known`];
    const wrong = requiredFuses.flatMap(([name, required], index) => {
      const state = states[index];
      return required === 'any' || state === required ? [] : [`${name} must be ${required}, is ${state ?? 'missing'}`];
    });
    const unnamed = states.length - requiredFuses.length;
    return unnamed > 0 ? [...wrong, `${unnamed} fuses are new and need a decision`] : wrong;
  });
}

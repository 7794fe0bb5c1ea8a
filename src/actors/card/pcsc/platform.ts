/** Where PC/SC lives and how wide its types are. A wrong width is a crash, not an exception: see test/actors/card/pcsc. */
export interface PcscPlatform {
  readonly file: string;
  /** LONG and DWORD in the words of koffi. pcsclite's are C's long; Windows' stay at 32 bits. */
  readonly long: string;
  readonly dword: string;
  readonly dwordBytes: 4 | 8;
  /** Reader names: bytes, or UTF-16 by the functions with a W. */
  readonly wide: boolean;
  /** MAX_ATR_SIZE: 33 in pcsclite, 36 in winscard. */
  readonly atrBytes: number;
}

const linux: PcscPlatform = {
  // The file of the runtime package; libpcsclite.so belongs to the development package.
  file: 'libpcsclite.so.1',
  long: 'long',
  dword: 'unsigned long',
  dwordBytes: 8,
  wide: false,
  atrBytes: 33,
};

/** From Microsoft's winscard.h for 64-bit Windows. Not run: no Windows machine was at hand. */
const windows: PcscPlatform = {
  file: 'winscard.dll',
  long: 'int32',
  dword: 'uint32',
  dwordBytes: 4,
  wide: true,
  atrBytes: 36,
};

/** Undefined on systems we have no facts about. */
export function pcscPlatform(platform: NodeJS.Platform = process.platform): PcscPlatform | undefined {
  if (platform === 'linux') return linux;
  return platform === 'win32' ? windows : undefined;
}

/** A byte pattern that must not be anywhere after a journey. */
export interface Needle {
  /** What it is a part of. */
  readonly secret: 'codeB' | 'photo' | 'pin';
  readonly encoding: string;
  readonly bytes: Uint8Array;
  /**
   * Four numbers and nothing around them: chance in a process that works with digits of its own, as the reader of the card
   * front does, so it is sought only where a PIN passes.
   */
  readonly bare?: boolean;
}

/** Digits in a row that are sought of 照合番号B: whole and in parts, since half of it is as bad. */
const codePart = 8;
const codeParts = [0, 3, 6] as const;
const photoSlice = 16;
const photoSlices = 24;

/** Ways in which a program may hold digits. */
const digitEncodings: readonly (readonly [string, (digits: readonly number[]) => Uint8Array])[] = [
  ['ASCII', (digits) => Uint8Array.from(digits, (d) => 0x30 + d)],
  ['UTF-16', (digits) => words(2, digits, (d) => 0x30 + d)],
  ['bytes 0 to 9', (digits) => Uint8Array.from(digits)],
  ['int32', (digits) => words(4, digits, (d) => d)],
  ['ASCII as int32', (digits) => words(4, digits, (d) => 0x30 + d)],
  // V8's small integers, with and without compressed pointers.
  ['small integers, 32 bits', (digits) => words(4, digits, (d) => d * 2)],
  ['small integers, 64 bits', (digits) => words(8, digits, (d) => d, 4)],
  ['ASCII as small integers', (digits) => words(8, digits, (d) => 0x30 + d, 4)],
  ['float64', (digits) => new Uint8Array(Float64Array.from(digits).buffer)],
  ['hexadecimal text', (digits) => Uint8Array.from(Buffer.from(digits.map((d) => `3${d}`).join('')))],
];

/** 照合番号B as 14 digits. */
export function codeBNeedles(code: string): readonly Needle[] {
  const digits = Array.from(code, Number);
  const parts = digitEncodings.flatMap(([encoding, encode]) =>
    codeParts.map((from) => ({
      secret: 'codeB' as const,
      encoding: `${encoding}, digits ${from + 1} to ${from + codePart}`,
      bytes: encode(digits.slice(from, from + codePart)),
    })),
  );
  return [...parts, ...base64Of(Buffer.from(code), 'codeB', 'base64')];
}

/** Slices from all over the photo's file, after its boxes, which are the same for every photo. */
export function photoNeedles(photo: Uint8Array): readonly Needle[] {
  const first = 256;
  const step = Math.floor((photo.length - first - photoSlice) / photoSlices);
  return Array.from({ length: photoSlices }, (_, i) => {
    const at = first + i * step;
    const slice = photo.slice(at, at + photoSlice);
    return [
      { secret: 'photo' as const, encoding: `bytes at ${at}`, bytes: slice },
      ...base64Of(Buffer.from(photo.slice(at, at + photoSlice + 2)), 'photo', `base64 at ${at}`),
    ];
  }).flat();
}

/**
 * Four digits alone are found everywhere by chance, so the PIN is sought with its surroundings: in the vault's buffer, in a
 * VERIFY command, in a JSON text. What stands alone is judged by digit-quads.ts, but as numbers, which few programs hold.
 */
export function pinNeedles(pin: string): readonly Needle[] {
  const digits = Buffer.from(pin);
  const around = (encoding: string, before: readonly number[], after: readonly number[]): Needle => ({
    secret: 'pin',
    encoding,
    bytes: Uint8Array.from([...before, ...digits, ...after]),
  });
  return [
    around('a buffer of its own', [], Array<number>(12).fill(0)),
    around('VERIFY', [0x00, 0x20, 0x00, 0x80, 0x04], []),
    around('the pipe to the program', [0x04], Array<number>(12).fill(0)),
    around('JSON', [0x22], [0x22]),
    ...digitEncodings
      .filter(([encoding]) => encoding.includes('int') && !encoding.includes('hex'))
      .map(([encoding, encode]) => ({
        secret: 'pin' as const,
        encoding,
        bytes: encode(Array.from(pin, Number)),
        bare: true,
      })),
  ];
}

/** The three ways in which bytes can lie in a base64 text, without the ends that depend on their neighbours. */
function base64Of(bytes: Buffer, secret: Needle['secret'], encoding: string): Needle[] {
  return [0, 1, 2].map((shift) => {
    const text = bytes.subarray(shift, shift + Math.floor((bytes.length - shift) / 3) * 3).toString('base64');
    return { secret, encoding: `${encoding}, shifted by ${shift}`, bytes: Uint8Array.from(Buffer.from(text)) };
  });
}

/** Each digit as a little-endian number of `width` bytes, at byte `at` of it. */
function words(width: number, digits: readonly number[], value: (digit: number) => number, at = 0): Uint8Array {
  const bytes = new Uint8Array(width * digits.length);
  for (const [index, digit] of digits.entries()) bytes[index * width + at] = value(digit);
  return bytes;
}

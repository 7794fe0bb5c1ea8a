import openjpeg from '@cornerstonejs/codec-openjpeg/wasmjs';
import { forwardWavelet, inverseWavelet, levelOf } from './wavelet.ts';

/** Wavelet levels of the codestream and of the rounding; both must agree. */
const levels = 5;
/** Rounding steps tried: powers of 2 ^ (1/8) up to 2 ^ 8, found by halving. */
const stepsPerOctave = 8;
const coarsest = 8 * stepsPerOctave;

let codec: Promise<Openjpeg> | undefined;
type Openjpeg = Awaited<ReturnType<typeof openjpeg>>;

/**
 * Codes a grey picture as a JP2 file of at most about `targetBytes` (smaller when the lossless file already is). The codec's
 * own rate settings have no effect (measured), so wavelet coefficients are rounded beforehand, finer details more coarsely,
 * until the lossless codestream is small enough: what remains looks as a lossy chip photo does.
 */
export async function encodeJp2(
  grey: Uint8Array,
  width: number,
  height: number,
  targetBytes: number,
): Promise<Uint8Array> {
  codec ??= openjpeg({ print: () => undefined, printErr: () => undefined });
  const { J2KEncoder } = await codec;
  const encode = (picture: Uint8Array) => {
    const encoder = new J2KEncoder();
    try {
      encoder.setDecompositions(levels);
      encoder.setQuality(true, 0);
      encoder.getDecodedBuffer({ width, height, bitsPerSample: 8, componentCount: 1, isSigned: false }).set(picture);
      encoder.encode();
      return wrap(encoder.getEncodedBuffer(), width, height);
    } finally {
      encoder.delete();
    }
  };

  let best = encode(grey);
  if (best.length <= targetBytes) return best;
  const coefficients = Int32Array.from(grey, (value) => value - 128);
  forwardWavelet(coefficients, width, height, levels);
  let tooBig = 0;
  let fits = coarsest;
  best = encode(rounded(coefficients, width, height, 2 ** (fits / stepsPerOctave)));
  while (fits - tooBig > 1) {
    const middle = Math.floor((fits + tooBig) / 2);
    const coded = encode(rounded(coefficients, width, height, 2 ** (middle / stepsPerOctave)));
    if (coded.length <= targetBytes) {
      fits = middle;
      best = coded;
    } else tooBig = middle;
  }
  return best;
}

/** The picture with each coefficient cut to a multiple of its level's step: `step` at the finest, half of it a level up. */
function rounded(coefficients: Int32Array, width: number, height: number, step: number): Uint8Array {
  const cut = new Int32Array(coefficients.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const index = y * width + x;
      const value = coefficients[index] ?? 0;
      const level = levelOf(x, y, width, height, levels);
      const size = level === levels ? 1 : Math.max(1, step / 2 ** level);
      // Towards zero, then to the middle of the step: a dead zone, as JPEG 2000 itself rounds.
      const whole = Math.trunc(Math.abs(value) / size);
      cut[index] =
        size === 1 || whole === 0 ? whole * Math.sign(value) : Math.sign(value) * Math.round((whole + 0.5) * size);
    }
  }
  inverseWavelet(cut, width, height, levels);
  return Uint8Array.from(cut, (value) => Math.min(255, Math.max(0, value + 128)));
}

/** The 85 bytes of JP2 boxes around a codestream (ISO/IEC 15444-1 Annex I): signature, file type, header, grey, codestream. */
function wrap(codestream: Uint8Array, width: number, height: number): Uint8Array {
  const file = new Uint8Array(85 + codestream.length);
  const view = new DataView(file.buffer);
  const box = (at: number, length: number, type: string) => {
    view.setUint32(at, length);
    for (let i = 0; i < 4; i++) file[at + 4 + i] = type.charCodeAt(i);
  };
  box(0, 12, 'jP  ');
  view.setUint32(8, 0x0d0a870a);
  box(12, 20, 'ftyp');
  file.set(new TextEncoder().encode('jp2 '), 20);
  file.set(new TextEncoder().encode('jp2 '), 28);
  box(32, 45, 'jp2h');
  box(40, 22, 'ihdr');
  view.setUint32(48, height);
  view.setUint32(52, width);
  view.setUint16(56, 1);
  // 8 bits unsigned, wavelet compression, colour space known.
  file.set([7, 7, 0, 0], 58);
  box(62, 15, 'colr');
  // Enumerated colour space 17: greyscale.
  file.set([1, 0, 0], 70);
  view.setUint32(73, 17);
  box(77, 8 + codestream.length, 'jp2c');
  file.set(codestream, 85);
  return file;
}

import type { Picture } from '../engine/picture.ts';
import openJpeg from './openjpeg.ts';

/** Sides that a chip photo may have, pixels; the true size is not public (240 × 320 is expected). */
const smallest = 48;
const largest = 2_000;

/** A page of WebAssembly's memory, which is a multiple of it. */
const zeros = Buffer.alloc(65_536);

/** Loaded ahead for the next photo. Each has a decoder of its own, of no use any more once its memory is overwritten. */
let ahead: ReturnType<typeof openJpeg> | undefined;

/** Loads the decoder, so that the next photo need not wait for it. */
export async function prepareDecoder(): Promise<void> {
  ahead ??= openJpeg();
  await ahead;
}

/**
 * Decodes the chip's photo (JPEG 2000, as a JP2 file or a bare codestream) to grey. Undefined when it is damaged. The
 * decoder's whole memory is overwritten: besides its two buffers it keeps copies of the file and of the picture.
 */
export async function decodeChipPhoto(file: Uint8Array): Promise<Picture | undefined> {
  const frame = codestreamOf(file);
  if (frame === undefined) return undefined;
  const loading = ahead ?? openJpeg();
  ahead = undefined;
  try {
    const { J2KDecoder } = await loading;
    const decoder = new J2KDecoder();
    try {
      decoder.getEncodedBuffer(file.length).set(file);
      decoder.decode();
      const decoded = decoder.getDecodedBuffer();
      const picture = greyOf(decoder.getFrameInfo(), decoded, frame);
      decoded.fill(0);
      return picture;
    } finally {
      overwrite(Buffer.from(decoder.getEncodedBuffer(file.length).buffer));
    }
  } catch {
    // The decoder throws numbers and WebAssembly traps for damaged data; there is nothing more to learn from them.
    return undefined;
  }
}

/** Leaves zeros alone: to write on all of it would make the system find 50 MB, most of them never used. */
function overwrite(memory: Buffer): void {
  for (let at = 0; at < memory.length; at += zeros.length) {
    const part = memory.subarray(at, at + zeros.length);
    if (!zeros.equals(part)) part.fill(0);
  }
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Finds the codestream's size (SIZ marker, ISO/IEC 15444-1 A.5.1) and checks that it ends with the end marker, because
 * the decoder paints cut data grey without a word. Limits the size before anything is allocated for it.
 */
function codestreamOf(file: Uint8Array): Size | undefined {
  // FF4F (start) FF51 (SIZ), length, capabilities, then width, height and the two offsets as u32, big endian.
  const start = indexOfBytes(file, [0xff, 0x4f, 0xff, 0x51]);
  if (start < 0 || start + 24 > file.length) return undefined;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const width = view.getUint32(start + 8) - view.getUint32(start + 16);
  const height = view.getUint32(start + 12) - view.getUint32(start + 20);
  if (width < smallest || height < smallest || width > largest || height > largest) return undefined;
  let end = file.length;
  while (end > start && file[end - 1] === 0) end--; // padding of the card's file
  const complete = file[end - 2] === 0xff && file[end - 1] === 0xd9;
  return complete ? { width, height } : undefined;
}

function greyOf(
  info: { width: number; height: number; bitsPerSample: number; componentCount: number },
  decoded: Uint8ClampedArray,
  expected: Size,
): Picture | undefined {
  const { width, height, bitsPerSample, componentCount } = info;
  if (width !== expected.width || height !== expected.height || bitsPerSample !== 8) return undefined;
  if (componentCount !== 1 && componentCount !== 3) return undefined;
  if (decoded.length < width * height * componentCount) return undefined;
  const pixels = new Uint8Array(new ArrayBuffer(width * height));
  for (let i = 0; i < pixels.length; i++) {
    pixels[i] =
      componentCount === 1
        ? (decoded[i] ?? 0)
        : 0.299 * (decoded[3 * i] ?? 0) + 0.587 * (decoded[3 * i + 1] ?? 0) + 0.114 * (decoded[3 * i + 2] ?? 0);
  }
  return { width, height, pixels };
}

function indexOfBytes(bytes: Uint8Array, wanted: readonly number[]): number {
  for (let at = bytes.indexOf(wanted[0] ?? 0); at >= 0; at = bytes.indexOf(wanted[0] ?? 0, at + 1)) {
    if (wanted.every((byte, i) => bytes[at + i] === byte)) return at;
  }
  return -1;
}

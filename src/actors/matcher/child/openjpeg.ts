import createModule from '@cornerstonejs/codec-openjpeg/decodewasmjs';
import * as v from 'valibot';

/** The part of codec-openjpeg that is used here (the package brings no types). */
export interface J2KDecoder {
  /** Room for the file inside the decoder's memory. */
  getEncodedBuffer(length: number): Uint8Array;
  decode(): void;
  /** A copy of the picture. */
  getDecodedBuffer(): Uint8ClampedArray;
  getFrameInfo(): { width: number; height: number; bitsPerSample: number; componentCount: number };
}
interface OpenJpeg {
  readonly J2KDecoder: new () => J2KDecoder;
}

const moduleSchema = v.custom<OpenJpeg>(
  (value) =>
    typeof value === 'object' && value !== null && 'J2KDecoder' in value && typeof value.J2KDecoder === 'function',
);

/** Loads the WebAssembly with memory of its own; silent, because its messages would speak about the picture. */
export default async function openJpeg(): Promise<OpenJpeg> {
  return v.parse(moduleSchema, await createModule({ print: () => {}, printErr: () => {} }));
}

import createModule from '@cornerstonejs/codec-openjpeg/decodewasmjs';
import * as v from 'valibot';

/** The part of codec-openjpeg that is used here (the package brings no types). */
export interface J2KDecoder {
  /** Room for the file inside the decoder's memory. */
  getEncodedBuffer(length: number): Uint8Array;
  decode(): void;
  getDecodedBuffer(): Uint8Array;
  getFrameInfo(): { width: number; height: number; bitsPerSample: number; componentCount: number };
}
interface OpenJpeg {
  readonly J2KDecoder: new () => J2KDecoder;
}

const moduleSchema = v.custom<OpenJpeg>(
  (value) =>
    typeof value === 'object' && value !== null && 'J2KDecoder' in value && typeof value.J2KDecoder === 'function',
);

let loaded: Promise<OpenJpeg> | undefined;

/** Loads the WebAssembly once; silent, because its messages would speak about the picture. */
export default function openJpeg(): Promise<OpenJpeg> {
  loaded ??= createModule({ print: () => {}, printErr: () => {} }).then((module: unknown) =>
    v.parse(moduleSchema, module),
  );
  return loaded;
}

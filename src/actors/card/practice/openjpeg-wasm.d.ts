/** The part of @cornerstonejs/codec-openjpeg's encoder that practice cards use; the package brings no types. */
declare module '@cornerstonejs/codec-openjpeg/wasmjs' {
  interface FrameInfo {
    readonly width: number;
    readonly height: number;
    readonly bitsPerSample: number;
    readonly componentCount: number;
    readonly isSigned: boolean;
  }
  interface Encoder {
    /** The picture to be coded, inside the codec's memory. */
    getDecodedBuffer(frame: FrameInfo): Uint8Array;
    setDecompositions(levels: number): void;
    setQuality(lossless: boolean, quantizationStep: number): void;
    encode(): void;
    /** The codestream, inside the codec's memory until `delete`. */
    getEncodedBuffer(): Uint8Array;
    delete(): void;
  }
  interface Codec {
    readonly J2KEncoder: new () => Encoder;
  }
  const open: (options: { readonly print: () => void; readonly printErr: () => void }) => Promise<Codec>;
  export default open;
}

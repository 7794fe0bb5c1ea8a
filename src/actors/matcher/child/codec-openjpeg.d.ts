/** The package @cornerstonejs/codec-openjpeg brings no types. */
declare module '@cornerstonejs/codec-openjpeg/decodewasmjs' {
  export default function createModule(options: {
    readonly print: (words: string) => void;
    readonly printErr: (words: string) => void;
  }): Promise<unknown>;
}

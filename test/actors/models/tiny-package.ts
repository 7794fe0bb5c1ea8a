import { gzipSync } from 'node:zlib';

/** Builds a packed npm package (.tgz) in memory: ustar headers and 512-byte blocks. */
export function tinyPackage(files: { readonly [path: string]: Uint8Array }): Uint8Array {
  return gzipSync(Buffer.concat([tinyTar(files), Buffer.alloc(1024)]));
}

export function tinyTar(files: { readonly [path: string]: Uint8Array }, type = '0'): Buffer {
  return Buffer.concat(
    Object.entries(files).flatMap(([path, bytes]) => {
      const header = Buffer.alloc(512);
      header.write(path, 0);
      header.write('0000644\0', 100);
      header.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124);
      header.write(type, 156);
      header.write('ustar\0', 257);
      return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
    }),
  );
}

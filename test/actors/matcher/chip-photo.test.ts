import { describe, expect, test, vi } from 'vitest';
import { encodeJp2 } from '../../../src/actors/card/practice/jp2.ts';
import { decodeChipPhoto, prepareDecoder } from '../../../src/actors/matcher/child/chip-photo.ts';
import openJpeg, { type J2KDecoder } from '../../../src/actors/matcher/child/openjpeg.ts';

vi.mock('../../../src/actors/matcher/child/openjpeg.ts', { spy: true });

const width = 240;
const height = 320;
const grey = Uint8Array.from({ length: width * height }, (_, i) => (i % width) / 2 + Math.floor(i / width) / 4);
const file = await encodeJp2(grey, width, height, 15_000);

/** As WebAssembly fails. */
function trap(): never {
  throw new WebAssembly.RuntimeError('unreachable');
}

describe("the chip's photo", () => {
  test('is decoded to grey, also with padding behind it', async () => {
    const padded = new Uint8Array(file.length + 50);
    padded.set(file);
    for (const bytes of [file, padded]) {
      const picture = await decodeChipPhoto(bytes);
      expect(picture).toMatchObject({ width, height });
      const off = grey.reduce((sum, value, k) => sum + Math.abs(value - (picture?.pixels[k] ?? 0)), 0);
      expect(off / grey.length).toBeLessThan(4);
    }
  });

  test('that is cut off anywhere is damaged', async () => {
    for (const share of [0, 0.001, 0.01, 0.1, 0.5, 0.9, 0.999]) {
      expect(await decodeChipPhoto(file.subarray(0, Math.floor(file.length * share)))).toBeUndefined();
    }
  });

  test('that is something else is damaged', async () => {
    expect(await decodeChipPhoto(new Uint8Array(5_000).fill(0xff))).toBeUndefined();
    expect(await decodeChipPhoto(new Uint8Array(5_000))).toBeUndefined();
  });

  test('that claims an absurd size is damaged, and nothing is allocated for it', async () => {
    const huge = Uint8Array.from(file);
    const size = huge.findIndex((byte, i) => byte === 0xff && huge[i + 1] === 0x51) + 6;
    new DataView(huge.buffer).setUint32(size, 1_000_000_000);
    expect(await decodeChipPhoto(huge)).toBeUndefined();
  });

  test.each([
    ['decodes it', false],
    ['fails', true],
  ])('leaves nothing with a decoder that %s', async (_title, fails) => {
    const { J2KDecoder } = await openJpeg();
    const memories = new Set<ArrayBufferLike>();
    const seen = <T extends ArrayBufferView>(view: T): T => {
      memories.add(view.buffer);
      return view;
    };
    const watched = (decoder: J2KDecoder): J2KDecoder => ({
      getEncodedBuffer: (length) => seen(decoder.getEncodedBuffer(length)),
      decode: () => (fails ? trap() : decoder.decode()),
      getDecodedBuffer: () => seen(decoder.getDecodedBuffer()),
      getFrameInfo: () => decoder.getFrameInfo(),
    });
    const construct = (): J2KDecoder => watched(new J2KDecoder());
    vi.mocked(openJpeg).mockResolvedValueOnce({ J2KDecoder: new Proxy(J2KDecoder, { construct }) });
    expect((await decodeChipPhoto(file)) === undefined).toBe(fails);
    // The decoder's memory, and its copy of the picture where there is one.
    expect(memories.size).toBe(fails ? 1 : 2);
    for (const memory of memories) {
      expect(Buffer.from(memory).equals(Buffer.alloc(memory.byteLength))).toBe(true);
    }
  });

  test('is decoded by a decoder that was loaded ahead, and by the next one', async () => {
    await prepareDecoder();
    for (let i = 0; i < 2; i++) expect(await decodeChipPhoto(file)).toMatchObject({ width, height });
  });

  test('with changed bytes is decoded or damaged, never a crash', async () => {
    for (let at = 85; at < file.length; at += Math.ceil(file.length / 60)) {
      const changed = Uint8Array.from(file);
      changed[at] = (changed[at] ?? 0) ^ 0x5a;
      const picture = await decodeChipPhoto(changed);
      if (picture !== undefined) expect(picture.pixels.length).toBe(picture.width * picture.height);
    }
  });
});

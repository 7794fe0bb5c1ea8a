import { describe, expect, test } from 'vitest';
import { encodeJp2 } from '../../../src/actors/card/practice/jp2.ts';
import { decodeChipPhoto } from '../../../src/actors/matcher/child/chip-photo.ts';

const width = 240;
const height = 320;
const grey = Uint8Array.from({ length: width * height }, (_, i) => (i % width) / 2 + Math.floor(i / width) / 4);
const file = await encodeJp2(grey, width, height, 15_000);

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

  test('with changed bytes is decoded or damaged, never a crash', async () => {
    for (let at = 85; at < file.length; at += Math.ceil(file.length / 60)) {
      const changed = Uint8Array.from(file);
      changed[at] = (changed[at] ?? 0) ^ 0x5a;
      const picture = await decodeChipPhoto(changed);
      if (picture !== undefined) expect(picture.pixels.length).toBe(picture.width * picture.height);
    }
  });
});

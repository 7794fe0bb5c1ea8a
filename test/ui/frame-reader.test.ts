import { describe, expect, it } from 'vitest';
import { packFrame, planeBytes, unpackFrame } from '../../src/actors/camera/frames.ts';
import { headerBytes, i420Bytes, readFrame, toRgba, writeHeader } from '../../src/ui/camera/frame-reader.ts';
import { nv12ToI420, rgbxToI420 } from '../../src/ui/camera/to-i420.ts';

const [width, height] = [8, 6];

function numbered(): Uint8Array<ArrayBuffer> {
  const planes = new Uint8Array(new ArrayBuffer(planeBytes(width, height, 'i420')));
  return planes.map((_, at) => (at * 7) % 251);
}

describe('the frame reader of the glass', () => {
  it('reads what the camera actors pack', () => {
    const planes = numbered();
    const packed = packFrame({ width, height, format: 'i420', time: 12, planes });
    const frame = readFrame(packed.buffer);
    expect(frame).toMatchObject({ width, height, grey: false });
    expect([...(frame?.planes ?? [])]).toEqual([...planes]);
  });

  it('writes what the children unpack', () => {
    const packed = new Uint8Array(new ArrayBuffer(headerBytes + i420Bytes(width, height)));
    writeHeader(packed.buffer, width, height, 1234.4);
    packed.set(numbered(), headerBytes);
    expect(unpackFrame(packed)).toMatchObject({ width, height, format: 'i420', time: 1234 });
  });

  it('refuses what is no frame', () => {
    const good = packFrame({ width, height, format: 'i420', time: 0, planes: numbered() });
    const wrongMagic = good.slice();
    wrongMagic[0] = 0;
    const wrongFormat = good.slice();
    wrongFormat[8] = 2;
    const odd = good.slice();
    odd[4] = 7;
    const short = good.slice(0, -1);
    for (const broken of [wrongMagic, wrongFormat, odd, short, new Uint8Array(new ArrayBuffer(3))]) {
      expect(readFrame(broken.buffer)).toBeNull();
    }
  });

  it('draws black, white and red of the video range', () => {
    const colour = (y: number, u: number, v: number): number[] => {
      const planes = new Uint8Array(new ArrayBuffer(6));
      planes.set([y, y, y, y, u, v]);
      const rgba = new Uint8ClampedArray(16);
      toRgba({ width: 2, height: 2, grey: false, planes }, rgba);
      return [...rgba.subarray(0, 4)];
    };
    expect(colour(16, 128, 128)).toEqual([0, 0, 0, 255]);
    expect(colour(235, 128, 128)).toEqual([255, 255, 255, 255]);
    const [red = 0, green = 0, blue = 0] = colour(81, 90, 240);
    expect(red).toBeGreaterThan(245);
    expect(green).toBeLessThan(10);
    expect(blue).toBeLessThan(10);
  });
});

describe('cameras that do not deliver I420', () => {
  it('are taken apart from NV12 without loss', () => {
    const wanted = numbered();
    const luma = width * height;
    const quarter = luma / 4;
    const nv12 = wanted.slice();
    for (let at = 0; at < quarter; at += 1) {
      nv12[luma + 2 * at] = wanted[luma + at] ?? 0;
      nv12[luma + 2 * at + 1] = wanted[luma + quarter + at] ?? 0;
    }
    const into = new Uint8Array(wanted.length);
    nv12ToI420(nv12, into, width, height);
    expect([...into]).toEqual([...wanted]);
  });

  it('are turned from RGBX and look the same when drawn again', () => {
    const rgbx = new Uint8Array(width * height * 4);
    for (let at = 0; at < width * height; at += 1) rgbx.set([200, 120, 40, 255], at * 4);
    const planes = new Uint8Array(new ArrayBuffer(i420Bytes(width, height)));
    rgbxToI420(rgbx, planes, width, height);
    const rgba = new Uint8ClampedArray(rgbx.length);
    toRgba({ width, height, grey: false, planes }, rgba);
    [200, 120, 40].forEach((value, channel) => expect(Math.abs((rgba[channel] ?? 0) - value)).toBeLessThan(4));
  });
});

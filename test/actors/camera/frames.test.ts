import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameHeaderBytes, packFrame, planeBytes, unpackFrame, type Frame } from '../../../src/actors/camera/frames.ts';

function frameOf(width: number, height: number, format: Frame['format'], time: number, seed: number): Frame {
  const planes = new Uint8Array(new ArrayBuffer(planeBytes(width, height, format)));
  for (let at = 0; at < planes.length; at++) planes[at] = (at * 31 + seed) & 255;
  return { width, height, format, time, planes };
}

const side = fc.integer({ min: 1, max: 40 }).map((half) => half * 2);
const anyFrame = fc
  .tuple(side, side, fc.constantFrom<Frame['format']>('i420', 'grey'), fc.nat(4_294_967_295), fc.nat(255))
  .map(([width, height, format, time, seed]) => frameOf(width, height, format, time, seed));

describe('frames', () => {
  it('come out as they went in', () => {
    fc.assert(
      fc.property(anyFrame, (frame) => {
        expect(unpackFrame(packFrame(frame))).toEqual(frame);
      }),
    );
  });

  it('are refused when cut short or too long', () => {
    fc.assert(
      fc.property(anyFrame, fc.nat(), (frame, cut) => {
        const packed = packFrame(frame);
        expect(unpackFrame(packed.slice(0, cut % packed.length))).toHaveProperty('broken');
        const longer = new Uint8Array(new ArrayBuffer(packed.length + 1));
        longer.set(packed);
        expect(unpackFrame(longer)).toEqual({ broken: 'truncated or too long' });
      }),
    );
  });

  it.each([
    ['no frame magic', 0, 0],
    ['odd size', 4, 3],
    ['impossible size', 4, 0],
    ['impossible size', 7, 0x20],
    ['unknown format', 8, 2],
  ])('are refused for: %s', (broken, at, value) => {
    const packed = packFrame(frameOf(4, 4, 'i420', 1, 0));
    packed[at] = value;
    expect(unpackFrame(packed)).toEqual({ broken });
  });

  it('never throw on arbitrary bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3 * frameHeaderBytes }), (bytes) => {
        expect(unpackFrame(new Uint8Array(bytes))).toHaveProperty('broken');
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { chipPhotoHeight, chipPhotoWidth, renderChipPhoto } from '../../../../src/actors/camera/practice/chip-photo.ts';
import { followCues } from '../../../../src/actors/camera/practice/cue.ts';
import { rgbToI420 } from '../../../../src/actors/camera/practice/i420.ts';
import { personaNumbered, personas } from '../../../../src/actors/camera/practice/personas.ts';
import { rotation } from '../../../../src/actors/camera/practice/pose.ts';

describe('chip photo', () => {
  const { grey, width, height } = renderChipPhoto(personaNumbered(0));
  const mean = (left: number, top: number, right: number, bottom: number) => {
    let sum = 0;
    for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) sum += grey[y * width + x] ?? 0;
    return sum / ((right - left) * (bottom - top));
  };

  it('is 240 × 320, grey', () => {
    expect([width, height, grey.length]).toEqual([chipPhotoWidth, chipPhotoHeight, 240 * 320]);
  });

  it('has a plain light background and a darker head in the middle', () => {
    expect(mean(0, 0, 30, 60)).toBeGreaterThan(180);
    expect(Math.abs(mean(0, 0, 30, 60) - mean(210, 0, 240, 60))).toBeLessThan(3);
    expect(mean(90, 120, 150, 200)).toBeLessThan(mean(0, 0, 30, 60) - 20);
  });

  it('is the same every time', () => {
    expect(Buffer.compare(renderChipPhoto(personaNumbered(0)).grey, grey)).toBe(0);
  });
});

describe('personas', () => {
  it('are at least twelve, all different, and numbered round', () => {
    expect(personas.length).toBeGreaterThanOrEqual(12);
    expect(new Set(personas.map((persona) => persona.seed)).size).toBe(personas.length);
    expect(personaNumbered(personas.length + 2)).toBe(personas[2]);
  });
});

/** One colour as I420 of 4 × 2. */
const flat = (r: number, g: number, b: number) => {
  const rgb = new Uint8Array(4 * 2 * 3);
  for (let at = 0; at < rgb.length; at += 3) rgb.set([r, g, b], at);
  return [...rgbToI420(rgb, 4, 2)];
};

describe('I420', () => {
  it('has three planes of the right size', () => {
    expect(rgbToI420(new Uint8Array(320 * 240 * 3), 320, 240).length).toBe((320 * 240 * 3) / 2);
  });

  // Corner values of BT.601, studio range.
  it.each([
    [
      [255, 255, 255],
      [235, 128, 128],
    ],
    [
      [0, 0, 0],
      [16, 128, 128],
    ],
    [
      [255, 0, 0],
      [81, 90, 240],
    ],
    [
      [0, 255, 0],
      [145, 54, 34],
    ],
    [
      [0, 0, 255],
      [41, 240, 110],
    ],
  ])('turns %j into %j', ([r = 0, g = 0, b = 0], [y = 0, u = 0, v = 0]) => {
    expect(flat(r, g, b)).toEqual([y, y, y, y, y, y, y, y, u, u, v, v]);
  });
});

describe('cues', () => {
  it('nothing asked, nothing turned', () => {
    expect(followCues([], 1000).turn).toBe(0);
    expect(followCues([{ cue: 'none', from: 0, until: Infinity }], 1000).turn).toBe(0);
  });

  it('a turn once begun is carried to its end', () => {
    const span = { cue: 'turnRight', from: 0, until: 700 } as const;
    expect(followCues([span], 500).turn).toBeCloseTo(0, 12);
    expect(followCues([span], 1300).turn).toBeCloseTo(-1, 12);
    expect(followCues([span], 3000).turn).toBeCloseTo(0, 12);
  });
});

describe('pose', () => {
  it('positive yaw turns the nose to the viewer’s right, positive pitch down', () => {
    expect(rotation({ yaw: 0.3, pitch: 0, roll: 0 })[2]).toBeCloseTo(Math.sin(0.3));
    expect(rotation({ yaw: 0, pitch: 0.3, roll: 0 })[5]).toBeCloseTo(-Math.sin(0.3));
  });
});

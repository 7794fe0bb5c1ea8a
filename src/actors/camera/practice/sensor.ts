import { clamp } from './curves.ts';

const curveSteps = 4096;
const brightest = 8;

/** Response of the sensor: a soft shoulder, then gamma 2.2. Indexed by the root of the light, where it is nearly straight. */
const response = Float32Array.from({ length: curveSteps + 1 }, (_, step) => {
  const light = (step / curveSteps) ** 2 * brightest;
  return Math.pow((light * (1 + light * 0.12)) / (1 + light * 0.45), 1 / 2.2);
});

export interface Exposure {
  readonly exposure: number;
  readonly noise: number;
  readonly frame: number;
}

/**
 * Develops linear light (RGB, `scale` × `scale` samples for each pixel of the picture) into 8-bit RGB with noise.
 * @param out width × height × 3 bytes, written in full.
 */
export function develop(
  light: Float32Array,
  width: number,
  height: number,
  scale: number,
  setting: Exposure,
  out: Uint8Array,
): void {
  const gain = setting.exposure / (scale * scale);
  let noise = (setting.frame * 7919 + 13) >>> 0 || 1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      noise ^= noise << 13;
      noise ^= noise >>> 17;
      noise ^= noise << 5;
      const grain = ((noise >>> 0) / 4294967296 + ((noise >>> 8) & 255) / 255 - 1) * setting.noise;
      const at = (y * width + x) * 3;
      for (let k = 0; k < 3; k++) {
        let sum = 0;
        for (let j = 0; j < scale; j++) {
          for (let i = 0; i < scale; i++) sum += light[((y * scale + j) * width * scale + x * scale + i) * 3 + k] ?? 0;
        }
        const strength = k === 0 ? grain : k === 1 ? grain * 0.9 : grain * 1.1;
        out[at + k] = clamp((respond(sum * gain) + strength) * 255, 0, 255);
      }
    }
  }
}

function respond(light: number): number {
  const step = Math.min(Math.sqrt(Math.max(0, light) / brightest), 1) * curveSteps;
  const low = Math.min(Math.trunc(step), curveSteps - 1);
  const from = response[low] ?? 0;
  return from + ((response[low + 1] ?? 0) - from) * (step - low);
}

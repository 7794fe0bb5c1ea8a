import { textureAzimuth, textureHigh, textureLow, textureSize, type Albedo } from './albedo.ts';
import { clamp, type Triple } from './curves.ts';
import { paintEye } from './eyes.ts';
import type { Fragment } from './fragment.ts';
import type { HeadShape } from './head-shape.ts';
import { parts } from './mesh-builder.ts';
import { fractalNoise, valueNoise } from './noise.ts';
import type { Matrix } from './pose.ts';
import type { Scene } from './scene.ts';

/** Fills in what the surface at this pixel is made of. */
export function paintSurface(
  fragment: Fragment,
  shape: HeadShape,
  albedo: Albedo,
  scene: Scene,
  turn: Matrix,
  key: Triple,
): void {
  const { glasses, clothes } = shape.parameters;
  fragment.reset();
  switch (fragment.part) {
    case parts.skin:
      readAlbedo(fragment, albedo.texels, fragment.azimuth, fragment.height);
      paintEye(fragment, shape, scene, turn);
      break;
    case parts.ear:
      readAlbedo(fragment, albedo.texels, 1.2, -3);
      setColour(fragment, [fragment.r * 1.02, fragment.g * 0.88, fragment.b * 0.86], 1);
      break;
    case parts.hair:
      paintHair(fragment, albedo.hair, shape.parameters.seed, key);
      break;
    case parts.glasses:
      setColour(fragment, glasses.colour, 1);
      fragment.softness = 0;
      fragment.gloss = 3;
      fragment.shininess = 60;
      break;
    case parts.mask:
      paintCloth(fragment, [0.62, 0.66, 0.7], 1 + 0.08 * Math.sin(fragment.height * 4));
      break;
    case parts.cap:
      paintCloth(fragment, [0.05, 0.06, 0.11], 1);
      break;
    default: {
      const folds = 1 + 0.12 * fractalNoise(fragment.x * 0.25, fragment.y * 0.18, shape.parameters.seed + 70, 3);
      paintCloth(fragment, clothes, fragment.height > -14.2 ? folds * 0.8 : folds);
    }
  }
}

function paintCloth(fragment: Fragment, colour: Triple, brightness: number): void {
  setColour(fragment, colour, brightness);
  fragment.softness = 0;
  fragment.gloss = 0.05;
}

function setColour(fragment: Fragment, colour: Triple, brightness: number): void {
  fragment.r = colour[0] * brightness;
  fragment.g = colour[1] * brightness;
  fragment.b = colour[2] * brightness;
}

function paintHair(fragment: Fragment, colour: Triple, seed: number, key: Triple): void {
  const fine = valueNoise(fragment.azimuth * 70, fragment.height * 0.45, seed + 93);
  const coarse = valueNoise(fragment.azimuth * 25, fragment.height * 0.3, seed + 94);
  setColour(fragment, colour, (1 + 0.45 * fine + 0.35 * coarse) * 1.25);
  fragment.softness = 0.1;
  fragment.gloss = 0;
  // Strands shine in a band across the head, not in a spot.
  const band = Math.abs(fragment.ny * 0.9 - (key[1] - 0.3) * 0.6 - 0.1 + 0.12 * fine) * 1.6;
  fragment.extraLight = Math.max(0, 1 - band) ** 4 * 0.22 * (0.4 + colour[0] * 2) * fragment.open;
}

/** Bilinear look-up of the baked skin. */
function readAlbedo(fragment: Fragment, texels: Float32Array, azimuth: number, height: number): void {
  const last = textureSize - 2;
  const u = clamp((azimuth / textureAzimuth) * 0.5 * textureSize + textureSize / 2 - 0.5, 0, last);
  const v = clamp(((height - textureLow) / (textureHigh - textureLow)) * textureSize - 0.5, 0, last);
  const column = Math.trunc(u);
  const row = Math.trunc(v);
  const a = (row * textureSize + column) * 4;
  const c = a + textureSize * 4;
  const right = u - column;
  const up = v - row;
  const w00 = (1 - right) * (1 - up);
  const w10 = right * (1 - up);
  const w01 = (1 - right) * up;
  const w11 = right * up;
  const channel = (k: number) =>
    (texels[a + k] ?? 0) * w00 +
    (texels[a + 4 + k] ?? 0) * w10 +
    (texels[c + k] ?? 0) * w01 +
    (texels[c + 4 + k] ?? 0) * w11;
  fragment.r = channel(0);
  fragment.g = channel(1);
  fragment.b = channel(2);
  fragment.gloss = channel(3);
}

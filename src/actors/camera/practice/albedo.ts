import { clamp, hill, mix, type Triple } from './curves.ts';
import { paintBeard, paintBrows, paintScalp } from './albedo-hair.ts';
import { paintAgeLines, paintLips, paintMarks, paintNostrils } from './albedo-marks.ts';
import { hairColours, skinTones } from './head-parameters.ts';
import type { HeadShape } from './head-shape.ts';
import { fractalNoise, valueNoise } from './noise.ts';

/** The texture covers |azimuth| < 1.75 and −16 … 12 cm of height. */
export const textureAzimuth = 1.75;
export const textureLow = -16;
export const textureHigh = 12;
export const textureSize = 512;

/** Baked colour of the skin: textureSize² texels of linear R, G, B reflectance and gloss. */
export interface Albedo {
  readonly texels: Float32Array;
  readonly hair: Triple;
}

/** One texel while it is painted. */
export interface Texel {
  readonly x: number;
  readonly y: number;
  /** |x|. */
  readonly ax: number;
  /** Outward from the middle of the eye. */
  readonly lx: number;
  /** Length along the skin, for noise that does not stretch. */
  readonly along: number;
  r: number;
  g: number;
  b: number;
  gloss: number;
  /** How much of the texel is covered by hair. */
  hair: number;
  /** How much of it is the red of the lips. */
  lip: number;
}

/** Darkens a texel by a share per channel. */
export function shade(texel: Texel, r: number, g: number, b: number): void {
  texel.r *= 1 - r;
  texel.g *= 1 - g;
  texel.b *= 1 - b;
}

export function bakeAlbedo(shape: HeadShape): Albedo {
  const { parameters } = shape;
  const { seed } = parameters;
  const skin = skinColour(parameters.skin.tone);
  const hair = hairColours[parameters.hair.colour] ?? [0, 0, 0];
  const painters = [
    paintFlush(shape),
    paintEyeSurroundings(shape),
    paintMarks(shape),
    paintAgeLines(shape),
    paintLips(shape, skin),
    paintNostrils(shape),
    paintGloss(shape),
    paintBrows(shape),
    paintBeard(shape),
    paintScalp(shape),
  ];
  const texels = new Float32Array(textureSize * textureSize * 4);
  for (let row = 0; row < textureSize; row++) {
    const y = textureLow + ((row + 0.5) / textureSize) * (textureHigh - textureLow);
    for (let column = 0; column < textureSize; column++) {
      const azimuth = (((column + 0.5) / textureSize) * 2 - 1) * textureAzimuth;
      const x = shape.base(azimuth, y)[0];
      const along = azimuth * 8.5;
      const tint = 1 + mottle(along, y, seed * 7, parameters.skin.blotches);
      const texel: Texel = {
        x,
        y,
        ax: Math.abs(x),
        lx: Math.abs(x) - shape.eye.x,
        along,
        r: skin[0] * tint,
        g: skin[1] * tint,
        b: skin[2] * tint,
        gloss: 0,
        hair: 0,
        lip: 0,
      };
      for (const paint of painters) paint(texel);
      const strand = (1 + 0.5 * valueNoise(along * 8, y * 4, seed + 62)) * 1.3;
      const at = (row * textureSize + column) * 4;
      texels[at] = mix(texel.r, hair[0] * strand, texel.hair);
      texels[at + 1] = mix(texel.g, hair[1] * strand, texel.hair);
      texels[at + 2] = mix(texel.b, hair[2] * strand, texel.hair);
      texels[at + 3] = texel.gloss * (1 - 0.8 * texel.hair);
    }
  }
  return { texels, hair };
}

/** Linear reflectance of plain skin of a tone, see `skinTones`. */
export function skinColour(tone: number): Triple {
  const at = clamp(tone, 0, 4.999);
  const lighter = skinTones[Math.floor(at)] ?? [0, 0, 0];
  const darker = skinTones[Math.floor(at) + 1] ?? lighter;
  const share = at - Math.floor(at);
  return [mix(lighter[0], darker[0], share), mix(lighter[1], darker[1], share), mix(lighter[2], darker[2], share)];
}

/** Blotches, pores and grain of the skin. */
function mottle(along: number, y: number, seed: number, blotches: number): number {
  return (
    fractalNoise(along * 0.45, y * 0.45, seed + 1, 3) * 0.1 * blotches +
    fractalNoise(along * 2.2, y * 2.2, seed + 11, 3) * 0.07 * blotches +
    fractalNoise(along * 9, y * 9, seed + 21, 2) * 0.07
  );
}

/** Red of the cheeks, nose and chin, and rouge. */
function paintFlush({ parameters, noseTip }: HeadShape): (texel: Texel) => void {
  const { skin, skull } = parameters;
  return (texel) => {
    const { x, y, ax } = texel;
    const red =
      skin.red *
        (0.8 * hill(ax - 3.9, y + 3, 1.5, 1.4) +
          0.9 * hill(x, y - noseTip, 1.2, 1) +
          0.4 * hill(x, y - (skull.chinHeight + 1), 1.4, 0.9)) +
      skin.makeup * 0.5 * hill(ax - 4.2, y + 2.6, 1.4, 1);
    shade(texel, -0.05 * red, 0.2 * red, 0.16 * red);
  };
}

function paintEyeSurroundings({ parameters }: HeadShape): (texel: Texel) => void {
  const { eyes, skin } = parameters;
  return (texel) => {
    const { y, ax, lx } = texel;
    const dark =
      hill(lx + 0.2, y + 0.1, 1.4, 0.8) * (0.1 + 0.2 * eyes.bags + 0.35 * eyes.shade) +
      0.2 * eyes.bags * hill(lx, y + 1.25, 1, 0.3) +
      0.2 * hill(ax - 1.35, y - 0.2, 0.5, 0.7);
    shade(texel, 0.55 * dark, 0.75 * dark, 0.65 * dark);
    if (skin.makeup <= 0.4) return;
    const shadow = skin.makeup * 0.45 * hill(lx, y - 0.75, 1.2, 0.35);
    shade(texel, shadow, shadow, 0.8 * shadow);
  };
}

function paintGloss({ noseTip }: HeadShape): (texel: Texel) => void {
  return (texel) => {
    const { x, y } = texel;
    texel.gloss = 0.5 + 0.35 * hill(x, y - noseTip, 1, 1) + 0.2 * hill(x, y - 4.5, 3, 1.5) + texel.lip * 0.8;
  };
}

import type { Texel } from './albedo.ts';
import { clamp, hill, mix, smoothstep } from './curves.ts';
import type { HeadShape } from './head-shape.ts';
import { valueNoise } from './noise.ts';

export function paintBrows({ parameters }: HeadShape): (texel: Texel) => void {
  const { brows, build, seed } = parameters;
  return (texel) => {
    const { x, y, ax } = texel;
    const sign = x < 0 ? -1 : 1;
    const out = ax - brows.gap;
    const t = out / (brows.length * 1.25);
    if (t <= -0.08 || t >= 1.05) return;
    const middle =
      brows.height +
      brows.tilt * out +
      brows.arch * Math.sin(Math.PI * clamp(t, 0, 1) * 0.75) +
      build.asymmetry * sign * 0.3;
    const taper = t < 0.5 ? 1 : mix(1, 0.3, (t - 0.5) * 2);
    const thickness = Math.max(brows.thickness * taper * smoothstep(-0.08, 0.15, t), 0.03);
    const strands = 0.6 + 0.6 * valueNoise(ax * 6 + y * 5, y * 3 - ax * 3, seed + 61);
    const cover =
      smoothstep(1.25, 0.45, Math.abs(y - middle) / thickness) *
      brows.density *
      clamp(0.55 + strands * 0.5, 0, 1) *
      smoothstep(1.05, 0.85, t);
    texel.hair = Math.max(texel.hair, cover);
  };
}

export function paintBeard({ parameters }: HeadShape): (texel: Texel) => void {
  const { beard, mouth, skull, seed } = parameters;
  if (beard === 'none') return () => {};
  const half = mouth.width / 2;
  return (texel) => {
    const { y, ax, along } = texel;
    const droop = smoothstep(0.8, 2.8, ax);
    const moustache =
      smoothstep(mouth.height + mix(1.2, 0.2, droop), mouth.height + mix(0.7, 0, droop), y) *
      smoothstep(mouth.height - 0.2, mouth.height + 0.1, y) *
      smoothstep(half + 0.7, half, ax);
    const chin = smoothstep(half * 0.9, half * 0.55, ax) * smoothstep(mouth.height - 0.6, mouth.height - 1.2, y);
    const cheeks = smoothstep(-3, -6.2, y - 0.35 * Math.max(0, ax - 3.5) * 1.6) * smoothstep(3.2, 4.6, ax);
    const full = Math.max(cheeks, smoothstep(mouth.height + 0.3, mouth.height - 1.3, y)) * smoothstep(7.4, 6.6, ax);
    const aboveNeck = smoothstep(skull.chinHeight - 2.5, skull.chinHeight - 0.5, y);
    const area = beard === 'mous' ? moustache : Math.max(moustache, beard === 'goatee' ? chin : full) * aboveNeck;
    const cover = area * (1 - texel.lip);
    if (beard === 'stubble') {
      const grain = cover * 0.42 * (0.8 + 0.4 * valueNoise(along * 11, y * 11, seed + 72));
      texel.r *= 1 - 0.85 * grain;
      texel.g *= 1 - 0.72 * grain;
      texel.b *= 1 - 0.62 * grain;
      return;
    }
    const strands = 0.75 + 0.45 * valueNoise(along * 7, y * 3.2, seed + 71);
    texel.hair = Math.max(texel.hair, clamp(cover * strands * 0.95, 0, 0.96));
  };
}

/** Hair too short to have a shape of its own. */
export function paintScalp({ parameters }: HeadShape): (texel: Texel) => void {
  const { hair, seed } = parameters;
  if (hair.style !== 'crew' && hair.style !== 'bald' && hair.style !== 'recede') return () => {};
  return (texel) => {
    const { y, ax, along } = texel;
    const receding = hair.style === 'recede' ? -1.6 * hill(ax - 3.2, 0, 1.3, 1) - 0.6 : 0;
    const height = y + receding + smoothstep(5.5, 7.3, ax) * 5;
    const cover =
      smoothstep(hair.hairline - 0.3, hair.hairline + 0.7, height) *
      (hair.style === 'bald' ? 0.22 : 0.85) *
      (0.8 + 0.25 * valueNoise(along * 9, y * 5, seed + 80));
    texel.hair = Math.max(texel.hair, clamp(cover, 0, 0.95));
  };
}

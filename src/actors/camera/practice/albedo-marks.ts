import { shade, type Texel } from './albedo.ts';
import { clamp, hill, mix, ridge, smoothstep, type Triple } from './curves.ts';
import { foldAt, type HeadShape } from './head-shape.ts';
import { randomSource, valueNoise } from './noise.ts';

/** Freckles, moles and a birthmark. */
export function paintMarks({ parameters }: HeadShape): (texel: Texel) => void {
  const { skin, seed } = parameters;
  const random = randomSource(seed + 99);
  const moles = Array.from({ length: skin.moles }, () => ({
    x: (random() - 0.5) * 10,
    y: -9 + random() * 14,
    radius: 0.08 + random() * 0.12,
  }));
  return (texel) => {
    const { x, y, ax, along } = texel;
    if (skin.freckles > 0) {
      const f =
        smoothstep(0.42, 0.6, valueNoise(along * 4, y * 4, seed + 5)) *
        skin.freckles *
        (hill(ax - 2.8, y + 2.3, 2.2, 1.5) + 0.3);
      shade(texel, 0.25 * f, 0.4 * f, 0.45 * f);
    }
    for (const mole of moles) {
      const distance = Math.hypot(x - mole.x, y - mole.y);
      if (distance >= mole.radius * 2) continue;
      const f = smoothstep(mole.radius * 1.6, mole.radius * 0.5, distance) * 0.75;
      shade(texel, f, f, f);
    }
    if (skin.birthmark !== null) {
      const [centreX, centreY, radius] = skin.birthmark;
      const distance = Math.hypot(x - centreX, y - centreY) / radius + 0.35 * valueNoise(x * 1.3, y * 1.3, seed + 77);
      const f = smoothstep(1.1, 0.85, distance) * 0.45;
      shade(texel, f * 0.6, f, f * 0.9);
    }
  };
}

/** Lines of the forehead, beside the eyes, between the brows and beside the mouth. */
export function paintAgeLines({ parameters }: HeadShape): (texel: Texel) => void {
  const { build, mouth, skin, seed } = parameters;
  const random = randomSource(seed + 99);
  for (let drawn = 0; drawn < skin.moles * 3; drawn++) random();
  const forehead = build.age > 0.45 ? [0, 1, 2].map((i) => 3.3 + i * 0.95 + random() * 0.3) : [];
  return (texel) => {
    const { x, y, ax, lx } = texel;
    let line = 0;
    for (const height of forehead) {
      const wave = 0.15 * Math.sin(x * 0.8 + height) - 0.1 * valueNoise(x, height, seed);
      line += ridge(y - height - wave, 0.09) * smoothstep(4.8, 3, ax) * (build.age - 0.35);
    }
    if (build.age > 0.5) {
      const out = lx - 1.5;
      for (let i = 0; i < 3; i++) {
        const off = y - (0.35 - i * 0.4) - (0.25 - i * 0.3) * out;
        line += ridge(off, 0.06) * smoothstep(0.1, 0.3, out) * smoothstep(1.7, 0.7, out) * (build.age - 0.3) * 0.8;
      }
      line += (build.age - 0.4) * hill(ax - 0.45, y - 1.9, 0.07, 0.5);
    }
    const fold = foldAt(parameters, y);
    line +=
      mouth.folds *
      0.9 *
      smoothstep(-0.2, 0.25, fold.t) *
      (1 - smoothstep(0.5, 1.1, fold.t)) *
      ridge(ax - fold.x, 0.13);
    const depth = clamp(line, 0, 1);
    shade(texel, 0.35 * depth, 0.45 * depth, 0.45 * depth);
  };
}

export function paintLips(shape: HeadShape, skin: Triple): (texel: Texel) => void {
  const { mouth, skin: looks, seed } = shape.parameters;
  const half = mouth.width / 2;
  const stick = mouth.colour * looks.makeup;
  const tint = [
    skin[0] * mix(0.78, 1, stick),
    skin[1] * mix(0.52, 0.3, stick),
    skin[2] * mix(0.55, 0.34, stick),
  ] as const;
  return (texel) => {
    const { x, y, ax } = texel;
    const ly = y - mouth.height;
    if (ax < half && Math.abs(ly) < 1.8) {
      const edge =
        ly >= 0
          ? smoothstep(shape.upperLip(x) + 0.06, shape.upperLip(x) - 0.08, ly)
          : smoothstep(shape.lowerLip(x) + 0.08, shape.lowerLip(x) - 0.1, -ly);
      texel.lip = edge * smoothstep(half, half - 0.25, ax);
      const grain = 1 + 0.12 * valueNoise(x * 7, y * 1.5, seed + 40);
      const cover = texel.lip * 0.95;
      texel.r = mix(texel.r, tint[0] * grain, cover);
      texel.g = mix(texel.g, tint[1] * grain, cover);
      texel.b = mix(texel.b, tint[2] * grain, cover);
      const gap = ridge(ly, 0.075) * smoothstep(half + 0.1, half - 0.35, ax) * 0.85;
      shade(texel, 0.75 * gap, 0.85 * gap, 0.85 * gap);
    }
    const corner = 0.35 * hill(ax - half, ly, 0.22, 0.14);
    shade(texel, corner, corner, corner);
  };
}

export function paintNostrils({ parameters }: HeadShape): (texel: Texel) => void {
  const { nose } = parameters;
  const wing = nose.wingWidth * 0.7;
  return (texel) => {
    const { y, ax } = texel;
    const away = Math.hypot((ax - (0.62 * nose.wingWidth) / 1.7) / 0.42, (y - (nose.base + 0.12)) / 0.17);
    const hole = smoothstep(1.1, 0.55, away) * 0.9;
    shade(texel, hole, hole, hole);
    const rim = Math.hypot((ax - wing) / 0.62, (y - nose.base - 0.55) / 0.62) - 1;
    const crease = 0.35 * ridge(rim, 0.18) * (ax > wing ? 1 : 0.2);
    shade(texel, crease * 0.6, crease * 0.75, crease * 0.75);
  };
}

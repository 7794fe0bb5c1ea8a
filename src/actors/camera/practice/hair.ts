import { mix, ridge, smoothstep } from './curves.ts';
import type { HeadShape } from './head-shape.ts';
import { parts, type MeshBuilder } from './mesh-builder.ts';
import { valueNoise } from './noise.ts';

const columns = 151;

/** Adds a shell of hair around the skull; very short hair is painted on the skin instead (albedo-hair.ts). */
export function addHair(builder: MeshBuilder, shape: HeadShape): void {
  const { hair, skull } = shape.parameters;
  const { style } = hair;
  if (style === 'bald' || style === 'crew' || style === 'recede') return;
  const long = style === 'long' || style === 'longpart';
  const lowest = long ? -19 : style === 'bob' || style === 'bangs' ? -10.5 : -6;
  const rows: number[] = [];
  for (let y = lowest; y < skull.crown - 0.4; y += 0.3) rows.push(y);
  for (const below of [0.3, 0.15, 0.05, 0]) rows.push(skull.crown - below);

  const first = builder.size;
  const cover: number[] = [];
  const vertex = hairVertex(shape);
  for (const y of rows) {
    for (let i = 0; i < columns; i++) {
      const azimuth = ((i / (columns - 1)) * 2 - 1) * Math.PI;
      const { radius, height, share } = vertex(azimuth, y);
      builder.add(radius * Math.sin(azimuth), height, radius * Math.cos(azimuth), parts.hair, azimuth, y, share);
      cover.push(share);
    }
  }
  for (let j = 0; j < rows.length - 1; j++) {
    for (let i = 0; i < columns - 1; i++) {
      const at = j * columns + i;
      const corners = [at, at + 1, at + columns + 1, at + columns] as const;
      if (Math.max(...corners.map((corner) => cover[corner] ?? 0)) <= 0.02) continue;
      builder.quad(first + corners[0], first + corners[1], first + corners[2], first + corners[3]);
    }
  }
  if (style === 'bun') addBun(builder, skull.crown);
}

interface HairVertex {
  readonly radius: number;
  readonly height: number;
  /** 0 where there is no hair. */
  readonly share: number;
}

function hairVertex(shape: HeadShape): (azimuth: number, y: number) => HairVertex {
  const { hair, skull, build, seed } = shape.parameters;
  const { style } = hair;
  const long = style === 'long' || style === 'longpart';
  const falling = long || style === 'bob' || style === 'bangs';
  const parted = style === 'part' || style === 'longpart';
  const partingX = (build.asymmetry > 0 ? 1 : -1) * 1.6;
  return (azimuth, y) => {
    let radius = shape.skullRadius(azimuth, Math.max(Math.min(y, skull.crown - 0.012), -3));
    const x = radius * Math.sin(azimuth);
    const away = Math.abs(azimuth);
    const curl =
      hair.curl *
      (0.45 * valueNoise(azimuth * 11, y * 1.5, seed + 95) + 0.25 * valueNoise(azimuth * 24, y * 3, seed + 96));
    const strand =
      valueNoise(azimuth * 26, y * 0.5, seed + 91) * 0.16 + valueNoise(azimuth * 60, y * 0.8, seed + 92) * 0.08 + curl;
    const edge = hairEdge(shape, Math.abs(x), away, strand);
    let thickness = hair.thickness * (0.6 + 0.4 * smoothstep(2, 9, y));
    if (parted && away < 1.5) thickness *= 1 - 0.5 * ridge(x - partingX, 0.35);
    if (falling && y < 0) {
      const flare = long ? smoothstep(0, -16, y) * 1.5 : 0;
      radius = mix(radius, shape.skullRadius(azimuth, -1) + 0.3 + flare, smoothstep(0.5, -3, y));
      if (style === 'bob') radius += 0.9 * smoothstep(-2, -8, y) * (1 - smoothstep(-9, -10.5, y));
    }
    const share = smoothstep(edge - 0.35, edge + 0.55, y);
    // Where no hair grows the shell dives below the skin.
    const lift = share < 0.02 ? -1.2 : (thickness + strand * 0.7) * share - 0.5 * (1 - share);
    const height = y > 2.5 ? 2.5 + (y - 2.5) * (1 + Math.max(lift, -0.3) / (skull.crown - 2.5)) : y;
    return { radius: Math.max(radius + lift, 0), height, share };
  };
}

/** Height above which hair grows; `away` = |azimuth|. −30 means: down to the ends of the hair. */
function hairEdge({ parameters }: HeadShape, ax: number, away: number, strand: number): number {
  const { style, hairline } = parameters.hair;
  const front = hairline - 0.021 * ax * ax + 1.05 * strand;
  switch (style) {
    case 'short':
    case 'part':
    case 'bun': {
      const temple = style === 'bun' ? 1.2 : -1.2;
      if (away > 0.95 && away < 1.45) return mix(2.2, temple, smoothstep(0.98, 1.15, away));
      const fromFront = mix(front, 2.2, smoothstep(0.62, 0.95, away));
      return mix(fromFront, style === 'bun' ? -4 : -4.6, smoothstep(1.45, 1.9, away));
    }
    case 'bangs':
      return mix(2.5 + strand * 2.5, -30, smoothstep(0.78, 0.9, away));
    case 'longpart':
      return mix(front - 0.12 * Math.max(0, ax - 1) ** 2, -30, smoothstep(0.75, 0.95, away));
    default:
      return mix(front - 0.05 * ax * ax, -30, smoothstep(0.75, 0.95, away));
  }
}

function addBun(builder: MeshBuilder, crown: number): void {
  const first = builder.size;
  for (let j = 0; j <= 10; j++) {
    const polar = (j / 10) * Math.PI;
    for (let i = 0; i <= 16; i++) {
      const turn = (i / 16) * 2 * Math.PI;
      const across = 2.6 * Math.sin(polar);
      builder.add(
        across * Math.cos(turn),
        crown + 1.2 + 2.2 * Math.cos(polar),
        -4 + across * Math.sin(turn),
        parts.hair,
        turn,
        j,
        1,
      );
    }
  }
  builder.grid(first, 11, 17);
}

import { clamp, mix, ridge, smoothstep, type Triple } from './curves.ts';
import type { HeadShape } from './head-shape.ts';
import { parts, type MeshBuilder } from './mesh-builder.ts';

/** Ears, unless the hair covers them. */
export function addEars(builder: MeshBuilder, shape: HeadShape): void {
  const { style } = shape.parameters.hair;
  if (style === 'long' || style === 'longpart' || style === 'bob' || style === 'bangs') return;
  const rings = 14;
  const spokes = 20;
  const root = shape.halfWidth(-1.5) - 0.25;
  for (const side of [-1, 1]) {
    const first = builder.size;
    for (let j = 0; j <= rings; j++) {
      const r = j / rings;
      for (let i = 0; i <= spokes; i++) {
        const turn = (i / spokes) * 2 * Math.PI;
        const y = Math.cos(turn) * 3.1 * r;
        const z = Math.sin(turn) * 1.75 * r * (1 + 0.25 * Math.cos(turn));
        const rim = 0.5 * ridge(r - 0.86, 0.13) - 0.45 * ridge(r, 0.5) + 0.25 * ridge(r - 0.6, 0.12) * Math.cos(turn);
        // The edge runs into the head, so that no gap shows between them.
        const out = 0.55 + 0.75 * Math.max(0, -z / 1.75) + rim * 0.7 - (r > 0.93 ? 1.9 : 0);
        builder.add(side * (root + out), y - 1.6, z - 0.6, parts.ear, side * 1.3, -3);
      }
    }
    builder.grid(first, rings + 1, spokes + 1);
  }
}

const wireRadius = 0.13;

export function addGlasses(builder: MeshBuilder, shape: HeadShape): void {
  const { glasses, eyes, skull } = shape.parameters;
  if (glasses.style === 'none') return;
  const round = glasses.style === 'round';
  const width = round ? 2.35 : 2.75;
  const height = round ? 2.2 : 1.65;
  const power = 2 / (round ? 2 : 4);
  const centre = eyes.distance / 2 + 0.1;
  const front = 9.3 + skull.browRidge * 0.6;
  const depth = (x: number) => front - 0.033 * x * x;
  for (const side of [-1, 1]) {
    const rim: Triple[] = [];
    for (let i = 0; i < 40; i++) {
      const turn = (i / 40) * 2 * Math.PI;
      const x = side * centre + width * signedPower(Math.cos(turn), power);
      rim.push([x, -0.25 + height * signedPower(Math.sin(turn), power), depth(x)]);
    }
    addWire(builder, glasses.style === 'half' ? rim.slice(0, 21) : rim, glasses.style !== 'half');
    const hinge = side * (centre + width);
    const temple = shape.halfWidth(0);
    addWire(
      builder,
      [
        [hinge, 0.6, depth(hinge)],
        [side * (temple + 0.35), 0.6, 5],
        [side * (temple + 0.3), 0.6, 0],
        [side * (temple + 0.2), 0.2, -2],
      ],
      false,
    );
  }
  const inner = centre - width;
  addWire(
    builder,
    [
      [-inner, 0.35, front - 0.05],
      [0, 0.65, front + 0.15],
      [inner, 0.35, front - 0.05],
    ],
    false,
  );
}

const signedPower = (x: number, power: number) => Math.sign(x) * Math.abs(x) ** power;

/** A tube of six sides along a line. */
function addWire(builder: MeshBuilder, line: readonly Triple[], closed: boolean): void {
  const sides = 6;
  const first = builder.size;
  const count = line.length;
  for (const [i, point] of line.entries()) {
    const before = line[closed ? (i - 1 + count) % count : Math.max(i - 1, 0)] ?? point;
    const after = line[closed ? (i + 1) % count : Math.min(i + 1, count - 1)] ?? point;
    const length = Math.hypot(after[0] - before[0], after[1] - before[1], after[2] - before[2]) || 1;
    const [tx, ty, tz] = [
      (after[0] - before[0]) / length,
      (after[1] - before[1]) / length,
      (after[2] - before[2]) / length,
    ];
    const across: Triple = Math.abs(tz) < 0.8 ? [ty, -tx, 0] : [1, 0, -tx / tz];
    const norm = Math.hypot(...across);
    const [nx, ny, nz] = [across[0] / norm, across[1] / norm, across[2] / norm];
    const [bx, by, bz] = [ty * nz - tz * ny, tz * nx - tx * nz, tx * ny - ty * nx];
    for (let k = 0; k < sides; k++) {
      const c = Math.cos((k / sides) * 2 * Math.PI) * wireRadius;
      const s = Math.sin((k / sides) * 2 * Math.PI) * wireRadius;
      builder.add(point[0] + nx * c + bx * s, point[1] + ny * c + by * s, point[2] + nz * c + bz * s, parts.glasses);
    }
  }
  for (let i = 0; i < (closed ? count : count - 1); i++) {
    const here = first + i * sides;
    const next = first + ((i + 1) % count) * sides;
    for (let k = 0; k < sides; k++) {
      const turned = (k + 1) % sides;
      builder.quad(here + k, here + turned, next + turned, next + k);
    }
  }
}

/** Neck opening and shoulders of a round-necked shirt. */
export function addShoulders(builder: MeshBuilder, { parameters }: HeadShape): void {
  const { build } = parameters;
  const columns = 61;
  const rows: number[] = [];
  // Coarse below the chest, which only a patient who stands far off shows.
  for (let y = -120; y < -34; y += 14) rows.push(y);
  for (let y = -34; y <= -12.3; y += 0.5) rows.push(y);
  const first = builder.size;
  const collar = build.neckRadius + 0.45;
  const reach = 18 + build.fat * 3 + (build.broad ? 2 : 0);
  for (const y of rows) {
    const down = clamp((-13.2 - y) / 9, 0, 1);
    const slope =
      Math.pow(1 - Math.pow(1 - down, 2.2), down < 0.25 ? 1.6 : 1) * (0.35 + 0.65 * smoothstep(0, 0.6, down));
    const wide = y > -13.2 ? collar : mix(collar, reach, slope);
    const deep = mix(build.neckRadius + 0.3, 9.5 + build.fat * 2, smoothstep(-13, -20, y));
    for (let i = 0; i < columns; i++) {
      const azimuth = ((i / (columns - 1)) * 2 - 1) * Math.PI;
      builder.add(wide * Math.sin(azimuth), y, deep * Math.cos(azimuth) - 1.4, parts.clothes, azimuth, y);
    }
  }
  builder.grid(first, rows.length, columns);
}

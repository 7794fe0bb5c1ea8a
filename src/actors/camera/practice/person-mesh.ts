import { addEars, addGlasses, addShoulders } from './accessories.ts';
import { smoothstep } from './curves.ts';
import { addHair } from './hair.ts';
import type { HeadShape } from './head-shape.ts';
import { MeshBuilder, parts } from './mesh-builder.ts';
import { DirectionalDepth, directionTo } from './shadow-map.ts';
import { addCap, addMask, type Worn } from './worn.ts';

/** A person at rest, looking straight ahead. Vertices come in the order skin, what turns with the head, shoulders. */
export interface PersonMesh {
  readonly vertexCount: number;
  /** Vertices of the skin; they bend at the neck. */
  readonly skinCount: number;
  /** Vertices that turn with the head, skin included. */
  readonly turningCount: number;
  readonly positions: Float32Array;
  readonly normals: Float32Array;
  /** Four numbers a vertex, see MeshBuilder. */
  readonly attributes: Float32Array;
  /** How much of the surroundings each vertex sees, 0 … 1. */
  readonly openness: Float32Array;
  readonly triangles: Uint32Array;
  readonly shadowTriangles: Uint32Array;
}

export function buildPersonMesh(shape: HeadShape, worn: Worn): PersonMesh {
  const builder = new MeshBuilder();
  const columns = azimuths();
  const rows = heights(shape);
  addSkin(builder, shape, columns, rows);
  const skinCount = builder.size;
  addHair(builder, shape);
  addEars(builder, shape);
  addGlasses(builder, shape);
  if (worn === 'mask') addMask(builder, shape);
  if (worn === 'cap') addCap(builder, shape);
  const turningCount = builder.size;
  addShoulders(builder, shape);

  const positions = new Float32Array(builder.positions);
  const triangles = new Uint32Array(builder.triangles);
  const shadowTriangles = new Uint32Array(builder.shadowTriangles);
  const normals = vertexNormals(positions, triangles, { rows: rows.length, columns: columns.length });
  return {
    vertexCount: builder.size,
    skinCount,
    turningCount,
    positions,
    normals,
    attributes: new Float32Array(builder.attributes),
    openness: bakeOpenness(positions, normals, shadowTriangles),
    triangles,
    shadowTriangles,
  };
}

/** Azimuths of the skin's columns: dense over the face, coarse behind the ears. */
function azimuths(): readonly number[] {
  const half: number[] = [];
  for (let i = 1; i <= 70; i++) half.push((i / 70) * 0.9);
  for (let i = 1; i <= 16; i++) half.push(0.9 + (i / 16) * 0.75);
  for (let i = 1; i <= 12; i++) half.push(1.65 + (i / 12) * (Math.PI - 1.65));
  return [...half.map((azimuth) => -azimuth).toReversed(), 0, ...half];
}

/** Heights of the skin's rows; two of them close in on the line between the lips. */
function heights({ parameters }: HeadShape): readonly number[] {
  const { chinHeight, crown } = parameters.skull;
  const mouth = parameters.mouth.height;
  const rows: number[] = [];
  for (let y = -16.5; y < chinHeight - 1.5; y += 0.5) rows.push(y);
  for (let y = chinHeight - 1.4; y < 3.2; y += 0.115) rows.push(y);
  for (let y = 3.3; y < crown - 0.6; y += 0.35) rows.push(y);
  for (const below of [0.45, 0.3, 0.18, 0.08, 0.02, 0.002]) rows.push(crown - below);
  const above = rows.findIndex((y) => y > mouth);
  rows[above - 1] = mouth - 0.03;
  rows[above] = mouth + 0.03;
  return rows;
}

function addSkin(builder: MeshBuilder, shape: HeadShape, columns: readonly number[], rows: readonly number[]): void {
  for (const y of rows) {
    for (const azimuth of columns) {
      const [x, height, z] = shape.skin(azimuth, y);
      builder.add(x, height, z, parts.skin, azimuth, y, x);
    }
  }
  const width = columns.length;
  for (let j = 0; j < rows.length - 1; j++) {
    for (let i = 0; i < width - 1; i++) {
      const a = j * width + i;
      builder.seenQuad(a, a + 1, a + width + 1, a + width);
    }
  }
  for (let j = 0; j < rows.length - 2; j += 2) {
    for (let i = 0; i < width - 2; i += 2) {
      const a = j * width + i;
      builder.shadowQuad(a, a + 2, a + 2 * width + 2, a + 2 * width);
    }
  }
}

function vertexNormals(
  positions: Float32Array,
  triangles: Uint32Array,
  skin: { readonly rows: number; readonly columns: number },
): Float32Array {
  const normals = new Float32Array(positions.length);
  const p = (at: number) => positions[at] ?? 0;
  const grow = (at: number, by: number) => {
    normals[at] = (normals[at] ?? 0) + by;
  };
  for (let t = 0; t < triangles.length; t += 3) {
    const corners = [(triangles[t] ?? 0) * 3, (triangles[t + 1] ?? 0) * 3, (triangles[t + 2] ?? 0) * 3] as const;
    const [a, b, c] = corners;
    const x1 = p(b) - p(a);
    const y1 = p(b + 1) - p(a + 1);
    const z1 = p(b + 2) - p(a + 2);
    const x2 = p(c) - p(a);
    const y2 = p(c + 1) - p(a + 1);
    const z2 = p(c + 2) - p(a + 2);
    for (const at of corners) {
      grow(at, y1 * z2 - z1 * y2);
      grow(at + 1, z1 * x2 - x1 * z2);
      grow(at + 2, x1 * y2 - y1 * x2);
    }
  }
  // The first and the last column of the skin are the same line at the back of the head.
  for (let row = 0; row < skin.rows; row++) {
    for (let k = 0; k < 3; k++) {
      const first = row * skin.columns * 3 + k;
      const last = first + (skin.columns - 1) * 3;
      const sum = (normals[first] ?? 0) + (normals[last] ?? 0);
      normals[first] = sum;
      normals[last] = sum;
    }
  }
  for (let at = 0; at < normals.length; at += 3) {
    const length = Math.hypot(normals[at] ?? 0, normals[at + 1] ?? 0, normals[at + 2] ?? 0) || 1;
    for (let k = at; k < at + 3; k++) normals[k] = (normals[k] ?? 0) / length;
  }
  return normals;
}

const opennessDirections = 40;
const opennessMapSize = 160;

/** Ambient occlusion: how much light from all around (weighted by the cosine) reaches each vertex. */
function bakeOpenness(positions: Float32Array, normals: Float32Array, casters: Uint32Array): Float32Array {
  const count = positions.length / 3;
  const reached = new Float32Array(count);
  const weights = new Float32Array(count);
  const map = new DirectionalDepth(opennessMapSize, count);
  for (let k = 0; k < opennessDirections; k++) {
    const up = -0.35 + (1.35 * (k + 0.5)) / opennessDirections;
    const flat = Math.sqrt(1 - up * up);
    const turn = k * 2.399963;
    const direction = [flat * Math.cos(turn), flat * Math.sin(turn), up] as const;
    map.draw(positions, casters, directionTo(direction));
    for (let i = 0; i < count; i++) {
      const cosine =
        (normals[i * 3] ?? 0) * direction[0] +
        (normals[i * 3 + 1] ?? 0) * direction[1] +
        (normals[i * 3 + 2] ?? 0) * direction[2];
      if (cosine <= 0.05) continue;
      weights[i] = (weights[i] ?? 0) + cosine;
      reached[i] = (reached[i] ?? 0) + cosine * (1 - smoothstep(0.25, 1.2, map.coverOver(i)));
    }
  }
  return reached.map((sum, i) => {
    const weight = weights[i] ?? 0;
    return weight > 0 ? sum / weight : 0.5;
  });
}

import { clamp, type Triple } from './curves.ts';

/** An orthographic view along a direction: two axes across it and the direction itself (pointing to the light). */
export interface LightView {
  readonly right: Triple;
  readonly up: Triple;
  readonly direction: Triple;
}

export function directionTo(direction: Triple): LightView {
  const help: Triple = Math.abs(direction[1]) < 0.9 ? [0, 1, 0] : [1, 0, 0];
  const right = unit(cross(help, direction));
  return { right, up: cross(direction, right), direction };
}

function cross(a: Triple, b: Triple): Triple {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

export function unit(v: Triple): Triple {
  const length = Math.hypot(v[0], v[1], v[2]);
  return [v[0] / length, v[1] / length, v[2] / length];
}

/** Width of the space that a map covers, cm, and the height of its middle: head and shoulders. */
const extent = 44;
const middleHeight = -3;
const nothing = -1e9;

/** The surface nearest to the light, seen from the light. */
export class DirectionalDepth {
  readonly #size: number;
  readonly #depth: Float32Array;
  readonly #x: Float32Array;
  readonly #y: Float32Array;
  readonly #z: Float32Array;
  #view: LightView = directionTo([0, 0, 1]);

  constructor(size: number, vertexCount: number) {
    this.#size = size;
    this.#depth = new Float32Array(size * size);
    this.#x = new Float32Array(vertexCount);
    this.#y = new Float32Array(vertexCount);
    this.#z = new Float32Array(vertexCount);
  }

  draw(positions: Float32Array, triangles: Uint32Array, view: LightView): void {
    this.#view = view;
    this.#depth.fill(nothing);
    const { right, up, direction } = view;
    const scale = this.#size / extent;
    const middle = this.#size / 2;
    for (let i = 0; i < this.#x.length; i++) {
      const x = positions[i * 3] ?? 0;
      const y = (positions[i * 3 + 1] ?? 0) - middleHeight;
      const z = positions[i * 3 + 2] ?? 0;
      this.#x[i] = (x * right[0] + y * right[1] + z * right[2]) * scale + middle;
      this.#y[i] = (x * up[0] + y * up[1] + z * up[2]) * scale + middle;
      this.#z[i] = x * direction[0] + y * direction[1] + z * direction[2];
    }
    for (let t = 0; t < triangles.length; t += 3) {
      this.#drawTriangle(triangles[t] ?? 0, triangles[t + 1] ?? 0, triangles[t + 2] ?? 0);
    }
  }

  #drawTriangle(a: number, b: number, c: number): void {
    const size = this.#size;
    const depth = this.#depth;
    const ax = this.#x[a] ?? 0;
    const ay = this.#y[a] ?? 0;
    const bx = (this.#x[b] ?? 0) - ax;
    const by = (this.#y[b] ?? 0) - ay;
    const cx = (this.#x[c] ?? 0) - ax;
    const cy = (this.#y[c] ?? 0) - ay;
    const area = bx * cy - by * cx;
    if (area === 0) return;
    const az = this.#z[a] ?? 0;
    const bz = (this.#z[b] ?? 0) - az;
    const cz = (this.#z[c] ?? 0) - az;
    const left = Math.max(0, Math.floor(ax + Math.min(0, bx, cx)));
    const rightmost = Math.min(size - 1, Math.ceil(ax + Math.max(0, bx, cx)));
    const low = Math.max(0, Math.floor(ay + Math.min(0, by, cy)));
    const high = Math.min(size - 1, Math.ceil(ay + Math.max(0, by, cy)));
    if (rightmost - left <= 1 && high - low <= 1) {
      const at = this.#cell(ax + (bx + cx) / 3, ay + (by + cy) / 3);
      const z = az + (bz + cz) / 3;
      if (z > (depth[at] ?? 0)) depth[at] = z;
      return;
    }
    for (let y = low; y <= high; y++) {
      const py = y + 0.5 - ay;
      for (let x = left; x <= rightmost; x++) {
        const px = x + 0.5 - ax;
        const shareB = (px * cy - py * cx) / area;
        const shareC = (bx * py - by * px) / area;
        if (shareB < -0.02 || shareC < -0.02 || shareB + shareC > 1.02) continue;
        const z = az + shareB * bz + shareC * cz;
        const at = y * size + x;
        if (z > (depth[at] ?? 0)) depth[at] = z;
      }
    }
  }

  #cell(x: number, y: number): number {
    const last = this.#size - 1;
    return clamp(Math.trunc(y), 0, last) * this.#size + clamp(Math.trunc(x), 0, last);
  }

  /** How far (cm) something stands between vertex `i` of the drawn mesh and the light; ≤ 0 when nothing does. */
  coverOver(i: number): number {
    return (this.#depth[this.#cell(this.#x[i] ?? 0, this.#y[i] ?? 0)] ?? 0) - (this.#z[i] ?? 0);
  }

  /** 0 in full shadow … 1 in full light, softened over 3 × 3 cells; the point is lifted off the surface along its normal. */
  lightAt(x: number, y: number, z: number, nx: number, ny: number, nz: number): number {
    const { right, up, direction } = this.#view;
    const lift = 0.35;
    const px = x + nx * lift;
    const py = y - middleHeight + ny * lift;
    const pz = z + nz * lift;
    const scale = this.#size / extent;
    const mapX = (px * right[0] + py * right[1] + pz * right[2]) * scale + this.#size / 2;
    const mapY = (px * up[0] + py * up[1] + pz * up[2]) * scale + this.#size / 2;
    const own = px * direction[0] + py * direction[1] + pz * direction[2] + lift;
    let covered = 0;
    let looked = 0;
    for (let j = -1; j <= 1; j++) {
      const row = Math.trunc(mapY + j * 1.3);
      if (row < 0 || row >= this.#size) continue;
      for (let i = -1; i <= 1; i++) {
        const column = Math.trunc(mapX + i * 1.3);
        if (column < 0 || column >= this.#size) continue;
        looked++;
        const over = (this.#depth[row * this.#size + column] ?? 0) - own;
        if (over > 0) covered += over > 0.5 ? 1 : over * 2;
      }
    }
    return looked === 0 ? 1 : 1 - covered / looked;
  }
}

import { parts } from './mesh-builder.ts';
import type { PersonMesh } from './person-mesh.ts';

/** A pinhole camera on the z axis, looking along −z. */
export interface Eye {
  /** Pixels. */
  readonly focal: number;
  /** Offset added to every point, and the camera's height above the origin along z; cm. */
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** Finds for each pixel the nearest triangle and the place within it. */
export class Rasteriser {
  readonly width: number;
  readonly height: number;
  /** Index of the triangle's first corner in the list of triangles, −1 where there is none. */
  readonly hit: Int32Array;
  /** Shares of the second and third corner. */
  readonly shareB: Float32Array;
  readonly shareC: Float32Array;
  readonly #nearness: Float32Array;
  #x = new Float32Array(0);
  #y = new Float32Array(0);
  #inverseDepth = new Float32Array(0);

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.hit = new Int32Array(width * height);
    this.shareB = new Float32Array(width * height);
    this.shareC = new Float32Array(width * height);
    this.#nearness = new Float32Array(width * height);
  }

  draw(positions: Float32Array, mesh: PersonMesh, eye: Eye): void {
    this.hit.fill(-1);
    this.#nearness.fill(0);
    this.#project(positions, mesh.vertexCount, eye);
    const { triangles, attributes } = mesh;
    for (let t = 0; t < triangles.length; t += 3) {
      const a = triangles[t] ?? 0;
      const part = attributes[a * 4 + 3];
      this.#drawTriangle(t, a, triangles[t + 1] ?? 0, triangles[t + 2] ?? 0, part === parts.skin);
    }
  }

  #project(positions: Float32Array, count: number, eye: Eye): void {
    if (this.#x.length !== count) {
      this.#x = new Float32Array(count);
      this.#y = new Float32Array(count);
      this.#inverseDepth = new Float32Array(count);
    }
    for (let i = 0; i < count; i++) {
      const inverse = 1 / (eye.z - (positions[i * 3 + 2] ?? 0));
      this.#inverseDepth[i] = inverse;
      this.#x[i] = this.width / 2 + ((positions[i * 3] ?? 0) + eye.x) * eye.focal * inverse;
      this.#y[i] = this.height / 2 - ((positions[i * 3 + 1] ?? 0) + eye.y) * eye.focal * inverse;
    }
  }

  #drawTriangle(triangle: number, a: number, b: number, c: number, oneSided: boolean): void {
    const ax = this.#x[a] ?? 0;
    const ay = this.#y[a] ?? 0;
    const bx = (this.#x[b] ?? 0) - ax;
    const by = (this.#y[b] ?? 0) - ay;
    const cx = (this.#x[c] ?? 0) - ax;
    const cy = (this.#y[c] ?? 0) - ay;
    const area = bx * cy - by * cx;
    // Screen y points down: triangles that face the camera have a negative area.
    if (area === 0 || (oneSided && area > 0)) return;
    const left = Math.max(0, Math.ceil(ax + Math.min(0, bx, cx) - 0.5));
    const right = Math.min(this.width - 1, Math.floor(ax + Math.max(0, bx, cx) - 0.5));
    const top = Math.max(0, Math.ceil(ay + Math.min(0, by, cy) - 0.5));
    const bottom = Math.min(this.height - 1, Math.floor(ay + Math.max(0, by, cy) - 0.5));
    if (left > right || top > bottom) return;
    const inverse = 1 / area;
    const near = this.#inverseDepth[a] ?? 0;
    const nearB = (this.#inverseDepth[b] ?? 0) - near;
    const nearC = (this.#inverseDepth[c] ?? 0) - near;
    for (let y = top; y <= bottom; y++) {
      const py = y + 0.5 - ay;
      for (let x = left; x <= right; x++) {
        const px = x + 0.5 - ax;
        const wb = (px * cy - py * cx) * inverse;
        const wc = (bx * py - by * px) * inverse;
        if (wb < -1e-4 || wc < -1e-4 || wb + wc > 1.0001) continue;
        const nearness = near + wb * nearB + wc * nearC;
        const at = y * this.width + x;
        if (nearness <= (this.#nearness[at] ?? 0)) continue;
        this.#nearness[at] = nearness;
        this.hit[at] = triangle;
        this.shareB[at] = wb;
        this.shareC[at] = wc;
      }
    }
  }
}

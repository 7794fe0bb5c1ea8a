import { smoothstep } from './curves.ts';
import { pivot } from './eyes.ts';
import { drawFlat, type FlatThing, type View } from './flat.ts';
import { Fragment } from './fragment.ts';
import { lightUp, setUpLamps, type Lamps } from './lighting.ts';
import { parts } from './mesh-builder.ts';
import type { Person } from './person.ts';
import type { PersonMesh } from './person-mesh.ts';
import { focalLength, rotation, type Matrix, type Pose } from './pose.ts';
import { Rasteriser } from './rasteriser.ts';
import { backgroundAt, panelAt, type Background, type Scene } from './scene.ts';
import { develop } from './sensor.ts';
import { DirectionalDepth, directionTo } from './shadow-map.ts';
import { paintSurface } from './surface.ts';

const shadowMapSize = 256;
/** The camera's distance is counted from the plane of the eyes, about 8 cm before the head's axis. */
const eyePlane = 8;
/** Skin below the chin moves less and less with the head. */
const neckLow = -16;
const neckHigh = -11;

export interface CameraLens {
  /** Samples per pixel in each direction. */
  readonly supersampling: number;
  /** Horizontal, degrees. */
  readonly fieldOfView: number;
}

/** A kiosk's camera has a wide lens. Two samples per pixel: 33–45 ms of one core for 320 × 240, measured. */
export const kioskLens: CameraLens = { supersampling: 2, fieldOfView: 58 };

/** Draws practice people, and flat things that show them, into pictures of one size. Keeps its buffers from picture to picture. */
export class SceneRenderer {
  readonly width: number;
  readonly height: number;
  readonly #lens: CameraLens;
  readonly #raster: Rasteriser;
  readonly #light: Float32Array;
  readonly #fragment = new Fragment();
  readonly #rooms = new Map<Background, Float32Array>();
  #posed: PosedMesh | undefined;

  constructor(width: number, height: number, lens: CameraLens = kioskLens) {
    this.width = width;
    this.height = height;
    this.#lens = lens;
    this.#raster = new Rasteriser(width * lens.supersampling, height * lens.supersampling);
    this.#light = new Float32Array(width * height * lens.supersampling ** 2 * 3);
  }

  /** Draws the subject, or the empty room. Returns width × height × 3 bytes of RGB, a new array each time. */
  render(subject: Person | FlatThing | undefined, scene: Scene): Uint8Array<ArrayBuffer> {
    if (subject === undefined || 'mesh' in subject) return this.compose(subject, scene, () => {});
    return this.compose(undefined, scene, (light, view) =>
      drawFlat(light, view, subject, scene.pose, scene.light, panelAt(scene)),
    );
  }

  /** Draws a person, or the empty room, and then whatever `over` draws in front, into linear RGB. */
  compose(
    person: Person | undefined,
    scene: Scene,
    over: (light: Float32Array, view: View) => void,
  ): Uint8Array<ArrayBuffer> {
    this.#light.set(this.#room(scene.background));
    if (person !== undefined) this.#drawPerson(person, scene);
    over(this.#light, this.#view());
    const rgb = new Uint8Array(new ArrayBuffer(this.width * this.height * 3));
    develop(this.#light, this.width, this.height, this.#lens.supersampling, scene, rgb);
    return rgb;
  }

  #view(): View {
    const { width, height } = this.#raster;
    return { width, height, focal: focalLength(width, this.#lens.fieldOfView) };
  }

  #drawPerson(person: Person, scene: Scene): void {
    const { mesh } = person;
    if (this.#posed?.mesh !== mesh) this.#posed = new PosedMesh(mesh);
    const turn = rotation(scene.pose);
    const lamps = setUpLamps(scene.light, panelAt(scene));
    this.#posed.turn(turn);
    this.#posed.shadow.draw(this.#posed.positions, mesh.shadowTriangles, directionTo(lamps.key));
    this.#raster.draw(this.#posed.positions, mesh, {
      focal: this.#view().focal,
      x: scene.pose.x,
      y: scene.pose.y,
      z: scene.pose.distance + eyePlane,
    });
    this.#shade(person, this.#posed, scene, turn, lamps);
  }

  #shade(person: Person, posed: PosedMesh, scene: Scene, turn: Matrix, lamps: Lamps): void {
    const fragment = this.#fragment;
    const light = this.#light;
    const { hit } = this.#raster;
    for (let at = 0; at < hit.length; at++) {
      const triangle = hit[at] ?? -1;
      if (triangle < 0) continue;
      this.#interpolate(fragment, person.mesh, posed, at, triangle, scene.pose);
      paintSurface(fragment, person.shape, person.albedo, scene, turn, lamps.key);
      const lit = posed.shadow.lightAt(fragment.x, fragment.y, fragment.z, fragment.nx, fragment.ny, fragment.nz);
      lightUp(fragment, lamps, lit);
      light[at * 3] = fragment.r;
      light[at * 3 + 1] = fragment.g;
      light[at * 3 + 2] = fragment.b;
    }
  }

  /** Shares within a triangle are taken on the picture's plane: triangles are about one pixel large. */
  #interpolate(fragment: Fragment, mesh: PersonMesh, posed: PosedMesh, at: number, triangle: number, pose: Pose): void {
    const a = mesh.triangles[triangle] ?? 0;
    const b = mesh.triangles[triangle + 1] ?? 0;
    const c = mesh.triangles[triangle + 2] ?? 0;
    const wb = this.#raster.shareB[at] ?? 0;
    const wc = this.#raster.shareC[at] ?? 0;
    const wa = 1 - wb - wc;
    const { attributes, openness } = mesh;
    const blend = (values: Float32Array, step: number, k: number) =>
      wa * (values[a * step + k] ?? 0) + wb * (values[b * step + k] ?? 0) + wc * (values[c * step + k] ?? 0);
    fragment.part = attributes[a * 4 + 3] ?? 0;
    fragment.azimuth = blend(attributes, 4, 0);
    fragment.height = blend(attributes, 4, 1);
    fragment.across = blend(attributes, 4, 2);
    fragment.open = blend(openness, 1, 0);
    fragment.x = blend(posed.positions, 3, 0);
    fragment.y = blend(posed.positions, 3, 1);
    fragment.z = blend(posed.positions, 3, 2);
    const nx = blend(posed.normals, 3, 0);
    const ny = blend(posed.normals, 3, 1);
    const nz = blend(posed.normals, 3, 2);
    const vx = -pose.x - fragment.x;
    const vy = -pose.y - fragment.y;
    const vz = pose.distance + eyePlane - fragment.z;
    const far = 1 / Math.sqrt(vx * vx + vy * vy + vz * vz);
    fragment.vx = vx * far;
    fragment.vy = vy * far;
    fragment.vz = vz * far;
    const length = Math.sqrt(nx * nx + ny * ny + nz * nz) || 1;
    const facing = ((nx * vx + ny * vy + nz * vz) * far) / length;
    // Shells (hair, ears, clothes) may be seen from within; skin never is. Just beyond an edge nothing is turned.
    const scale = (fragment.part !== parts.skin && facing < -0.35 ? -1 : 1) / length;
    fragment.nx = nx * scale;
    fragment.ny = ny * scale;
    fragment.nz = nz * scale;
  }

  #room(background: Background): Float32Array {
    const known = this.#rooms.get(background);
    if (known !== undefined) return known;
    const { width, height } = this.#raster;
    const room = new Float32Array(width * height * 3);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) room.set(backgroundAt(background, x / width, y / height), (y * width + x) * 3);
    }
    this.#rooms.set(background, room);
    return room;
  }
}

/** A mesh turned about the top of the spine, and the shadow it casts. */
class PosedMesh {
  readonly mesh: PersonMesh;
  readonly positions: Float32Array;
  readonly normals: Float32Array;
  readonly shadow: DirectionalDepth;

  constructor(mesh: PersonMesh) {
    this.mesh = mesh;
    this.positions = new Float32Array(mesh.positions.length);
    this.normals = new Float32Array(mesh.normals.length);
    this.shadow = new DirectionalDepth(shadowMapSize, mesh.vertexCount);
  }

  turn(m: Matrix): void {
    const { mesh, positions, normals } = this;
    positions.set(mesh.positions);
    normals.set(mesh.normals);
    for (let i = 0; i < mesh.turningCount; i++) {
      const at = i * 3;
      const x = mesh.positions[at] ?? 0;
      const y = mesh.positions[at + 1] ?? 0;
      const z = mesh.positions[at + 2] ?? 0;
      const share = i < mesh.skinCount ? smoothstep(neckLow, neckHigh, y) : 1;
      const dx = x - pivot[0];
      const dy = y - pivot[1];
      const dz = z - pivot[2];
      positions[at] = x + (m[0] * dx + m[1] * dy + m[2] * dz - dx) * share;
      positions[at + 1] = y + (m[3] * dx + m[4] * dy + m[5] * dz - dy) * share;
      positions[at + 2] = z + (m[6] * dx + m[7] * dy + m[8] * dz - dz) * share;
      if (share <= 0.5) continue;
      const nx = mesh.normals[at] ?? 0;
      const ny = mesh.normals[at + 1] ?? 0;
      const nz = mesh.normals[at + 2] ?? 0;
      normals[at] = m[0] * nx + m[1] * ny + m[2] * nz;
      normals[at + 1] = m[3] * nx + m[4] * ny + m[5] * nz;
      normals[at + 2] = m[6] * nx + m[7] * ny + m[8] * nz;
    }
  }
}

import type { EmbedderSpec } from '../../models/manifest-schema.ts';
import { cropMap } from './aligned-crop.ts';
import type { Landmarks } from './landmarks.ts';
import { loadNetwork } from './load-network.ts';
import { offHeapFloats, sample, type Picture } from './picture.ts';
import type { Network } from './session.ts';

/** An embedder of the family arcface112: an aligned crop in, a vector out. */
export class Embedder {
  readonly #network: Network;
  readonly #spec: EmbedderSpec;
  readonly #plane: Float32Array;
  readonly #input: Float32Array;
  /** Sum of what the network said of the crops so far. */
  readonly #raw: Float32Array;

  private constructor(network: Network, spec: EmbedderSpec) {
    this.#network = network;
    this.#spec = spec;
    this.#plane = offHeapFloats(spec.size * spec.size);
    this.#input = offHeapFloats(3 * spec.size * spec.size);
    this.#raw = offHeapFloats(spec.length);
  }

  static async load(path: string, spec: EmbedderSpec): Promise<Embedder> {
    const { size, length } = spec;
    return new Embedder(await loadNetwork(path, spec, { input: [1, 3, size, size], numbers: length }), spec);
  }

  get length(): number {
    return this.#spec.length;
  }

  get weight(): number {
    return this.#spec.weight;
  }

  /**
   * Writes the normalised embedding (length 1) of the aligned crop into `out`; a reference gets the mirrored crop added,
   * where the engine has it so. False when the network gave nothing usable.
   */
  async embed(picture: Picture, landmarks: Landmarks, as: 'probe' | 'reference', out: Float32Array): Promise<boolean> {
    this.#raw.fill(0);
    const map = cropMap(landmarks, this.#spec);
    if (map === undefined) return false;
    const { size, mirror } = this.#spec;
    sample(picture, map, size, size, this.#plane, 'black');
    if (!(await this.#add())) return false;
    if (as === 'reference' && mirror) {
      for (let row = 0; row < size; row++) this.#plane.subarray(row * size, (row + 1) * size).reverse();
      if (!(await this.#add())) return false;
    }
    out.set(this.#raw);
    return normalise(out);
  }

  async #add(): Promise<boolean> {
    const { size, mean, divisor } = this.#spec;
    const pixels = size * size;
    for (let channel = 0; channel < 3; channel++) {
      const m = mean[channel] ?? 0;
      const d = divisor[channel] ?? 1;
      for (let i = 0; i < pixels; i++) this.#input[channel * pixels + i] = ((this.#plane[i] ?? 0) - m) / d;
    }
    const names = this.#network.outputNames.slice(0, 1);
    const [vector] = await this.#network.run(this.#input, [1, 3, size, size], names);
    if (vector === undefined) return false;
    for (let i = 0; i < this.#raw.length; i++) this.#raw[i] = (this.#raw[i] ?? 0) + (vector[i] ?? 0);
    vector.fill(0);
    return true;
  }

  scrub(): void {
    this.#plane.fill(0);
    this.#input.fill(0);
    this.#raw.fill(0);
  }

  release(): Promise<void> {
    return this.#network.release();
  }
}

/** Scales to length 1; false when the vector is zero or holds no finite number. */
export function normalise(vector: Float32Array): boolean {
  let sum = 0;
  for (const value of vector) sum += value * value;
  const length = Math.sqrt(sum);
  if (!(length > 1e-6 && Number.isFinite(length))) return false;
  for (let i = 0; i < vector.length; i++) vector[i] = (vector[i] ?? 0) / length;
  return true;
}

export function cosine(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

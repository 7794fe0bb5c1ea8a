import type { EngineSpec } from '../../models/manifest-schema.ts';
import { px, py } from './geometry.ts';
import type { Landmarks } from './landmarks.ts';
import { loadNetwork } from './load-network.ts';
import { boxMap, offHeapFloats, sample, type Picture } from './picture.ts';
import type { Network } from './session.ts';

/** Corners and lids of the two eyes in the 68 points. The second is mirrored so that both look like the first. */
const eyes = [
  { corners: [36, 39], lids: [37, 38, 40, 41], mirror: false },
  { corners: [42, 45], lids: [43, 44, 46, 47], mirror: true },
] as const;

/** The network of the family openClosed: how open the more open eye is (above 0: open). */
export class Eyes {
  readonly #network: Network;
  readonly #size: number;
  readonly #patch: number;
  readonly #input: Float32Array;

  private constructor(network: Network, spec: NonNullable<EngineSpec['eyes']>) {
    this.#network = network;
    this.#size = spec.size;
    this.#patch = spec.patch;
    this.#input = offHeapFloats(spec.size * spec.size);
  }

  static async load(path: string, spec: NonNullable<EngineSpec['eyes']>): Promise<Eyes> {
    return new Eyes(await loadNetwork(path, spec, { input: [1, 1, spec.size, spec.size], numbers: 2 }), spec);
  }

  async openness(picture: Picture, landmarks: Landmarks): Promise<number> {
    let best = -Infinity;
    for (const eye of eyes) best = Math.max(best, await this.#opennessOf(picture, landmarks, eye));
    return best;
  }

  async #opennessOf(picture: Picture, l: Landmarks, eye: (typeof eyes)[number]): Promise<number> {
    const [a, b] = eye.corners;
    const half = (Math.hypot(px(l, b) - px(l, a), py(l, b) - py(l, a)) * this.#patch) / 2;
    const x = eye.lids.reduce((sum, i) => sum + px(l, i), 0) / eye.lids.length;
    const y = eye.lids.reduce((sum, i) => sum + py(l, i), 0) / eye.lids.length;
    const size = this.#size;
    const box = { left: x - half, top: y - half, right: x + half, bottom: y + half };
    sample(picture, boxMap(box, size, size), size, size, this.#input, 'clamp');
    let low = Infinity;
    let high = -Infinity;
    for (const value of this.#input) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    for (let i = 0; i < this.#input.length; i++) this.#input[i] = ((this.#input[i] ?? 0) - low) / (high - low + 1);
    if (eye.mirror) for (let row = 0; row < size; row++) this.#input.subarray(row * size, (row + 1) * size).reverse();
    const [answer] = await this.#network.run(this.#input, [1, 1, size, size], this.#network.outputNames.slice(0, 1));
    const open = (answer?.[1] ?? 0) - (answer?.[0] ?? 0);
    return Number.isFinite(open) ? open : 0;
  }

  scrub(): void {
    this.#input.fill(0);
  }

  release(): Promise<void> {
    return this.#network.release();
  }
}

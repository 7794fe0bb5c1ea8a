import type { EngineSpec } from '../../models/manifest-schema.ts';
import { landmarkCount, type Landmarks } from './landmarks.ts';
import { boxMap, offHeapFloats, sample, type Box, type Picture } from './picture.ts';
import { Network } from './session.ts';

/** The landmark network of the family points68: a grey crop of exactly the face's box, points relative to the box. */
export class Landmarker {
  readonly #network: Network;
  readonly #spec: EngineSpec['landmarks'];
  readonly #input: Float32Array;

  private constructor(network: Network, spec: EngineSpec['landmarks']) {
    this.#network = network;
    this.#spec = spec;
    this.#input = offHeapFloats(spec.size * spec.size);
  }

  static async load(path: string, spec: EngineSpec['landmarks']): Promise<Landmarker> {
    return new Landmarker(await Network.load(path), spec);
  }

  async place(picture: Picture, box: Box): Promise<Landmarks | undefined> {
    const { size, mean, divisor } = this.#spec;
    sample(picture, boxMap(box, size, size), size, size, this.#input, 'clamp');
    for (let i = 0; i < this.#input.length; i++) this.#input[i] = ((this.#input[i] ?? 0) - mean) / divisor;
    const [relative] = await this.#network.run(this.#input, [1, 1, size, size], this.#network.outputNames.slice(0, 1));
    if (relative === undefined || relative.length !== 2 * landmarkCount) return undefined;
    const points = new Float64Array(new ArrayBuffer(16 * landmarkCount));
    for (let i = 0; i < landmarkCount; i++) {
      points[2 * i] = (relative[2 * i] ?? 0) * (box.right - box.left) + box.left;
      points[2 * i + 1] = (relative[2 * i + 1] ?? 0) * (box.bottom - box.top) + box.top;
    }
    return points.every((value) => Number.isFinite(value)) ? points : undefined;
  }

  scrub(): void {
    this.#input.fill(0);
  }

  release(): Promise<void> {
    return this.#network.release();
  }
}

import type { EngineSpec } from '../../models/manifest-schema.ts';
import { landmarkCount, mirrorImage, type Landmarks } from './landmarks.ts';
import { loadNetwork } from './load-network.ts';
import { boxMap, offHeapFloats, sample, type Box, type Picture } from './picture.ts';
import type { Network } from './session.ts';

/** How much larger the second box of a steady look is. */
const steadyMargin = 1.08;

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
    const { size } = spec;
    const shape = { input: [1, 1, size, size], numbers: 2 * landmarkCount };
    return new Landmarker(await loadNetwork(path, spec, shape), spec);
  }

  /** The points as the thresholds of the embedders were measured with: one look at exactly the box. */
  place(picture: Picture, box: Box): Promise<Landmarks | undefined> {
    return this.#look(picture, box, false);
  }

  /**
   * The points with less trembling, for what compares them between frames: the mean of four looks, at the box and at a
   * slightly larger one, each also mirrored. `first` is what `place` answered for the same box.
   */
  async steady(picture: Picture, box: Box, first: Landmarks): Promise<Landmarks | undefined> {
    const larger = enlarged(box, steadyMargin);
    const more = [
      await this.#look(picture, box, true),
      await this.#look(picture, larger, false),
      await this.#look(picture, larger, true),
    ];
    const mean = more.every((look) => look !== undefined) ? meanOf([first, ...more]) : undefined;
    for (const look of more) look?.fill(0);
    return mean;
  }

  async #look(picture: Picture, box: Box, mirrored: boolean): Promise<Landmarks | undefined> {
    const { size, mean, divisor } = this.#spec;
    sample(picture, boxMap(box, size, size), size, size, this.#input, 'clamp');
    for (let i = 0; i < this.#input.length; i++) this.#input[i] = ((this.#input[i] ?? 0) - mean) / divisor;
    if (mirrored) for (let row = 0; row < size; row++) this.#input.subarray(row * size, (row + 1) * size).reverse();
    const [relative] = await this.#network.run(this.#input, [1, 1, size, size], this.#network.outputNames.slice(0, 1));
    if (relative === undefined) return undefined;
    const points = new Float64Array(new ArrayBuffer(16 * landmarkCount));
    for (let i = 0; i < landmarkCount; i++) {
      const from = mirrored ? mirrorImage(i) : i;
      const x = relative[2 * from] ?? 0;
      points[2 * i] = (mirrored ? 1 - x : x) * (box.right - box.left) + box.left;
      points[2 * i + 1] = (relative[2 * from + 1] ?? 0) * (box.bottom - box.top) + box.top;
    }
    relative.fill(0);
    if (points.every((value) => Number.isFinite(value))) return points;
    points.fill(0);
    return undefined;
  }

  scrub(): void {
    this.#input.fill(0);
  }

  release(): Promise<void> {
    return this.#network.release();
  }
}

function meanOf(looks: readonly Landmarks[]): Landmarks {
  const mean = new Float64Array(new ArrayBuffer(16 * landmarkCount));
  for (const look of looks) {
    for (let i = 0; i < mean.length; i++) mean[i] = (mean[i] ?? 0) + (look[i] ?? 0) / looks.length;
  }
  return mean;
}

function enlarged(box: Box, factor: number): Box {
  const x = (box.left + box.right) / 2;
  const y = (box.top + box.bottom) / 2;
  const width = ((box.right - box.left) / 2) * factor;
  const height = ((box.bottom - box.top) / 2) * factor;
  return { left: x - width, top: y - height, right: x + width, bottom: y + height };
}

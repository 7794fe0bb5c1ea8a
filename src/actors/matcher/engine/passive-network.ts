import type { NetworkPaths } from '../../models/ensure-networks.ts';
import type { Liveness, PassivePolicy } from '../../models/liveness-schema.ts';
import { cropAround, sampleBgr } from './colour-crop.ts';
import { loadNetwork } from './load-network.ts';
import { offHeapFloats, type Box, type Picture } from './picture.ts';
import type { Network } from './session.ts';

/** Of the family minifasnet; one is the living face. */
const classes = 3;

/** A network of the family minifasnet: how probable it is that a face is a living one, by its looks in one frame. */
export class PassiveNetwork {
  readonly #network: Network;
  readonly #spec: PassivePolicy;
  readonly #input: Float32Array;

  private constructor(network: Network, spec: PassivePolicy) {
    this.#network = network;
    this.#spec = spec;
    this.#input = offHeapFloats(3 * spec.size * spec.size);
  }

  /** @throws Error when the file is not the network that models.yaml says. */
  static async load(path: string, spec: PassivePolicy): Promise<PassiveNetwork> {
    const { size } = spec;
    return new PassiveNetwork(await loadNetwork(path, spec, { input: [1, 3, size, size], numbers: classes }), spec);
  }

  /** The one of models.yaml, where there is one. @throws Error when its file was not set up. */
  static async loadIfUsed(
    paths: NetworkPaths,
    { passive }: Pick<Liveness, 'passive'>,
  ): Promise<PassiveNetwork | undefined> {
    if (passive === undefined) return undefined;
    const path = paths[passive.network];
    if (path === undefined) throw new Error(`network ${passive.network} was not set up`);
    return PassiveNetwork.load(path, passive);
  }

  /** The probability that the face in this box is a living one, 0 … 1. Undefined where the picture has no colour. */
  async judge(picture: Picture, face: Box): Promise<number | undefined> {
    const { chroma } = picture;
    if (chroma === undefined) return undefined;
    const { size, scale, real } = this.#spec;
    sampleBgr(picture, chroma, cropAround(face, scale, picture), size, this.#input);
    const [logits] = await this.#network.run(this.#input, [1, 3, size, size], this.#network.outputNames.slice(0, 1));
    return logits === undefined ? 0 : softmax(logits, real);
  }

  /** Runs once on a black picture: compiles, allocates, and overwrites what an earlier run left behind. */
  async runOnZeros(): Promise<void> {
    const half = new Uint8Array(32 * 32);
    const picture = { width: 64, height: 64, pixels: new Uint8Array(64 * 64), chroma: { u: half, v: half } };
    await this.judge(picture, { left: 16, top: 16, right: 48, bottom: 48 });
    this.scrub();
  }

  scrub(): void {
    this.#input.fill(0);
  }

  release(): Promise<void> {
    return this.#network.release();
  }
}

/** A network that does not answer with numbers has not seen a living face: 0. */
function softmax(logits: Float32Array, index: number): number {
  const highest = Math.max(...logits);
  const sum = logits.reduce((total, logit) => total + Math.exp(logit - highest), 0);
  const share = Math.exp((logits[index] ?? -Infinity) - highest) / sum;
  return Number.isFinite(share) ? share : 0;
}

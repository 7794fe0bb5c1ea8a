import type { NetworkPaths } from '../../models/ensure-networks.ts';
import type { EngineSpec } from '../../models/manifest-schema.ts';
import { Detector, type FoundFace } from './detector.ts';
import { Embedder, normalise } from './embedder.ts';
import { Eyes } from './eyes.ts';
import type { Landmarks } from './landmarks.ts';
import { Landmarker } from './landmarker.ts';
import { offHeapFloats, type Picture } from './picture.ts';

/** A face as a vector of length 1; the cosine of two says how alike they are. Off-heap: the owner overwrites it. */
export type Embedding = Float32Array<ArrayBuffer>;

/**
 * One engine of models.yaml, ready to run: picture → faces → landmarks → embedding. Usable on single pictures
 * (`describe`) and step by step (`find`, `place`, `embed` …) by the child that watches a patient.
 */
export class Engine {
  readonly #detector: Detector;
  readonly #landmarker: Landmarker;
  readonly #embedders: readonly Embedder[];
  readonly #eyes: Eyes | undefined;

  private constructor(
    detector: Detector,
    landmarker: Landmarker,
    embedders: readonly Embedder[],
    eyes: Eyes | undefined,
  ) {
    this.#detector = detector;
    this.#landmarker = landmarker;
    this.#embedders = embedders;
    this.#eyes = eyes;
  }

  /**
   * @throws Error when a network's file is missing (the caller has set them up with ensureNetworks) or is not the network
   * that models.yaml says.
   */
  static async load(paths: NetworkPaths, spec: EngineSpec): Promise<Engine> {
    const path = (network: string): string => {
      const found = paths[network];
      if (found === undefined) throw new Error(`network ${network} was not set up`);
      return found;
    };
    const { detector, landmarks, embedders, eyes } = spec;
    return new Engine(
      await Detector.load(path(detector.network), detector),
      await Landmarker.load(path(landmarks.network), landmarks),
      await Promise.all(embedders.map((e) => Embedder.load(path(e.network), e))),
      eyes === undefined ? undefined : await Eyes.load(path(eyes.network), eyes),
    );
  }

  find(picture: Picture): Promise<readonly FoundFace[]> {
    return this.#detector.find(picture);
  }

  place(picture: Picture, face: FoundFace): Promise<Landmarks | undefined> {
    return this.#landmarker.place(picture, face.box);
  }

  /** The same points with less trembling, for comparing them between frames. */
  steady(picture: Picture, face: FoundFace, landmarks: Landmarks): Promise<Landmarks | undefined> {
    return this.#landmarker.steady(picture, face.box, landmarks);
  }

  /** How open the more open eye is; above 0 means open. Undefined when the engine has no network for it. */
  openness(picture: Picture, landmarks: Landmarks): Promise<number | undefined> {
    return this.#eyes === undefined ? Promise.resolve(undefined) : this.#eyes.openness(picture, landmarks);
  }

  /** The embedding of a face before the camera. */
  embed(picture: Picture, landmarks: Landmarks): Promise<Embedding | undefined> {
    return this.#joined((embedder, part) => embedder.embed(picture, landmarks, 'probe', part));
  }

  /**
   * The embedding of a face that others are compared with; takes twice as long where mirrored crops are added. For probes
   * it would be wasted: three fused ones miss as often without (measured by us, docs/measurements/matcher.md).
   */
  enrol(picture: Picture, landmarks: Landmarks): Promise<Embedding | undefined> {
    return this.#joined((embedder, part) => embedder.embed(picture, landmarks, 'reference', part));
  }

  /**
   * Several embedders lie one after the other, each scaled by the root of
   * its weight, so that the cosine of two embeddings is the weighted mean of the embedders' cosines.
   */
  async #joined(fill: (embedder: Embedder, part: Float32Array) => Promise<boolean>): Promise<Embedding | undefined> {
    const whole = offHeapFloats(this.#embedders.reduce((sum, e) => sum + e.length, 0));
    if ((await this.#fillParts(whole, fill)) && normalise(whole)) return whole;
    whole.fill(0);
    return undefined;
  }

  async #fillParts(
    whole: Embedding,
    fill: (embedder: Embedder, part: Float32Array) => Promise<boolean>,
  ): Promise<boolean> {
    let at = 0;
    for (const embedder of this.#embedders) {
      const part = whole.subarray(at, at + embedder.length);
      if (!(await fill(embedder, part))) return false;
      const scale = Math.sqrt(embedder.weight);
      for (let i = 0; i < part.length; i++) part[i] = (part[i] ?? 0) * scale;
      at += embedder.length;
    }
    return true;
  }

  /** `enrol` for the most prominent face of a picture; undefined when there is none. */
  async describe(picture: Picture): Promise<Embedding | undefined> {
    const [face] = await this.find(picture);
    if (face === undefined) return undefined;
    const landmarks = await this.place(picture, face);
    if (landmarks === undefined) return undefined;
    const embedding = await this.enrol(picture, landmarks);
    landmarks.fill(0);
    return embedding;
  }

  /** Runs everything once on a black picture: compiles, allocates, and overwrites what an earlier run left behind. */
  async runOnZeros(): Promise<void> {
    const picture = { width: 320, height: 240, pixels: new Uint8Array(320 * 240) };
    await this.find(picture);
    const landmarks = await this.#landmarker.place(picture, { left: 100, top: 60, right: 220, bottom: 200 });
    if (landmarks !== undefined) {
      await this.openness(picture, landmarks);
      (await this.enrol(picture, landmarks))?.fill(0);
    }
    this.scrub();
  }

  /** Overwrites every buffer of ours. */
  scrub(): void {
    this.#detector.scrub();
    this.#landmarker.scrub();
    this.#eyes?.scrub();
    for (const embedder of this.#embedders) embedder.scrub();
  }

  async release(): Promise<void> {
    await Promise.all([
      this.#detector.release(),
      this.#landmarker.release(),
      this.#eyes?.release(),
      ...this.#embedders.map((e) => e.release()),
    ]);
  }
}

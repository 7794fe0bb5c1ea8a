import * as ort from 'onnxruntime-node';

/**
 * One network on one thread (two are slower on the small networks here: measured by us). Without the memory arena,
 * because the arena keeps pictures of earlier runs.
 */
export class Network {
  readonly #session: ort.InferenceSession;
  readonly #input: string;

  private constructor(session: ort.InferenceSession) {
    this.#session = session;
    const [input] = session.inputNames;
    if (input === undefined) throw new Error('network without input');
    this.#input = input;
  }

  /** @throws Error when the file is no network. */
  static async load(path: string): Promise<Network> {
    return new Network(
      await ort.InferenceSession.create(path, {
        executionProviders: ['cpu'],
        intraOpNumThreads: 1,
        interOpNumThreads: 1,
        executionMode: 'sequential',
        graphOptimizationLevel: 'all',
        enableCpuMemArena: false,
        enableMemPattern: false,
        logSeverityLevel: 4,
        // Weights of fr_feature produce denormal numbers, which this processor counts slowly: 55 ms without, 7.3 ms with.
        extra: { session: { set_denormal_as_zero: '1' } },
      }),
    );
  }

  get outputNames(): readonly string[] {
    return this.#session.outputNames;
  }

  /** Runs the network on `data` of this shape and lends each output in the order of `names`. */
  async run(data: Float32Array, shape: readonly number[], names: readonly string[]): Promise<readonly Float32Array[]> {
    const outputs = await this.#session.run({ [this.#input]: new ort.Tensor('float32', data, shape) });
    return names.map((name) => {
      const tensor = outputs[name];
      if (tensor === undefined || !(tensor.data instanceof Float32Array)) throw new Error('network with other outputs');
      return tensor.data;
    });
  }

  async release(): Promise<void> {
    await this.#session.release();
  }
}

import { Network } from './session.ts';

/** The entry of models.yaml that uses a network. */
interface Entry {
  readonly network: string;
  readonly family: string;
}

/** What goes in, and how many numbers come out first, where the family says so. */
interface Shape {
  readonly input: readonly number[];
  readonly numbers?: number;
}

/**
 * Loads a network and runs it once on zeros: with one that is not what its entry says, every picture would seem to show
 * nobody.
 * @throws Error naming the network, what models.yaml says of it, and what came out.
 */
export async function loadNetwork(path: string, entry: Entry, shape: Shape): Promise<Network> {
  const { input, numbers } = shape;
  try {
    const network = await Network.load(path);
    const zeros = new Float32Array(input.reduce((product, side) => product * side));
    const [first] = await network.run(zeros, input, network.outputNames.slice(0, 1));
    if (numbers === undefined || first?.length === numbers) return network;
    throw new Error(`${first?.length ?? 'no'} numbers come out`);
  } catch (cause) {
    throw new Error(
      `network ${entry.network}: models/models.yaml says family ${entry.family}, input ${input.join(' × ')}` +
        `${numbers === undefined ? '' : `, ${numbers} numbers out`}, but: ` +
        `${cause instanceof Error ? cause.message : 'it does not run'}\n` +
        'Next step: correct the entry of models/models.yaml that uses this network, or name another network there',
      { cause },
    );
  }
}

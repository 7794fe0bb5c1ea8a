import { judgeBadInput } from '../actors/matcher/evaluation/bad-input.ts';
import { readWith, readWords, wholeNumber } from './command-line.ts';
import { progressTeller } from './progress.ts';
import { Engine } from '../actors/matcher/engine/engine.ts';
import { PassiveNetwork } from '../actors/matcher/engine/passive-network.ts';
import { ensureNetworks } from '../actors/models/ensure-networks.ts';
import { engineInUse, loadManifest } from '../actors/models/manifest.ts';
import { visitFmrs, visitThreshold } from '../actors/models/manifest-schema.ts';

const usage = 'usage: evaluate bad-input [--inputs N] [--json]';
/** One in five is a photo, the others are frames. */
const photosIn = 5;

/**
 * Puts generated bad frames and chip photos before the matcher and counts how it ended. Status 1 when one of them
 * matched or something was thrown.
 * @throws WrongWords
 */
export async function evaluateBadInputCommand(args: readonly string[]): Promise<number> {
  const options = readWith(usage, () => readOptions(args));
  const say = (words: string) => console.error(words);
  const manifest = loadManifest();
  const spec = engineInUse(manifest);
  const { liveness } = manifest;
  const paths = await ensureNetworks({ manifest, log: say });
  const engine = await Engine.load(paths, spec);
  const passive = await PassiveNetwork.loadIfUsed(paths, liveness);
  const subject = { engine, passive, threshold: visitThreshold(spec, visitFmrs['1in10000']), liveness };
  const photos = Math.floor(options.inputs / photosIn);
  const tallies = await judgeBadInput(subject, { frames: options.inputs - photos, photos }, progressTeller(say));
  await engine.release();
  await passive?.release();
  for (const { kind, inputs, matches, crashes, silent, ends } of tallies) {
    const heard = Object.entries(ends).map(([end, times]) => `${end} ${times}`);
    console.log(`${kind}: ${inputs}, ${matches} matched, ${crashes} thrown, ${silent} silent (${heard.join(', ')})`);
  }
  if (options.json) console.log(JSON.stringify(tallies));
  return tallies.some(({ matches, crashes }) => matches + crashes > 0) ? 1 : 0;
}

function readOptions(args: readonly string[]): { readonly inputs: number; readonly json: boolean } {
  const { values } = readWords({
    args: [...args],
    options: { inputs: { type: 'string', default: '10000' }, json: { type: 'boolean', default: false } },
  });
  return { inputs: wholeNumber('--inputs', values.inputs, photosIn), json: values.json };
}

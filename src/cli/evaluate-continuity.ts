import { Observer } from '../actors/matcher/child/observer.ts';
import { Engine } from '../actors/matcher/engine/engine.ts';
import { measureContinuity } from '../actors/matcher/evaluation/continuity-error.ts';
import { ensureNetworks } from '../actors/models/ensure-networks.ts';
import { engineInUse, loadManifest } from '../actors/models/manifest.ts';
import { readWith, readWords, wholeNumber } from './command-line.ts';
import { progressTeller } from './progress.ts';

const usage = 'usage: evaluate continuity [--clips N] [--json]';

/**
 * Counts how often the face that is followed is taken for another one, and another person's for it (cues/continuity.ts), on
 * drawn people. An interrupt (Ctrl-C) reports what there is.
 * @throws WrongWords
 */
export async function evaluateContinuityCommand(args: readonly string[]): Promise<number> {
  const { clips, json } = readWith(usage, () => {
    const options = { clips: { type: 'string', default: '108' }, json: { type: 'boolean', default: false } } as const;
    const { values } = readWords({ args: [...args], options });
    return { clips: wholeNumber('--clips', values.clips), json: values.json };
  });
  const say = (words: string) => console.error(words);
  const manifest = loadManifest();
  const engine = await Engine.load(await ensureNetworks({ manifest, log: say }), engineInUse(manifest));
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once('SIGINT', interrupt);
  try {
    const error = await measureContinuity(new Observer(engine), clips, stop.signal, progressTeller(say));
    // Counts alone: pairs of one clip are anything but independent, so that bounds by their number would say too much.
    for (const [condition, { pairs, broken }] of Object.entries(error.conditions))
      console.log(`${condition.padEnd(11)} taken for another face: ${broken} of ${pairs} pairs`);
    console.log(`all         taken for another face: ${error.kept.broken} of ${error.kept.pairs} pairs`);
    console.log(`another person in its place, not noticed: ${error.swapped.joined} of ${error.swapped.pairs} pairs`);
    if (json) console.log(JSON.stringify(error));
    return 0;
  } finally {
    process.removeListener('SIGINT', interrupt);
    await engine.release();
  }
}

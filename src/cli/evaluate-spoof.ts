import { join } from 'node:path';
import { ClipStage } from '../actors/camera/practice/attacks/clip-stage.ts';
import { species, type Species } from '../actors/camera/practice/attacks/species.ts';
import { heldSpecies } from '../actors/camera/practice/attacks/things.ts';
import { personas } from '../actors/camera/practice/personas.ts';
import { Observer } from '../actors/matcher/child/observer.ts';
import { Engine, type Embedding } from '../actors/matcher/engine/engine.ts';
import { PassiveNetwork } from '../actors/matcher/engine/passive-network.ts';
import { codeDigest, JudgedFile } from '../actors/matcher/evaluation/judged-file.ts';
import { chanceLevel } from '../actors/matcher/decision/chance-level.ts';
import { folder, oneOf, readWith, readWords, someOf, wholeNumber, WrongWords } from './command-line.ts';
import { progressTeller } from './progress.ts';
import { writePlot } from './write-plot.ts';
import { depthPlot } from '../actors/matcher/evaluation/depth-plot.ts';
import { describePhoto, judgeClip, type ClipSettings } from '../actors/matcher/evaluation/spoof-clip.ts';
import { tally, tallyTable, type Judged } from '../actors/matcher/evaluation/spoof-tally.ts';
import { ensureNetworks } from '../actors/models/ensure-networks.ts';
import { visitFmrs, visitThreshold, visitTries } from '../actors/models/manifest-schema.ts';
import { engineInUse, loadManifest, repositoryRoot } from '../actors/models/manifest.ts';
import { choosePeople, FacesError } from '../actors/matcher/evaluation/face-folders.ts';
import { playPictures } from './evaluate-pictures.ts';
import { evaluateSequences } from './evaluate-sequences.ts';

const usage = `usage: evaluate spoof [--clips N] [--skip N] [--kinds genuine,${species.join(',')}]
                      [--challenge whenInDoubt|always] [--seconds N] [--fresh] [--from DIR]
                      [--plot FILE.svg] [--json]
       evaluate spoof --faces DIR [--clips N] [--skip N] [--kinds ${heldSpecies.join(',')}]
                      [--from DIR] [--plot FILE.svg] [--json]
       evaluate spoof --sequences DIR [--from DIR] [--json]`;

/**
 * Plays genuine people and attacks from the practice studio before the matcher and counts who gets through in one try.
 * Results are kept per clip in out/spoof/ and taken up again as long as the code is the same; Ctrl-C (or --seconds) ends
 * the playing and reports what there is. `--skip` leaves out the first clips or people, to report on others than those that
 * limits were chosen on. With `--faces` prints and screens show pictures of real people, one folder each,
 * and the card holds the same picture; nothing of that is kept. `--plot` draws how much depth each clip has shown;
 * recordings (`--sequences`) have no such plot. Networks are looked for in the folder of `--from`, too. Status 1 for
 * a folder of faces that cannot be used.
 * @throws WrongWords
 */
export async function evaluateSpoofCommand(args: readonly string[]): Promise<number> {
  const options = readWith(usage, () => readOptions(args));
  const manifest = loadManifest();
  const spec = engineInUse(manifest);
  const { from } = options;
  const paths = await ensureNetworks({ manifest, log: say, ...(from === undefined ? {} : { from }) });
  const engine = await Engine.load(paths, spec);
  const passive = await PassiveNetwork.loadIfUsed(paths, manifest.liveness);
  const observer = new Observer(engine, passive);
  const settings: ClipSettings = {
    threshold: visitThreshold(spec, visitFmrs['1in10000']),
    liveness: manifest.liveness,
    challenge: options.challenge,
  };
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once('SIGINT', interrupt);
  if (options.seconds !== undefined) setTimeout(interrupt, 1_000 * options.seconds).unref();
  try {
    if (options.sequences !== undefined)
      return await evaluateSequences(options.sequences, engine, settings, stop.signal, options.json, observer);
    if (options.faces !== undefined) {
      const kinds = heldSpecies.filter((kind) => options.kinds.includes(kind));
      const people = choosePeople(options.faces, 'all', options.skip + options.clips);
      if (people.length <= options.skip)
        throw new WrongWords(
          `--skip ${options.skip}: ${options.faces} には ${people.length} 人だけです。(so many people only)`,
        );
      await report(
        await playPictures(people, options.skip, kinds, { engine, observer, settings, signal: stop.signal }),
        settings,
        options,
      );
      return 0;
    }
    const { perTry, perVisit } = chanceLevel(manifest.liveness, options.challenge, visitTries);
    const percent = (share: number) => (100 * share).toFixed(1);
    console.log(
      `a recording of the right person, by chance: ${percent(perTry)} % per try, ${percent(perVisit)} % per visit`,
    );
    await playAll(engine, observer, settings, options, stop.signal);
    return 0;
  } catch (error) {
    if (!(error instanceof FacesError)) throw error;
    console.error(error.message);
    return 1;
  } finally {
    process.removeListener('SIGINT', interrupt);
    await engine.release();
    await passive?.release();
  }
}

async function playAll(
  engine: Engine,
  observer: Observer,
  settings: ClipSettings,
  options: Options,
  signal: AbortSignal,
): Promise<void> {
  const { clips, skip, kinds } = options;
  const kept = join(repositoryRoot, 'out', 'spoof');
  const run = options.fresh ? `fresh-${process.pid}` : codeDigest();
  const file = new JudgedFile(join(kept, `${settings.challenge}-${run}.jsonl`));
  const stage = new ClipStage();
  const references = new Map<number, Embedding>();
  // All kinds grow together: a run that is stopped has some of each.
  const wanted = Array.from({ length: clips }, (_, at) => kinds.map((kind) => ({ kind, number: skip + at }))).flat();
  const missing = wanted.filter(({ kind, number }) => !file.has(kind, number));
  say(`${missing.length} of ${wanted.length} clips to play; Ctrl-C reports what there is`);
  const progress = progressTeller(say);
  let done = 0;
  for (const clip of missing) {
    if (signal.aborted) break;
    const playing = stage.play(clip);
    const owner = clip.number % personas.length;
    const reference = references.get(owner) ?? (await describePhoto(engine, playing));
    if (reference === undefined) throw new Error('a practice person without a face');
    references.set(owner, reference);
    file.add(await judgeClip(observer, reference, settings, clip, playing));
    progress(++done, missing.length);
    // Lets an interrupt be heard.
    await new Promise((resolve) => setImmediate(resolve));
  }
  const played = file.judged.filter(({ kind, number }) =>
    wanted.some((one) => one.kind === kind && one.number === number),
  );
  await report(played, settings, options);
}

async function report(played: readonly Judged[], { liveness }: ClipSettings, { json, plot }: Options): Promise<void> {
  const result = tally(played, liveness);
  console.log(tallyTable(result));
  if (plot !== undefined) await writePlot(plot, depthPlot(played, liveness));
  if (json) console.log(JSON.stringify(result));
}

/** Words for whoever waits go beside the result. */
function say(words: string): void {
  console.error(words);
}

interface Options {
  readonly clips: number;
  /** So many of the first clips, or people, are left out. */
  readonly skip: number;
  readonly kinds: readonly ('genuine' | Species)[];
  readonly challenge: 'whenInDoubt' | 'always';
  readonly seconds: number | undefined;
  readonly fresh: boolean;
  readonly sequences: string | undefined;
  readonly faces: string | undefined;
  readonly from: string | undefined;
  readonly plot: string | undefined;
  readonly json: boolean;
}

function readOptions(args: readonly string[]): Options {
  const { values } = readWords({
    args: [...args],
    options: {
      clips: { type: 'string', default: '40' },
      skip: { type: 'string', default: '0' },
      kinds: { type: 'string' },
      challenge: { type: 'string', default: 'whenInDoubt' },
      seconds: { type: 'string' },
      fresh: { type: 'boolean', default: false },
      sequences: { type: 'string' },
      faces: { type: 'string' },
      from: { type: 'string' },
      plot: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const { fresh, sequences, faces, from, plot, json } = values;
  const every = ['genuine' as const, ...species];
  const kinds = values.kinds === undefined ? every : someOf('--kinds', values.kinds, every);
  if (faces !== undefined && !heldSpecies.some((kind) => kinds.includes(kind)))
    throw new WrongWords(
      `--kinds ${kinds.join(',')}: 写真1枚からは作れません。(cannot be made of one picture; --faces takes ${heldSpecies.join(', ')})`,
    );
  const skip = wholeNumber('--skip', values.skip, 0);
  if (sequences !== undefined && (plot !== undefined || skip > 0))
    throw new WrongWords('--sequences: --plot と --skip は使えません。(recordings take neither)');
  return {
    clips: wholeNumber('--clips', values.clips),
    skip,
    kinds,
    challenge: oneOf('--challenge', values.challenge, ['whenInDoubt', 'always']),
    seconds: values.seconds === undefined ? undefined : wholeNumber('--seconds', values.seconds),
    fresh,
    sequences,
    faces,
    from: folder('--from', from),
    plot,
    json,
  };
}

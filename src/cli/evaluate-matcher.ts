import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { everyComparison, everyTransaction, type Comparisons } from '../actors/matcher/evaluation/comparisons.ts';
import { describePeople } from '../actors/matcher/evaluation/described-people.ts';
import { detPlot } from '../actors/matcher/evaluation/det-plot.ts';
import { errorRateAt, type ErrorRate } from '../actors/matcher/evaluation/error-rates.ts';
import { choosePeople, type Half } from '../actors/matcher/evaluation/face-folders.ts';
import { progressTeller } from '../actors/matcher/evaluation/progress.ts';
import { Engine } from '../actors/matcher/engine/engine.ts';
import { ensureNetworks } from '../actors/models/ensure-networks.ts';
import { fmrs, networksOf, type Fmr } from '../actors/models/manifest-schema.ts';
import { loadManifest } from '../actors/models/manifest.ts';
import { evaluateSpeed } from './evaluate-speed.ts';
import { Random } from '../actors/scanner/practice/random.ts';

const usage = `usage: evaluate matcher --faces DIR [--reference chip|plain] [--engine NAME] [--people N] [--half all|a|b]
                        [--gate] [--from DIR] [--plot FILE.svg] [--json]
       evaluate matcher --speed [--engine NAME] [--from DIR] [--json]`;

/** Frames of each kind that --speed times. */
const speedRounds = 200;

/** Words for whoever waits go beside the result. */
function say(words: string): void {
  console.error(words);
}

type Rates = { readonly [fmr in Fmr]?: ErrorRate };

/** The last line of `--json`; shares are fractions. */
export interface MatcherEvaluation {
  readonly engine: string;
  readonly people: number;
  readonly genuine: number;
  readonly impostor: number;
  readonly perComparison: Rates;
  readonly perTransaction: Rates;
  /** Share of pictures in which no face was found, or that the quality gate refused when it is on. */
  readonly failedToAcquire: number;
}

/**
 * Measures an engine on a folder of faces (one folder per person): misses per false match rate, for one comparison and for
 * three fused probes. Prints shares and counts, never a picture, a name or an embedding. An interrupt (Ctrl-C) ends the
 * describing and reports what there is. Status 64 for wrong words.
 */
export async function evaluateMatcherCommand(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (options === undefined) {
    console.error(usage);
    return 64;
  }
  const manifest = loadManifest();
  const name = options.engine ?? manifest.use.engine;
  const spec = manifest.engines[name];
  if (spec === undefined) {
    console.error(`no engine ${name}; models/models.yaml has ${Object.keys(manifest.engines).join(', ')}`);
    return 64;
  }
  const paths = await ensureNetworks({
    manifest,
    networks: networksOf(spec),
    log: say,
    ...(options.from === undefined ? {} : { from: options.from }),
  });
  const engine = await Engine.load(paths, spec);
  if (options.speed) {
    await evaluateSpeed(engine, speedRounds, options.json);
    await engine.release();
    return 0;
  }
  const folders = choosePeople(options.faces, options.half, options.people);
  say(`${folders.length} people chosen from ${options.faces}; Ctrl-C reports what has been seen so far`);

  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const { people, pictures, faceless, refused } = await describePeople(engine, folders, {
    reference: options.reference,
    gate: options.gate,
    progress: progressTeller(say),
    signal: stop.signal,
  });
  say('comparing');
  // A fixed seed: the same faces give the same figures.
  const random = new Random(1);
  const next = () => random.next();
  const comparisons = everyComparison(people);
  const transactions = everyTransaction(people, next);
  const result: MatcherEvaluation = {
    engine: name,
    people: people.length,
    genuine: count(comparisons),
    impostor: comparisons.impostor.total,
    perComparison: ratesOf(comparisons, next),
    perTransaction: ratesOf(transactions, next),
    failedToAcquire: pictures === 0 ? 0 : (faceless + refused) / pictures,
  };
  report(result, transactions, { pictures, faceless, refused });
  if (options.plot !== undefined)
    writeFileSync(options.plot, detPlot(`${name}: ${spec.title}`, comparisons, transactions));
  if (options.json) console.log(JSON.stringify(result));
  await engine.release();
  return 0;
}

interface Options {
  readonly faces: string;
  readonly speed: boolean;
  readonly reference: 'chip' | 'plain';
  readonly engine: string | undefined;
  readonly people: number | undefined;
  readonly half: Half;
  readonly gate: boolean;
  readonly from: string | undefined;
  readonly plot: string | undefined;
  readonly json: boolean;
}

function readOptions(args: readonly string[]): Options | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        faces: { type: 'string' },
        speed: { type: 'boolean', default: false },
        reference: { type: 'string', default: 'chip' },
        engine: { type: 'string' },
        people: { type: 'string' },
        half: { type: 'string', default: 'all' },
        gate: { type: 'boolean', default: false },
        from: { type: 'string' },
        plot: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    const { reference, half, speed } = values;
    const faces = values.faces ?? (speed ? '' : undefined);
    const people = values.people === undefined ? undefined : Number(values.people);
    if (faces === undefined || (reference !== 'chip' && reference !== 'plain')) return undefined;
    if (half !== 'all' && half !== 'a' && half !== 'b') return undefined;
    if (people !== undefined && !(Number.isInteger(people) && people > 1)) return undefined;
    const { engine, gate, from, plot, json } = values;
    return { faces, speed, reference, engine, people, half, gate, from, plot, json };
  } catch {
    return undefined;
  }
}

/** Rates that the number of impostors can carry: at least three of them expected above the threshold. */
function ratesOf(comparisons: Comparisons, random: () => number): Rates {
  const carried = fmrs.filter((fmr) => Number(fmr) * comparisons.impostor.total >= 3);
  return Object.fromEntries(carried.map((fmr) => [fmr, errorRateAt(Number(fmr), comparisons, random)]));
}

function count({ genuine }: Comparisons): number {
  return genuine.reduce((sum, cosines) => sum + cosines.length, 0);
}

function report(
  { engine, people, genuine, impostor, perComparison, perTransaction }: MatcherEvaluation,
  transactions: Comparisons,
  { pictures, faceless, refused }: { pictures: number; faceless: number; refused: number },
): void {
  console.log(
    `engine ${engine}: ${people} people, ${pictures} pictures, ${faceless} without a face, ${refused} refused`,
  );
  console.log(`one probe: ${genuine} genuine, ${impostor} impostor comparisons`);
  printRates(perComparison);
  console.log(
    `three fused probes: ${count(transactions)} genuine, ${transactions.impostor.total} impostor transactions`,
  );
  printRates(perTransaction);
}

function printRates(rates: Rates): void {
  for (const fmr of fmrs) {
    const rate = rates[fmr];
    if (rate === undefined) continue;
    const { threshold, fnmr, fnmrBalanced, low, high, balancedLow, balancedHigh } = rate;
    console.log(
      `  FMR ${fmr}: cosine ${threshold.toFixed(3)}, FNMR ${percent(fnmr)} % [${percent(low)}, ${percent(high)}], ` +
        `balanced over people ${percent(fnmrBalanced)} % [${percent(balancedLow)}, ${percent(balancedHigh)}]`,
    );
  }
}

function percent(share: number): string {
  return (100 * share).toFixed(2);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exitCode = await evaluateMatcherCommand(process.argv.slice(2));
}

import { fileURLToPath } from 'node:url';
import {
  everyComparison,
  everyTransaction,
  everyVisit,
  type Comparisons,
} from '../actors/matcher/evaluation/comparisons.ts';
import {
  describePeople,
  gated,
  refusals,
  type DescribedPeople,
  type DescribedPerson,
} from '../actors/matcher/evaluation/described-people.ts';
import { detPlot } from '../actors/matcher/evaluation/det-plot.ts';
import { errorRateAt, missesAt, type ErrorRate } from '../actors/matcher/evaluation/error-rates.ts';
import {
  choosePeople,
  FacesError,
  leastForTransactions,
  type Half,
} from '../actors/matcher/evaluation/face-folders.ts';
import { labelsFile, readLabels } from '../actors/matcher/evaluation/group-labels.ts';
import { ratesPerGroup, type GroupRate } from '../actors/matcher/evaluation/group-rates.ts';
import { folder, notOneOf, oneOf, readWith, readWords, wholeNumber, WrongWords } from './command-line.ts';
import { progressTeller } from './progress.ts';
import { writePlot } from './write-plot.ts';
import { Engine } from '../actors/matcher/engine/engine.ts';
import { ensureNetworks, NetworksError } from '../actors/models/ensure-networks.ts';
import {
  fmrs,
  networksOf,
  visitFmrs,
  visitThreshold,
  visitTries,
  type EngineSpec,
  type Fmr,
} from '../actors/models/manifest-schema.ts';
import { loadManifest } from '../actors/models/manifest.ts';
import { evaluateSpeed } from './evaluate-speed.ts';
import { Random } from '../actors/scanner/practice/random.ts';

const usage = `usage: evaluate matcher --faces DIR [--reference chip|plain] [--engine NAME] [--people N] [--half all|a|b]
                        [--gate on|off] [--from DIR] [--plot FILE.svg] [--json]
       evaluate matcher --speed [--engine NAME] [--from DIR] [--json]`;

/** Frames of each kind that --speed times. */
const speedRounds = 200;

/** Words for whoever waits go beside the result. */
function say(words: string): void {
  console.error(words);
}

/** As `--json` says it: a threshold and what it costs. Shares are fractions. */
type Rates = {
  readonly [fmr in Fmr]?: Pick<ErrorRate, 'threshold' | 'fnmr' | 'fnmrBalanced' | 'low' | 'high'>;
};

/** The last line of `--json`. */
interface MatcherEvaluation {
  readonly engine: string;
  readonly people: number;
  readonly genuine: number;
  readonly impostor: number;
  readonly perComparison: Rates;
  /** A visit: up to three tries of three to eight fused probes; the false match rate counts every comparison of it, too. */
  readonly perTransaction: Rates;
  /** Share of pictures that are unreadable, without a face, or refused by the quality gate when it is on. */
  readonly failedToAcquire: number;
}

/**
 * Measures an engine on a folder of faces (one folder per person): misses per false match rate, for one comparison, for
 * three fused probes, and for a visit of several such tries. Prints shares and counts, never a picture, a name or an
 * embedding. An interrupt (Ctrl-C) ends the describing and reports what there is. Status 1 for a folder that cannot be
 * used.
 * @throws WrongWords
 */
export async function evaluateMatcherCommand(args: readonly string[]): Promise<number> {
  const options = readWith(usage, () => readOptions(args));
  const manifest = loadManifest();
  const name = options.engine ?? manifest.use.engine;
  const spec = Object.hasOwn(manifest.engines, name) ? manifest.engines[name] : undefined;
  if (spec === undefined) throw notOneOf('--engine', name, Object.keys(manifest.engines));
  try {
    const { from } = options;
    const networks = networksOf(spec);
    const paths = await ensureNetworks({ manifest, networks, log: say, ...(from === undefined ? {} : { from }) });
    const engine = await Engine.load(paths, spec);
    if (options.speed) await evaluateSpeed(engine, manifest, speedRounds, options.json);
    else await evaluateErrors(engine, spec, name, options);
    await engine.release();
    return 0;
  } catch (error) {
    if (!(error instanceof FacesError || error instanceof NetworksError)) throw error;
    console.error(error.message);
    return 1;
  }
}

async function evaluateErrors(engine: Engine, spec: EngineSpec, name: string, options: Options): Promise<void> {
  const labels = readLabels(options.faces);
  const folders = choosePeople(options.faces, options.half, options.people);
  say(`${folders.length} people chosen from ${options.faces}; Ctrl-C reports what has been seen so far`);

  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const described = await describePeople(engine, folders, {
    reference: options.reference,
    progress: progressTeller(say),
    signal: stop.signal,
  });
  say('comparing');
  const people = options.gate ? gated(described.people) : described.people;
  const pictures = people.map((person) => person.pictures);
  // A fixed seed: the same faces give the same figures.
  const random = new Random(1);
  const next = () => random.next();
  const comparisons = everyComparison(pictures);
  const transactions = everyTransaction(pictures, next);
  const visits = everyVisit(pictures, next, visitTries);
  const one = ratesOf(comparisons, next);
  const visit = ratesOf(visits, next);

  reportAcquired(name, described, options.gate, people);
  reportRates('one probe', comparisons, one);
  reportRates('one try of three fused probes', transactions, ratesOf(transactions, next));
  reportRates(`visit of up to ${visitTries} tries of three to eight fused probes`, visits, visit);
  const kiosk = thresholdOfKiosk(spec);
  if (kiosk !== undefined) reportKiosk(kiosk, visits, next);
  if (options.gate) {
    const ungated = everyTransaction(
      described.people.map((person) => person.pictures),
      next,
    );
    reportRates('one try without the quality gate', ungated, ratesOf(ungated, next));
  }
  const threshold = one['1e-4']?.threshold ?? one['1e-3']?.threshold;
  if (labels.size > 0 && threshold !== undefined)
    reportGroups(ratesPerGroup(people, labels, threshold, next), threshold);
  if (options.plot !== undefined)
    await writePlot(
      options.plot,
      detPlot(
        `Engine ${name}, ${people.length} people, quality gate ${options.gate ? 'on' : 'off'}`,
        comparisons,
        transactions,
        visits,
      ),
    );
  if (!options.json) return;
  const { unreadable, faceless } = described;
  const lost = unreadable + faceless + refusedIn(people);
  const result: MatcherEvaluation = {
    engine: name,
    people: people.length,
    genuine: count(comparisons),
    impostor: comparisons.impostor.total,
    perComparison: brief(one),
    perTransaction: brief(visit),
    failedToAcquire: described.pictures === 0 ? 0 : lost / described.pictures,
  };
  console.log(JSON.stringify(result));
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

function readOptions(args: readonly string[]): Options {
  const { values } = readWords({
    args: [...args],
    options: {
      faces: { type: 'string' },
      speed: { type: 'boolean', default: false },
      reference: { type: 'string', default: 'chip' },
      engine: { type: 'string' },
      people: { type: 'string' },
      half: { type: 'string', default: 'all' },
      gate: { type: 'string', default: 'on' },
      from: { type: 'string' },
      plot: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const { speed, engine, from, plot, json } = values;
  const faces = values.faces ?? (speed ? '' : undefined);
  if (faces === undefined)
    throw new WrongWords('--faces で顔写真のフォルダーを指定してください。(name a folder of faces)');
  return {
    faces,
    speed,
    reference: oneOf('--reference', values.reference, ['chip', 'plain']),
    engine,
    people: values.people === undefined ? undefined : wholeNumber('--people', values.people, 2),
    half: oneOf('--half', values.half, ['all', 'a', 'b']),
    gate: oneOf('--gate', values.gate, ['on', 'off']) === 'on',
    from: folder('--from', from),
    plot,
    json,
  };
}

type AllRates = { readonly [fmr in Fmr]?: ErrorRate };

/** Rates that the number of impostors can carry: at least three of them expected above the threshold. */
function ratesOf(comparisons: Comparisons, random: () => number): AllRates {
  const carried = fmrs.filter((fmr) => Number(fmr) * comparisons.impostor.total >= 3);
  return Object.fromEntries(carried.map((fmr) => [fmr, errorRateAt(Number(fmr), comparisons, random)]));
}

function brief(rates: AllRates): Rates {
  return Object.fromEntries(
    Object.entries(rates).map(([fmr, { threshold, fnmr, fnmrBalanced, low, high }]) => [
      fmr,
      { threshold, fnmr, fnmrBalanced, low, high },
    ]),
  );
}

function count({ genuine }: Comparisons): number {
  return genuine.reduce((sum, cosines) => sum + cosines.length, 0);
}

function refusedIn(people: readonly DescribedPerson[]): number {
  return people.flatMap(({ pictures }) => pictures).filter(({ probe }) => probe === undefined).length;
}

/** Who and what could be compared at all, and why the rest could not. */
function reportAcquired(
  engine: string,
  { pictures, unreadable, faceless }: DescribedPeople,
  gate: boolean,
  people: readonly DescribedPerson[],
): void {
  console.log(
    `engine ${engine}: ${people.length} people, ${pictures} pictures, ` +
      `${unreadable} unreadable (skipped), ${faceless} without a face`,
  );
  if (!gate) return console.log('quality gate off');
  const several = people.filter(({ pictures: own }) => own.length >= leastForTransactions);
  const whole = several.filter((person) => person.pictures.length - refusedIn([person]) >= leastForTransactions);
  const reasons = [...refusals(people)].map(([hint, times]) => `${hint} ${times}`).join(', ');
  console.log(`quality gate on: refuses ${refusedIn(people)} pictures (${reasons})`);
  console.log(`  ${several.length - whole.length} of ${several.length} people have too few left for a transaction`);
}

function reportRates(what: string, comparisons: Comparisons, rates: AllRates): void {
  console.log(`${what}: ${count(comparisons)} genuine, ${comparisons.impostor.total} impostor`);
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

/** What the kiosk would accept as it is set by default; nothing for engines that it does not use. */
function thresholdOfKiosk(spec: EngineSpec): number | undefined {
  const fmr = visitFmrs['1in10000'];
  return spec.thresholds.some((t) => t.per === 'visit' && t.fmr === fmr) ? visitThreshold(spec, fmr) : undefined;
}

function reportKiosk(threshold: number, visits: Comparisons, random: () => number): void {
  const { fnmrBalanced, balancedLow, balancedHigh } = missesAt(threshold, visits, random);
  console.log(
    `  at the kiosk's cosine ${threshold.toFixed(3)}: FMR ${visits.impostor.acceptedAt(threshold).toExponential(1)}, ` +
      `FNMR balanced over people ${percent(fnmrBalanced)} % [${percent(balancedLow)}, ${percent(balancedHigh)}]`,
  );
}

function reportGroups(groups: readonly GroupRate[], threshold: number): void {
  console.log(`groups of ${labelsFile}, one probe, cosine ${threshold.toFixed(3)} for all:`);
  for (const { group, people, genuine, impostor, misses, fmr } of groups) {
    console.log(
      `  ${group}: ${people} people, FNMR balanced ${percent(misses.fnmrBalanced)} % ` +
        `[${percent(misses.balancedLow)}, ${percent(misses.balancedHigh)}] of ${genuine}, ` +
        `FMR within the group ${fmr.toExponential(1)} of ${impostor}`,
    );
  }
}

function percent(share: number): string {
  return (100 * share).toFixed(2);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exitCode = await evaluateMatcherCommand(process.argv.slice(2));
}

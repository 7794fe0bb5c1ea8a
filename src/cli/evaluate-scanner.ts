import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isDate, type CalendarDate } from '../actors/scanner/calendar.ts';
import { shareBounds } from '../actors/scanner/evaluation/clopper-pearson.ts';
import { garbage } from '../actors/scanner/evaluation/garbage.ts';
import { expectedCodeB, parseLabels } from '../actors/scanner/evaluation/labels.ts';
import { Results, type DrawnScore } from '../actors/scanner/evaluation/results.ts';
import { middleAndTail, scoreCase, summarise, type Scored } from '../actors/scanner/evaluation/score.ts';
import type { ExposureStep, Frame } from '../actors/camera/frames.ts';
import { defaultThresholds, type JudgeRules } from '../actors/scanner/judge.ts';
import { openReader } from '../actors/scanner/engine.ts';
import { loadLayouts, type FrontLayouts } from '../actors/scanner/layouts.ts';
import { practiceMount } from '../actors/scanner/mount.ts';
import { typefaces, type Typeface } from '../actors/scanner/practice/fonts.ts';
import { layInTray, type SceneOptions, type TrayScene } from '../actors/scanner/practice/front.ts';
import { isLegible } from '../actors/scanner/practice/legibility.ts';
import { levels, randomCard, sceneAt, type Level } from '../actors/scanner/practice/levels.ts';
import { loadPicture } from '../actors/scanner/practice/picture-file.ts';
import { codeBOf } from '../actors/scanner/practice/printed-dates.ts';
import { Random } from '../actors/scanner/practice/random.ts';
import { TesseractReader } from '../actors/scanner/practice/tesseract-reader.ts';
import type { FrameReader } from '../actors/scanner/reader.ts';

const usage = `usage: evaluate scanner [--cards N] [--levels ${levels.join(',')}] [--seed N] [--today YYYY-MM-DD]
                        [--engine network|tesseract|tesseract-word]
                        [--generation current|2028] [--typeface ${typefaces.join('|')}] [--chip] [--exposures]
                        [--network FILE.onnx] [--results FILE] [--json]
       evaluate scanner --images DIR [--today YYYY-MM-DD] [--json]
       evaluate scanner --garbage N [--seed N]`;

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Frames of a drawn card before it counts as refused. */
const framesPerCard = 5;

/**
 * Scores the card-front reader on drawn cards, or on a folder of pictures with its labels.json. Prints counts, bounds
 * and reasons, never a digit of a card. Status 1 when a card was accepted wrongly, 64 for wrong words.
 */
export async function evaluateScannerCommand(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (options === undefined) {
    console.error(usage);
    return 64;
  }
  const layouts = loadLayouts(join(root, 'models', 'front-layouts.yaml'));
  const reader = await readerFor(options, layouts);
  await reader.warmUp();
  const rules: JudgeRules = {
    thresholds: defaultThresholds,
    eras: layouts.eras,
    generations: layouts.generations,
    today: options.today,
    chipExpiry: undefined,
  };
  try {
    return await evaluateWith(reader, rules, options);
  } finally {
    await reader.close();
  }
}

async function evaluateWith(reader: FrameReader, rules: JudgeRules, options: Options): Promise<number> {
  if (options.garbage > 0) return scoreGarbage(options, reader, rules);
  const scored: Scored[] = [];
  if (options.images === undefined) {
    const results = new Results(options.results);
    for (const level of options.levels) {
      const part = await scoreDrawn(level, options, reader, rules, results);
      scored.push(...reportDrawn(level, part));
    }
  } else {
    scored.push(...(await scoreImages(options.images, reader, rules)));
  }
  report('all', scored);
  const summary = summarise(scored);
  if (options.json) console.log(JSON.stringify(summary));
  return summary.wrongAccepted === 0 ? 0 : 1;
}

/** 'tesseract-word': tesseract.js with every text that fits the grammar taken as certain. */
const engineNames = ['network', 'tesseract', 'tesseract-word'] as const;
type EngineName = (typeof engineNames)[number];

function readerFor({ engine, network }: Options, layouts: FrontLayouts): Promise<FrameReader> {
  if (engine === 'tesseract-word') return TesseractReader.open(layouts, practiceMount, { atItsWord: true });
  return openReader(engine, 'practice', { network, layouts, mount: practiceMount });
}

interface Options {
  readonly images: string | undefined;
  readonly cards: number;
  readonly levels: readonly Level[];
  readonly seed: number;
  readonly engine: EngineName;
  /** Another network to compare; scores of it are kept in files of their own. */
  readonly network: string;
  /** All print in this one; one of the two for each card when not said. The network was never trained on biz. */
  readonly typeface: Typeface | undefined;
  /** So many pictures that are no card front, instead of cards. */
  readonly garbage: number;
  readonly generation: 'current' | '2028';
  /** The chip tells its day of expiry, as real cards do without a key. */
  readonly chip: boolean;
  /** The camera changes its exposure when the scanner asks. */
  readonly exposures: boolean;
  readonly today: CalendarDate;
  /** Where scores are kept, and found again when the evaluation goes on. */
  readonly results: string | undefined;
  readonly json: boolean;
}

function readOptions(args: readonly string[]): Options | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        images: { type: 'string' },
        cards: { type: 'string', default: '100' },
        garbage: { type: 'string', default: '0' },
        levels: { type: 'string', default: levels.filter((level) => level !== 'lamp').join(',') },
        seed: { type: 'string', default: '1' },
        today: { type: 'string', default: new Date().toISOString().slice(0, 10) },
        generation: { type: 'string', default: 'current' },
        engine: { type: 'string', default: 'network' },
        network: { type: 'string', default: join(root, 'models', 'front-reader.onnx') },
        typeface: { type: 'string' },
        chip: { type: 'boolean', default: false },
        exposures: { type: 'boolean', default: false },
        results: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    const [year = 0, month = 0, day = 0] = values.today.split('-').map(Number);
    const chosen = levels.filter((level) => values.levels.split(',').includes(level));
    const cards = Number(values.cards);
    const garbagePictures = Number(values.garbage);
    const seed = Number(values.seed);
    if (!isDate({ year, month, day }) || chosen.length === 0) return undefined;
    if (!Number.isInteger(cards) || cards < 1 || !Number.isInteger(seed)) return undefined;
    if (!Number.isInteger(garbagePictures) || garbagePictures < 0) return undefined;
    const engine = engineNames.find((name) => name === values.engine);
    if (engine === undefined) return undefined;
    const typeface = typefaces.find((name) => name === values.typeface);
    if (values.typeface !== undefined && typeface === undefined) return undefined;
    const { images, results, json, generation, chip, exposures, network } = values;
    if (generation !== 'current' && generation !== '2028') return undefined;
    return {
      images,
      cards,
      levels: chosen,
      engine,
      network,
      typeface,
      seed,
      generation,
      chip,
      exposures,
      garbage: garbagePictures,
      today: { year, month, day },
      results,
      json,
    };
  } catch {
    return undefined;
  }
}

/** `cards` cards of one level; those that no person could read are among them and marked. */
async function scoreDrawn(
  level: Level,
  options: Options,
  reader: FrameReader,
  rules: JudgeRules,
  results: Results,
): Promise<DrawnScore[]> {
  const scored: DrawnScore[] = [];
  for (let at = 0; at < options.cards; at++) {
    const id = `${level} ${options.generation} ${options.seed}-${at}${options.typeface === undefined ? '' : ` ${options.typeface}`}${options.engine === 'network' ? '' : ` ${options.engine}`}${options.exposures ? ' exposures' : ''}`;
    let score = results.known(id);
    if (score === undefined) {
      const random = new Random(options.seed * 1_000_003 + levels.indexOf(level) * 100_003 + at);
      const card = randomCard(random, options.today.year, options.generation);
      const scene = layInTray(card, inTypeface(sceneAt(level, random), options.typeface));
      const drawn = { id, codeB: codeBOf(card), ...framesOf(scene, options.exposures) };
      const told = options.chip ? { ...rules, chipExpiry: dateOf(card.expiry) } : rules;
      score = { ...(await scoreCase(drawn, reader, told)), sight: scene.sight() };
      results.keep(score);
    }
    scored.push(score);
  }
  return scored;
}

function inTypeface(scene: SceneOptions, typeface: Typeface | undefined): SceneOptions {
  return typeface === undefined ? scene : { ...scene, print: { ...scene.print, typeface, codeTypeface: typeface } };
}

function dateOf(iso: string): CalendarDate {
  return { year: Number(iso.slice(0, 4)), month: Number(iso.slice(5, 7)), day: Number(iso.slice(8)) };
}

/** Frames are only taken as long as the judge wants more. */
function framesOf(scene: TrayScene, obeys: boolean): { frames: Iterable<Frame>; expose: (step: ExposureStep) => void } {
  let exposure: ExposureStep = 0;
  return {
    frames: (function* () {
      for (let time = 0; time < framesPerCard; time++) yield scene.frame(time, exposure);
    })(),
    expose: (step) => {
      if (obeys) exposure = step;
    },
  };
}

/** Every picture is judged for itself, which is harder than with the rule that two frames must agree. */
async function scoreGarbage(
  { garbage: count, seed }: Options,
  reader: FrameReader,
  rules: JudgeRules,
): Promise<number> {
  const alone = { ...rules, thresholds: { ...rules.thresholds, agreement: 1 } };
  const reasons = new Map<string, number>();
  let accepted = 0;
  for (let at = 0; at < count; at++) {
    const { kind, frame } = garbage(seed * 10_000_000 + at);
    const { score } = await scoreCase({ id: `${kind} ${at}`, codeB: undefined, frames: [frame] }, reader, alone);
    if (score.outcome !== 'refused') {
      accepted++;
      console.log(`accepted: ${score.id}`);
    }
    const reason = `${kind} ${score.reason ?? 'accepted'}`;
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  console.log(`${count} pictures that are no card front: accepted ${share(accepted, count)}`);
  for (const [reason, times] of [...reasons].sort(([a], [b]) => a.localeCompare(b)))
    console.log(`  ${reason} ${times}`);
  return accepted === 0 ? 0 : 1;
}

async function scoreImages(folder: string, reader: FrameReader, rules: JudgeRules): Promise<Scored[]> {
  const scored: Scored[] = [];
  for (const label of parseLabels(readFileSync(join(folder, 'labels.json'), 'utf8'))) {
    const frames = await Promise.all(label.files.map((file, time) => loadPicture(join(folder, file), time)));
    const agreement = frames.length === 1 ? 1 : rules.thresholds.agreement;
    const ofCase = { ...rules, thresholds: { ...rules.thresholds, agreement } };
    scored.push(await scoreCase({ id: label.id, codeB: expectedCodeB(label), frames }, reader, ofCase));
  }
  return scored;
}

/**
 * R 3-9 counts cards whose print can be seen. The others are told apart and not counted, except one that was accepted
 * wrongly: that counts always.
 */
function reportDrawn(level: Level, drawn: readonly DrawnScore[]): readonly Scored[] {
  const counted = drawn.filter(({ sight, score }) => isLegible(sight) || score.outcome === 'wrong');
  report(level, counted);
  const unseen = drawn.filter(({ sight }) => !isLegible(sight));
  const of = (outcome: string) => unseen.filter(({ score }) => score.outcome === outcome).length;
  console.log(
    `  not to be read by eye ${unseen.length}: right ${of('right')}, wrong ${of('wrong')}, refused ${of('refused')}`,
  );
  return counted;
}

function report(name: string, scored: readonly Scored[]): void {
  const { cards, right, wrongAccepted, refused, rejectExpected, rejectRight, msPerFrame, perCard } = summarise(scored);
  console.log(
    `${name}: right ${share(right, cards - rejectExpected)}, wrongly accepted ${share(wrongAccepted, cards)}`,
  );
  const reasons = new Map<string, number>();
  for (const { expect, reason } of perCard) {
    if (expect === 'read' && reason !== null) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  const why = [...reasons].map(([reason, count]) => `${reason} ${count}`).join(', ');
  console.log(`  refused ${refused}${why === '' ? '' : ` (${why})`}`);
  if (rejectExpected > 0) console.log(`  rejected as they should be ${share(rejectRight, rejectExpected)}`);
  const cpu = middleAndTail(scored.flatMap(({ cpuMsPerFrame }) => cpuMsPerFrame));
  const frames = scored.map(({ msPerFrame: each }) => each.length);
  const perDecision = frames.reduce((sum, count) => sum + count, 0) / Math.max(1, frames.length);
  console.log(
    `  ms per frame p50 ${msPerFrame.p50}, p95 ${msPerFrame.p95}; processor ms p50 ${cpu.p50}, p95 ${cpu.p95}; frames per card ${perDecision.toFixed(2)}`,
  );
}

/** `98/100 = 98.00 % [92.96, 99.76]`, the bounds being 95 % Clopper–Pearson. */
function share(count: number, total: number): string {
  if (total === 0) return '0/0';
  const { low, high } = shareBounds(count, total);
  return `${count}/${total} = ${percent(count / total)} % [${percent(low)}, ${percent(high)}]`;
}

function percent(value: number): string {
  return (value * 100).toFixed(2);
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  process.exitCode = await evaluateScannerCommand(process.argv.slice(2));

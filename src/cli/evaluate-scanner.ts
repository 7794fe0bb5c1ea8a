import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { repositoryRoot } from '../actors/models/manifest.ts';
import { Results } from '../actors/scanner/evaluation/results.ts';
import { summarise, type Scored } from '../actors/scanner/evaluation/score.ts';
import { openReader } from '../actors/scanner/engine.ts';
import type { JudgeRules } from '../actors/scanner/judge.ts';
import { loadLayouts, type FrontLayouts } from '../actors/scanner/layouts.ts';
import { practiceMount } from '../actors/scanner/mount.ts';
import { TesseractReader } from '../actors/scanner/practice/tesseract-reader.ts';
import type { FrameReader } from '../actors/scanner/reader.ts';
import { readWith } from './command-line.ts';
import { scoreDrawn, type ScoredCard } from './evaluate-scanner/drawn.ts';
import { scoreGarbage } from './evaluate-scanner/garbage.ts';
import { scoreImages } from './evaluate-scanner/images.ts';
import { readOptions, usage, type Options } from './evaluate-scanner/options.ts';
import { report, reportDrawn } from './evaluate-scanner/report.ts';
import { timeStarts } from './evaluate-scanner/starts.ts';
import { drawWorst } from './evaluate-scanner/worst.ts';

/**
 * Scores the card-front reader on drawn cards, or on a folder of pictures with its labels.json. Prints counts, bounds
 * and reasons, never a digit of a card. Ctrl-C ends it and reports what there is. Status 1 when a card was accepted
 * wrongly, 66 for a folder without labels.
 * @throws WrongWords
 */
export async function evaluateScannerCommand(args: readonly string[]): Promise<number> {
  const options = readWith(usage, () => readOptions(args));
  if (options.starts > 0) return timeStarts(options.starts);
  const layouts = loadLayouts(join(repositoryRoot, 'models', 'front-layouts.yaml'));
  const reader = await readerFor(options, layouts);
  await reader.warmUp();
  const rules: JudgeRules = {
    thresholds: layouts.judge,
    eras: layouts.eras,
    generations: layouts.generations,
    today: options.today,
    chipExpiry: undefined,
  };
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once('SIGINT', interrupt);
  try {
    return await evaluateWith(reader, rules, options, stop.signal);
  } finally {
    process.removeListener('SIGINT', interrupt);
    await reader.close();
  }
}

async function evaluateWith(
  reader: FrameReader,
  rules: JudgeRules,
  options: Options,
  stop: AbortSignal,
): Promise<number> {
  if (options.garbage > 0) return scoreGarbage(options, reader, rules, stop);
  const scored =
    options.images === undefined
      ? await scoreLevels(reader, rules, options, stop)
      : await scoreImages(options.images, reader, rules, stop);
  if (scored === undefined) return 66;
  report('all', scored);
  const summary = summarise(scored);
  if (options.json) console.log(JSON.stringify(summary));
  return summary.wrongAccepted === 0 ? 0 : 1;
}

async function scoreLevels(
  reader: FrameReader,
  rules: JudgeRules,
  options: Options,
  stop: AbortSignal,
): Promise<readonly Scored[]> {
  const results = new Results(options.results);
  const all: ScoredCard[] = [];
  const counted: Scored[] = [];
  for (const level of options.levels) {
    const cards = await scoreDrawn(level, options, reader, rules, results, stop);
    all.push(...cards);
    counted.push(
      ...reportDrawn(
        level,
        cards.map(({ scored }) => scored),
      ),
    );
  }
  if (options.worst !== undefined) drawWorst(all, options, options.worst);
  return counted;
}

function readerFor({ engine, network }: Options, layouts: FrontLayouts): Promise<FrameReader> {
  if (engine === 'tesseract-word') return TesseractReader.open(layouts, practiceMount, { atItsWord: true });
  return openReader(engine, 'practice', { network, layouts, mount: practiceMount });
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  process.exitCode = await evaluateScannerCommand(process.argv.slice(2));

import { join } from 'node:path';
import { isDate, type CalendarDate } from '../../actors/scanner/calendar.ts';
import { typefaces, type Typeface } from '../../actors/scanner/practice/fonts.ts';
import { levels, type Level } from '../../actors/scanner/practice/levels.ts';
import { repositoryRoot } from '../../actors/models/manifest.ts';
import { oneOf, readWords, someOf, wholeNumber, WrongWords } from '../command-line.ts';

export const usage = `usage: evaluate scanner [--cards N] [--levels ${levels.join(',')}] [--seed N] [--today YYYY-MM-DD]
                        [--engine network|tesseract|tesseract-word]
                        [--generation current|2028] [--typeface ${typefaces.join('|')}] [--chip] [--exposures]
                        [--network FILE.onnx] [--width PIXELS] [--results FILE] [--worst DIR] [--json]
       evaluate scanner --images DIR [--today YYYY-MM-DD] [--json]
       evaluate scanner --garbage N [--seed N]
       evaluate scanner --starts N`;

/** 'tesseract-word': tesseract.js with every text that fits the grammar taken as certain. */
const engineNames = ['network', 'tesseract', 'tesseract-word'] as const;
export type EngineName = (typeof engineNames)[number];

export interface Options {
  readonly images: string | undefined;
  readonly cards: number;
  readonly levels: readonly Level[];
  readonly seed: number;
  readonly engine: EngineName;
  /** Another network to compare; scores of it are kept in files of their own. */
  readonly network: string;
  /** All print in this one; one of the two for each card when not said. The network was never trained on biz. */
  readonly typeface: Typeface | undefined;
  /** Of the tray camera's picture; 1280 is 13.4 px/mm. */
  readonly width: number;
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
  /** A folder for a picture of the worst cards and a list of them. */
  readonly worst: string | undefined;
  /** So many starts of the scanner child are timed, instead of reading. */
  readonly starts: number;
  readonly json: boolean;
}

/** @throws WrongWords */
export function readOptions(args: readonly string[]): Options {
  const { values } = readWords({
    args: [...args],
    options: {
      images: { type: 'string' },
      cards: { type: 'string', default: '100' },
      garbage: { type: 'string', default: '0' },
      starts: { type: 'string', default: '0' },
      worst: { type: 'string' },
      levels: { type: 'string', default: levels.filter((level) => level !== 'lamp').join(',') },
      seed: { type: 'string', default: '1' },
      today: { type: 'string', default: new Date().toISOString().slice(0, 10) },
      generation: { type: 'string', default: 'current' },
      engine: { type: 'string', default: 'network' },
      network: { type: 'string', default: join(repositoryRoot, 'models', 'front-reader.onnx') },
      typeface: { type: 'string' },
      width: { type: 'string', default: '1280' },
      chip: { type: 'boolean', default: false },
      exposures: { type: 'boolean', default: false },
      results: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const { images, results, json, chip, exposures, network, worst } = values;
  const width = wholeNumber('--width', values.width, 320, 2560);
  if (width % 8 !== 0) throw new WrongWords(`--width ${width}: 8の倍数を指定してください。(a multiple of 8)`);
  return {
    images,
    cards: wholeNumber('--cards', values.cards),
    levels: someOf('--levels', values.levels, levels),
    engine: oneOf('--engine', values.engine, engineNames),
    network,
    typeface: values.typeface === undefined ? undefined : oneOf('--typeface', values.typeface, typefaces),
    width,
    seed: wholeNumber('--seed', values.seed, 0),
    generation: oneOf('--generation', values.generation, ['current', '2028']),
    chip,
    exposures,
    garbage: wholeNumber('--garbage', values.garbage, 0),
    today: day('--today', values.today),
    results,
    worst,
    starts: wholeNumber('--starts', values.starts, 0),
    json,
  };
}

function day(option: string, text: string): CalendarDate {
  const [year = 0, month = 0, dayOfMonth = 0] = text.split('-').map(Number);
  const date = { year, month, day: dayOfMonth };
  if (!isDate(date)) throw new WrongWords(`${option} ${text}: 日付を 2026-04-01 のように指定してください。(a day)`);
  return date;
}

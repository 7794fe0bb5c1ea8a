import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isDate, type CalendarDate } from '../../actors/scanner/calendar.ts';
import { typefaces, type Typeface } from '../../actors/scanner/practice/fonts.ts';
import { levels, type Level } from '../../actors/scanner/practice/levels.ts';
import { repositoryRoot } from '../../actors/models/manifest.ts';

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

/** Undefined when the words are wrong. */
export function readOptions(args: readonly string[]): Options | undefined {
  try {
    const { values } = parseArgs({
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
    const [year = 0, month = 0, day = 0] = values.today.split('-').map(Number);
    const chosen = levels.filter((level) => values.levels.split(',').includes(level));
    const cards = Number(values.cards);
    const garbagePictures = Number(values.garbage);
    const starts = Number(values.starts);
    const seed = Number(values.seed);
    const width = Number(values.width);
    if (width % 8 !== 0 || width < 320 || width > 2560) return undefined;
    if (!isDate({ year, month, day }) || chosen.length === 0) return undefined;
    if (!Number.isInteger(cards) || cards < 1 || !Number.isInteger(seed)) return undefined;
    if (!Number.isInteger(garbagePictures) || garbagePictures < 0) return undefined;
    if (!Number.isInteger(starts) || starts < 0) return undefined;
    const engine = engineNames.find((name) => name === values.engine);
    if (engine === undefined) return undefined;
    const typeface = typefaces.find((name) => name === values.typeface);
    if (values.typeface !== undefined && typeface === undefined) return undefined;
    const { images, results, json, generation, chip, exposures, network, worst } = values;
    if (generation !== 'current' && generation !== '2028') return undefined;
    return {
      images,
      cards,
      levels: chosen,
      engine,
      network,
      typeface,
      width,
      seed,
      generation,
      chip,
      exposures,
      garbage: garbagePictures,
      today: { year, month, day },
      results,
      worst,
      starts,
      json,
    };
  } catch {
    return undefined;
  }
}

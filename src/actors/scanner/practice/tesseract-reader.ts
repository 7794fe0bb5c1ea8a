import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createWorker, OEM, PSM, type Worker } from 'tesseract.js';
import type { Frame } from '../../camera/frames.ts';
import { compilePatterns, withDigit, type Automaton } from '../automaton.ts';
import { burntShare, findFront, flawOf, type FoundFront } from '../front-finder.ts';
import { fieldNames, type FieldLayout, type FieldName, type FrontLayouts } from '../layouts.ts';
import type { TrayMount } from '../mount.ts';
import { cutStrip } from '../network.ts';
import type { FrameReader } from '../reader.ts';
import type { FrameReading } from '../reading.ts';

/**
 * tesseract.js behind the scanner's port, as the baseline of the benchmark and to try with practice hardware. It is given
 * the very strips that the network is given, tuned as well as the prototypes could: background divided out, one line,
 * digits only where only digits are. Its texts are strings that stay in memory, so real cards are never shown to it
 * (engine.ts).
 */
export interface TesseractOptions {
  /** Takes every text that fits the field's grammar as certain, in place of Tesseract's own confidence. */
  readonly atItsWord?: boolean;
}

interface Field {
  readonly name: FieldName;
  readonly layout: FieldLayout;
  readonly automaton: Automaton;
  readonly input: Float32Array;
}

const dataFolder = join(
  dirname(createRequire(import.meta.url).resolve('@tesseract.js-data/jpn/package.json')),
  '4.0.0_best_int',
);

export class TesseractReader implements FrameReader {
  readonly #worker: Worker;
  readonly #layouts: FrontLayouts;
  readonly #mount: TrayMount;
  readonly #atItsWord: boolean;
  readonly #fields: readonly (readonly Field[])[];

  private constructor(worker: Worker, layouts: FrontLayouts, mount: TrayMount, atItsWord: boolean) {
    this.#worker = worker;
    this.#layouts = layouts;
    this.#mount = mount;
    this.#atItsWord = atItsWord;
    const { alphabet, height } = layouts.network;
    this.#fields = layouts.generations.map(({ fields }) =>
      fieldNames.map((name) => ({
        name,
        layout: fields[name],
        automaton: compilePatterns(fields[name].patterns, alphabet, layouts.eras),
        input: new Float32Array(height * fields[name].pixels),
      })),
    );
  }

  /** Loads the engine and its data from the installed packages, nothing from the net. */
  static async open(
    layouts: FrontLayouts,
    mount: TrayMount,
    { atItsWord = false }: TesseractOptions = {},
  ): Promise<TesseractReader> {
    const worker = await createWorker('jpn', OEM.LSTM_ONLY, { langPath: dataFolder, gzip: true, cacheMethod: 'none' });
    return new TesseractReader(worker, layouts, mount, atItsWord);
  }

  async warmUp(): Promise<void> {
    await this.#recognise(new Float32Array(40 * 120).fill(1), 120, 'code');
  }

  async read(frame: Frame, reading: FrameReading): Promise<void> {
    const front = findFront(frame, this.#layouts.generations, this.#mount, reading);
    if (front === undefined) return;
    let burnt = 0;
    for (const field of this.#fields[front.generation] ?? []) {
      burnt = Math.max(burnt, await this.#readField(field, front, reading));
    }
    reading.flaw = flawOf(burnt, front.look);
  }

  wipe(): void {
    for (const fields of this.#fields) for (const { input } of fields) input.fill(0);
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  /** The share of burnt-out pixels. */
  async #readField(field: Field, front: FoundFront, reading: FrameReading): Promise<number> {
    const { name, layout, automaton, input } = field;
    const shift = layout.aligned ? front.shift : { dx: 0, dy: 0 };
    cutStrip(front.picture, front.cardToPicture, layout, shift, this.#layouts.network, input);
    const burnt = burntShare(input);
    const { text, confidence } = await this.#recognise(input, layout.pixels, name);
    const value = valueOf(text, automaton, this.#layouts.network.alphabet);
    if (value !== undefined) reading[name].add(value, this.#atItsWord ? 1 : posteriorOf(confidence));
    return burnt;
  }

  async #recognise(input: Float32Array, width: number, name: FieldName): Promise<{ text: string; confidence: number }> {
    await this.#worker.setParameters({
      tessedit_pageseg_mode: PSM.SINGLE_LINE,
      // For dates a white list only makes it less sure of the same text (tried on practice cards).
      tessedit_char_whitelist: name === 'code' ? '0123456789' : '',
    });
    const { data } = await this.#worker.recognize(greymap(input, width));
    return { text: data.text, confidence: data.confidence };
  }
}

/**
 * Tesseract's confidence (0 … 100) is no posterior: good print gets 90 to 94, and the judge wants 0.95 of a code. From 85
 * on it counts as just sure enough.
 */
function posteriorOf(confidence: number): number {
  return confidence >= 85 ? 0.96 : confidence / 100;
}

/** The strip with its background divided out, in a white margin, as a PGM file (binary, P5). */
function greymap(input: Float32Array, width: number): Buffer {
  const height = input.length / width;
  const margin = 10;
  const [wide, high] = [width + 2 * margin, height + 2 * margin];
  const pixels = Buffer.alloc(wide * high, 255);
  const paper = paperOf(input, width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const level = (input[y * width + x] ?? 0) / Math.max(0.05, paper[x] ?? 1);
      pixels[(y + margin) * wide + x + margin] = Math.round(255 * Math.min(1, level));
    }
  }
  return Buffer.concat([Buffer.from(`P5\n${wide} ${high}\n255\n`, 'latin1'), pixels]);
}

/** The paper's level at each column: the brightest fifth of the column begins there, evened out over 25 columns. */
function paperOf(input: Float32Array, width: number, height: number): Float32Array {
  const reach = 12;
  const columns = Float32Array.from({ length: width }, (_, x) => {
    const levels = Float32Array.from({ length: height }, (_level, y) => input[y * width + x] ?? 0).sort();
    return levels[Math.floor(height * 0.8)] ?? 0;
  });
  return columns.map((_, x) => {
    const near = columns.subarray(Math.max(0, x - reach), x + reach + 1);
    return near.reduce((sum, each) => sum + each, 0) / near.length;
  });
}

/** The integer of a text that the field's grammar allows, or undefined. */
function valueOf(text: string, automaton: Automaton, alphabet: string): number | undefined {
  let state = 0;
  let value = 0;
  for (const character of text.replace(/\s/gu, '')) {
    const symbol = Array.from(alphabet).indexOf(character) + 1;
    const arrow = automaton.arrows[state]?.find((each) => each.symbol === symbol);
    if (arrow === undefined) return undefined;
    state = arrow.to;
    value = withDigit(value, arrow);
  }
  return automaton.complete.has(state) ? value : undefined;
}

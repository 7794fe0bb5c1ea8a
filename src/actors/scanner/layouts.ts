import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { LineCounter, parseDocument } from 'yaml';
import { isDate, type CalendarDate } from './calendar.ts';

/** The data of models/front-layouts.yaml: what is printed where on each generation of the card. */
const millimetres = v.pipe(
  v.number(),
  v.minValue(0, 'a length in mm, not negative'),
  v.maxValue(120, 'a card is smaller'),
);
const pixels = v.pipe(v.number(), v.integer(), v.minValue(16), v.maxValue(640), v.multipleOf(4, 'a multiple of 4'));

const date = v.pipe(
  v.string('a date as YYYY-MM-DD'),
  v.regex(/^\d{4}-\d{2}-\d{2}$/, 'a date as YYYY-MM-DD'),
  v.transform((text): CalendarDate => {
    return { year: Number(text.slice(0, 4)), month: Number(text.slice(5, 7)), day: Number(text.slice(8)) };
  }),
  v.check(isDate, 'a day that exists'),
);

export const slotNames = ['era', 'eraYear', 'year', 'expiryYear', 'month', 'day', 'code'] as const;
export type SlotName = (typeof slotNames)[number];
const slotPattern = /\{([^}]*)\}/gu;

const pattern = v.pipe(
  v.string(),
  v.nonEmpty('a pattern'),
  v.check(
    (text) => [...text.matchAll(slotPattern)].every(([, name]) => slotNames.some((slot) => slot === name)),
    `slots are ${slotNames.map((name) => `{${name}}`).join(' ')}`,
  ),
);

const pixelsPerMillimetre = v.pipe(v.number(), v.minValue(4), v.maxValue(40));

const field = v.strictObject({
  x: millimetres,
  y: millimetres,
  pixels,
  pixelsPerMillimetre: v.optional(pixelsPerMillimetre),
  aligned: v.boolean(),
  patterns: v.pipe(v.array(pattern), v.minLength(1, 'at least one pattern')),
});

const generation = v.strictObject({
  name: v.pipe(v.string(), v.nonEmpty()),
  anchor: v.strictObject({
    x: millimetres,
    y: millimetres,
    width: millimetres,
    height: millimetres,
    /** By which share of its surroundings' brightness it is darker, 0 … 1. */
    leastContrast: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 0),
  }),
  fields: v.strictObject({ birth: field, expiry: field, code: field }),
  rules: v.strictObject({
    /** The day and month of expiry come from the birthday, but for cards on which this rule does not bind. */
    expiryDay: v.strictObject({
      monthsAfterBirthday: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(11)),
      bindsUnless: v.picklist(['gregorianBirth', 'chipTellsExpiry']),
    }),
    expiryYears: v.strictObject({
      past: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10)),
      ahead: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(20)),
    }),
  }),
});

const within = (least: number, most: number) =>
  v.pipe(v.number(), v.minValue(least, `at least ${least}`), v.maxValue(most, `at most ${most}`));

/** The lower bounds are what no file may loosen (JudgeThresholds); with sums below 6 drawn cards were read wrongly. */
const judgeThresholds = v.strictObject({
  evidence: within(6, 20),
  frameEvidence: within(3, 5),
  likely: within(0.5, 0.9),
  agreement: v.pipe(within(2, 5), v.integer()),
  posterior: within(0.9, 0.999),
  codePosterior: within(0.95, 0.999),
  leastRead: within(0.05, 0.9),
  movement: within(0.2, 5),
});

const layoutsSchema = v.strictObject({
  judge: judgeThresholds,
  network: v.strictObject({
    alphabet: v.pipe(
      v.string(),
      v.check(
        (text) => Array.from('0123456789元').every((c) => text.includes(c)),
        'the ten digits and 元 are needed by slots',
      ),
      v.check((text) => new Set(text).size === Array.from(text).length, 'each character once'),
    ),
    height: pixels,
    pixelsPerMillimetre,
  }),
  eras: v.array(v.strictObject({ name: v.pipe(v.string(), v.length(2, 'two characters')), from: date, to: date })),
  generations: v.pipe(v.array(generation), v.minLength(1, 'at least one generation')),
});

export type FrontLayouts = v.InferOutput<typeof layoutsSchema>;
export type FrontGeneration = FrontLayouts['generations'][number];
export type FieldLayout = FrontGeneration['fields']['birth'];
export type Era = FrontLayouts['eras'][number];

export const fieldNames = ['birth', 'expiry', 'code'] as const;
export type FieldName = (typeof fieldNames)[number];

/** A piece of a pattern: a slot, or one character printed as it stands. */
export type PatternPiece = { readonly slot: SlotName } | { readonly character: string };

export function patternPieces(text: string): readonly PatternPiece[] {
  return text.split(/(\{[^}]*\})/u).flatMap((part): PatternPiece[] => {
    const slot = slotNames.find((name) => part === `{${name}}`);
    return slot === undefined ? Array.from(part, (character) => ({ character })) : [{ slot }];
  });
}

/**
 * Reads the layouts. Every fault is named with file:line:column.
 * @throws LayoutFileError when the file is not one.
 */
export function parseLayouts(text: string, file: string): FrontLayouts {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, strict: true, uniqueKeys: true });
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  if (document.errors.length > 0) {
    throw new LayoutFileError(document.errors.map((e) => `${place(e.pos[0])} ${e.message.split('\n')[0] ?? ''}`));
  }
  const parsed = v.safeParse(layoutsSchema, document.toJS({ maxAliasCount: 0 }));
  if (!parsed.success) {
    throw new LayoutFileError(
      parsed.issues.map((issue) => {
        const path = issue.path?.map((step) => step.key) ?? [];
        return `${place(offsetOf(document, path))} ${path.join('.') || 'layouts'}: ${issue.message}`;
      }),
    );
  }
  const unread = unreadableCharacters(parsed.output).map(
    ({ path, character }) =>
      `${place(offsetOf(document, path))} ${path.join('.')}: the network does not know ${character}`,
  );
  if (unread.length > 0) throw new LayoutFileError(unread);
  return parsed.output;
}

/** @throws LayoutFileError, and what reading a file throws. */
export function loadLayouts(file: string): FrontLayouts {
  return parseLayouts(readFileSync(file, 'utf8'), file);
}

/** Characters of patterns and era names that are not in the network's alphabet. */
function unreadableCharacters(layouts: FrontLayouts): readonly { path: (string | number)[]; character: string }[] {
  const unknown = (character: string) => !layouts.network.alphabet.includes(character);
  const ofEras = layouts.eras.flatMap(({ name }, at) =>
    Array.from(name)
      .filter(unknown)
      .map((character) => ({ path: ['eras', at, 'name'], character })),
  );
  const ofPatterns = layouts.generations.flatMap(({ fields }, at) =>
    fieldNames.flatMap((name) =>
      fields[name].patterns.flatMap((text, index) =>
        patternPieces(text)
          .flatMap((piece) => ('character' in piece && unknown(piece.character) ? [piece.character] : []))
          .map((character) => ({ path: ['generations', at, 'fields', name, 'patterns', index], character })),
      ),
    ),
  );
  return [...ofEras, ...ofPatterns];
}

/** The nearest place in the file: a missing key is reported at the map that should hold it. */
function offsetOf(document: ReturnType<typeof parseDocument>, path: readonly unknown[]): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)) {
      const start: unknown = node.range[0];
      if (typeof start === 'number') return start;
    }
  }
  return 0;
}

export class LayoutFileError extends Error {
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.name = 'LayoutFileError';
    this.faults = faults;
  }
}

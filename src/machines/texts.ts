import type { TextBundle } from '../vocabulary/bridge.ts';
import { errorIds } from '../vocabulary/errors.ts';
import { locales, type Locale } from '../vocabulary/events.ts';
import { allStates, outwards, type Flow, type State } from './flow/definition.ts';
import { columns, helpFor, nearest, type Place, type Problem } from './problem.ts';
import { isMapping, readList, readMap, readString, scalarOf, YamlSource, type Spot } from './yaml-source.ts';

/** Text files by name (`ja.yaml` → text), together with `keys.yaml`, the rules for them. */
export type TextFiles = ReadonlyMap<string, string>;

interface Line {
  readonly text: string;
  readonly place: Place;
}
type Lines = Map<string, Line>;

export interface LoadedTexts {
  readonly bundles: { readonly [locale: string]: TextBundle };
  readonly problems: readonly Problem[];
}

/**
 * Reads the wording in every language, lays the clinic's own lines over it (R 3-11), and checks that nothing a screen needs
 * is missing. A clinic may not reword what keys.yaml locks (consent and legal texts), invent keys or placeholders.
 */
export function loadTexts(files: TextFiles, flow: Flow, overlay?: TextFiles): LoadedTexts {
  const problems: Problem[] = [];
  const { locked, longest } = readRules(files.get('keys.yaml') ?? '', problems);
  const bundles: { [locale: string]: TextBundle } = {};
  for (const locale of locales) {
    const file = `${locale}.yaml`;
    const text = files.get(file);
    if (text === undefined) {
      problems.push({
        code: 'T101',
        place: { file, line: 1, column: 1, length: 1 },
        ja: `文の file「${file}」がありません。`,
        en: `Texts "${file}" are missing.`,
      });
      continue;
    }
    const lines = readLines(file, text, problems);
    checkComplete(lines, file, flow, problems);
    checkLengths(lines, longest, problems);
    const own = overlay?.get(file);
    if (own !== undefined) {
      const reworded = readLines(file, own, problems);
      checkLengths(reworded, longest, problems);
      layOver(lines, reworded, locked, problems);
    }
    bundles[locale] = Object.fromEntries([...lines].map(([key, line]) => [key, line.text]));
  }
  for (const [file, text] of overlay ?? []) {
    if (isLocaleFile(file)) continue;
    const source = new YamlSource(file, text, problems, 'failsafe');
    source.report(
      'T102',
      source.root.place,
      `「${file}」ということばの file はありません。`,
      `No language "${file}".`,
      locales.map((l) => `${l}.yaml`).join(', '),
    );
  }
  return { bundles, problems };
}

function isLocaleFile(file: string): boolean {
  return locales.some((locale: Locale) => file === `${locale}.yaml`);
}

/** Flat keys to texts. Scalars stay as they were written: 0120 is no number, `no` is no boolean. */
function readLines(file: string, text: string, problems: Problem[]): Lines {
  const source = new YamlSource(file, text, problems, 'failsafe');
  const lines: Lines = new Map();
  const walk = (spot: Spot, prefix: string): void => {
    for (const entry of readMap(spot)) {
      const key = prefix === '' ? entry.key : `${prefix}.${entry.key}`;
      if (isMapping(entry.value)) walk(entry.value, key);
      else {
        // An empty text is a text: a screen may say nothing there.
        const line = scalarOf(entry.value);
        if (typeof line === 'string') lines.set(key, { text: line, place: entry.keyPlace });
        else readString(entry.value);
      }
    }
  };
  if (source.root.node !== null) walk(source.root, '');
  return lines;
}

interface Limit {
  readonly pattern: RegExp;
  /** Letters of the pattern besides `*`: of several that fit, the one with most counts. */
  readonly exact: number;
  readonly most: number;
}

interface Rules {
  readonly locked: readonly RegExp[];
  readonly longest: readonly Limit[];
}

function readRules(text: string, problems: Problem[]): Rules {
  const source = new YamlSource('keys.yaml', text, problems, 'failsafe');
  const parts = source.root.node === null ? [] : readMap(source.root, ['locked', 'longest']);
  const locked = parts.filter(({ key }) => key === 'locked').flatMap(({ value }) => readList(value));
  const longest = parts.filter(({ key }) => key === 'longest').flatMap(({ value }) => readMap(value));
  return {
    locked: locked.flatMap((spot) => readString(spot) ?? []).map(patternOf),
    longest: longest.map(({ key, value }) => ({
      pattern: patternOf(key),
      exact: key.replaceAll('*', '').length,
      most: Number(scalarOf(value)),
    })),
  };
}

/** A key in which `*` stands for anything. */
function patternOf(text: string): RegExp {
  return new RegExp(`^${text.replaceAll('.', '\\.').replaceAll('*', '.*')}$`);
}

/**
 * Texts that would not fit on the smallest panel, in full-width characters. A value stands for one; the spaces that part
 * phrases in Japanese are set narrow and do not count.
 */
function checkLengths(lines: Lines, longest: readonly Limit[], problems: Problem[]): void {
  for (const [key, { text, place }] of lines) {
    const [limit] = longest.filter(({ pattern }) => pattern.test(key)).sort((a, b) => b.exact - a.exact);
    const length = columns(setText(text)) / 2;
    if (limit === undefined || length <= limit.most) continue;
    problems.push({
      code: 'T204',
      place,
      ja: `文が長すぎます（全角${Math.ceil(length)}文字）。`,
      en: `The text is too long for the smallest panel (${Math.ceil(length)} full-width characters).`,
      help: `全角${limit.most}文字まで (at most ${limit.most})`,
    });
  }
}

function setText(text: string): string {
  const filled = text.replace(/\{\w+\}/g, '00');
  return /[ぁ-ん]/u.test(filled) ? filled.replaceAll(' ', '') : filled;
}

function layOver(shipped: Lines, own: Lines, locked: readonly RegExp[], problems: Problem[]): void {
  for (const [key, line] of own) {
    const before = shipped.get(key);
    if (before === undefined) {
      problems.push({
        code: 'T201',
        place: line.place,
        ja: `「${key}」という文はありません。`,
        en: `Unknown text "${key}".`,
        help: helpFor(key, shipped.keys()),
      });
    } else if (locked.some((pattern) => pattern.test(key))) {
      problems.push({
        code: 'T202',
        place: line.place,
        ja: `「${key}」は変えられない文です（同意・登録の文）。`,
        en: `"${key}" is locked and may not be reworded.`,
        help: 'この行を消してください (remove this line)',
      });
    } else {
      const known = placeholders(before.text);
      const wrong = placeholders(line.text).find((name) => !known.includes(name));
      if (wrong === undefined) shipped.set(key, line);
      else
        problems.push({
          code: 'T203',
          place: line.place,
          ja: `「{${wrong}}」はここでは使えません。`,
          en: `Unknown placeholder "{${wrong}}".`,
          help: nearest(wrong, known) ?? known.map((name) => `{${name}}`).join(', '),
        });
    }
  }
}

function placeholders(text: string): readonly string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
}

/** Every text that some screen of the flow will ask for. Placed at the state that asks, when it is missing. */
function checkComplete(lines: Lines, file: string, flow: Flow, problems: Problem[]): void {
  const missing = (key: string, place: Place): void => {
    problems.push({
      code: 'T301',
      place,
      ja: `文「${key}」が ${file} にありません。`,
      en: `Text "${key}" is missing in ${file}.`,
    });
  };
  const top: Place = { file, line: 1, column: 1, length: 1 };
  for (const state of allStates(flow.regions)) {
    if (state.text === undefined) continue;
    const { id, place } = state.text;
    if (!lines.has(`${id}.title`)) missing(`${id}.title`, place);
    for (const { touch, place: at } of state.offers) {
      if (!lines.has(`${id}.choices.${touch}`) && !lines.has(`choices.${touch}`)) missing(`${id}.choices.${touch}`, at);
    }
    for (const { name, place: at } of state.shows) {
      const variable = flow.variables.get(name);
      if (variable?.kind !== 'word' || name === 'error') continue;
      for (const word of variable.words) if (!lines.has(`word.${name}.${word}`)) missing(`word.${name}.${word}`, at);
    }
    const shown = shownValues(state);
    for (const part of ['title', 'body']) {
      const line = lines.get(`${id}.${part}`);
      const wrong = placeholders(line?.text ?? '').find((name) => !shown.has(name));
      if (line !== undefined && wrong !== undefined) {
        problems.push({
          code: 'T203',
          place: line.place,
          ja: `「{${wrong}}」はここでは使えません。`,
          en: `"{${wrong}}" is not shown by state "${state.name}".`,
          help: [...shown].map((name) => `{${name}}`).join(', '),
        });
      }
    }
  }
  for (const id of errorIds) {
    if (id === 'none') continue;
    for (const part of ['title', 'body', 'staff'])
      if (!lines.has(`error.${id}.${part}`)) missing(`error.${id}.${part}`, top);
  }
}

function shownValues(state: State): ReadonlySet<string> {
  return new Set([...outwards(state)].flatMap(({ shows }) => shows.map(({ name }) => name)));
}

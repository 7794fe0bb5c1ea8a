import { statSync } from 'node:fs';
import { parseArgs, type ParseArgsConfig } from 'node:util';

/** Exit status for a command that was called with words it does not know (EX_USAGE of sysexits.h). */
export const wrongWordsStatus = 64;

/** A command was called with words it does not know; the message says which, and what it takes instead. */
export class WrongWords extends Error {}

/**
 * `parseArgs` of Node, whose errors become ours.
 * @throws WrongWords
 */
export function readWords<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    if (!(error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')))
      throw error;
    throw new WrongWords(`指定がちがいます。(${error.message})`, { cause: error });
  }
}

/**
 * Reads the options of a command; whatever is wrong with them is told together with how the command is called.
 * @throws WrongWords
 */
export function readWith<T>(usage: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof WrongWords)) throw error;
    throw new WrongWords(`${error.message}\n${usage}`, { cause: error });
  }
}

/** @throws WrongWords unless `text` is a whole number of at least `least` and at most `most`. */
export function wholeNumber(option: string, text: string, least = 1, most = Number.MAX_SAFE_INTEGER): number {
  const number = Number(text);
  if (/^-?\d+$/.test(text) && number >= least && number <= most) return number;
  const range = most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `${least} to ${most}`;
  const words = most === Number.MAX_SAFE_INTEGER ? `${least} 以上` : `${least} から ${most} まで`;
  throw new WrongWords(`${option} ${text}: ${words}の整数を指定してください。(a whole number, ${range})`);
}

/** A span of time in seconds. @throws WrongWords unless `text` is a number of zero or more. */
export function seconds(option: string, text: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  throw new WrongWords(`${option} ${text}: 秒数を指定してください。(seconds, zero or more)`);
}

/** @throws WrongWords unless `text` is one of `known`. */
export function oneOf<T extends string>(option: string, text: string, known: readonly T[]): T {
  const found = known.find((word) => word === text);
  if (found === undefined) throw notOneOf(option, text, known);
  return found;
}

export function notOneOf(option: string, text: string, known: readonly string[]): WrongWords {
  return new WrongWords(`${option} ${text}: ${known.join('、')} のどれかです。(one of these)`);
}

/** The words of a list with commas, in the order of `known`. @throws WrongWords for one that is not among them. */
export function someOf<T extends string>(option: string, text: string, known: readonly T[]): readonly T[] {
  const asked = text.split(',').map((word) => oneOf(option, word.trim(), known));
  return known.filter((word) => asked.includes(word));
}

/**
 * A folder, when one is named.
 * @throws WrongWords unless it is there: what is read from one that is not would only seem to be in order.
 */
export function folder<T extends string | undefined>(option: string, path: T): T {
  if (path === undefined || statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return path;
  throw new WrongWords(`${option} ${path}: そのフォルダーはありません。(no such folder)`);
}

/** A pattern for names. @throws WrongWords for one that cannot be read. */
export function pattern(option: string, text: string): RegExp {
  try {
    return new RegExp(text);
  } catch (error) {
    const cause = error instanceof Error ? error.message : '';
    throw new WrongWords(`${option} ${text}: 正規表現として読めません。(${cause})`, { cause: error });
  }
}

import { effects, type EffectName } from '../../vocabulary/effects.ts';
import { helpFor } from '../problem.ts';
import { readString, scalarOf, type Spot } from '../yaml-source.ts';

/** A word of a closed list, or undefined after reporting what would be right. */
export function oneOf<T extends string>(spot: Spot, words: readonly T[], ja: string, en: string): T | undefined {
  const word = readString(spot);
  if (word === undefined) return undefined;
  const found = words.find((known) => known === word);
  if (found === undefined)
    spot.source.report(
      'F301',
      spot.place,
      `「${word}」という${ja}はありません。`,
      `Unknown ${en} "${word}".`,
      helpFor(word, words),
    );
  return found;
}

export function effectOf(spot: Spot): EffectName | undefined {
  return oneOf(spot, effects, '動作', 'effect');
}

/** A value that a variable may take, or undefined for maps, lists and null. */
export function plainValue(spot: Spot): boolean | number | string | undefined {
  const value = scalarOf(spot);
  if (typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string') return value;
  spot.source.report(
    'F101',
    spot.place,
    'ここには文字・数字・true・falseを書きます。',
    'Expected a word, a number, true or false.',
  );
  return undefined;
}

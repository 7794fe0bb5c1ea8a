import { isList, isMapping, readList, readMap, readNumber, readString, type Entry, type Spot } from '../yaml-source.ts';
import type { Action, Condition, VariableValue } from './definition.ts';
import { effectOf, plainValue } from './read-values.ts';

/** Reads a condition: a name, or one of all / any / not / is / atLeast / below / in / event. A broken one is never true. */
export function readCondition(spot: Spot): Condition {
  const { place } = spot;
  const never: Condition = { kind: 'any', of: [], place };
  if (!isMapping(spot)) {
    const name = readString(spot);
    return name === undefined ? never : { kind: 'name', name, place };
  }
  const entries = readMap(spot, ['all', 'any', 'not', 'is', 'atLeast', 'below', 'in', 'event']);
  const entry = entries[0];
  if (entry === undefined || entries.length > 1) {
    spot.source.report(
      'F108',
      place,
      '条件はひとつだけ書きます。',
      'A condition has exactly one key.',
      '組み合わせるときは all: [ … ] か any: [ … ]',
    );
    return never;
  }
  switch (entry.key) {
    case 'all':
    case 'any':
      return { kind: entry.key, of: readList(entry.value).map(readCondition), place };
    case 'not':
      return { kind: 'not', of: readCondition(entry.value), place };
    case 'in': {
      const state = readString(entry.value);
      return state === undefined ? never : { kind: 'in', state, place };
    }
    case 'event': {
      const pair = onePair(entry);
      if (pair === undefined) return never;
      const items = isList(pair.value) ? readList(pair.value) : [pair.value];
      return { kind: 'event', field: pair.key, values: items.flatMap((item) => plainValue(item) ?? []), place };
    }
    case 'is':
    case 'atLeast':
    case 'below': {
      const pair = onePair(entry);
      const value = pair === undefined ? undefined : plainValue(pair.value);
      return pair === undefined || value === undefined ? never : { kind: entry.key, subject: pair.key, value, place };
    }
    default:
      return never;
  }
}

function onePair(entry: Entry): Entry | undefined {
  const pairs = readMap(entry.value);
  if (pairs.length !== 1)
    entry.value.source.report(
      'F108',
      entry.keyPlace,
      `「${entry.key}」には「名前: 値」をひとつ書きます。`,
      `"${entry.key}" takes exactly one "name: value".`,
    );
  return pairs[0];
}

export function readActions(spot: Spot): readonly Action[] {
  return readList(spot).flatMap((item) => readAction(item) ?? []);
}

function readAction(spot: Spot): Action | undefined {
  const { place } = spot;
  const entries = new Map(
    readMap(spot, ['set', 'add', 'copy', 'reset', 'raise', 'do', 'when']).map((e) => [e.key, e.value]),
  );
  const when = entries.get('when');
  const kinds = [...entries.keys()].filter((key) => key !== 'when');
  const kind = kinds[0];
  const value = kind === undefined ? undefined : entries.get(kind);
  if (kind === undefined || value === undefined || kinds.length > 1 || (when !== undefined && kind !== 'set')) {
    spot.source.report(
      'F109',
      place,
      '動作はひとつずつ書きます（whenはsetにだけ付けられます）。',
      'One action each: set, add, copy, reset, raise or do ("when" goes with "set" only).',
    );
    return undefined;
  }
  switch (kind) {
    case 'set': {
      const values: { [name: string]: VariableValue } = {};
      for (const pair of readMap(value)) values[pair.key] = plainValue(pair.value) ?? '';
      return { kind, values, when: when === undefined ? undefined : readCondition(when), place };
    }
    case 'add': {
      const values: { [name: string]: number } = {};
      for (const pair of readMap(value)) values[pair.key] = readNumber(pair.value) ?? 0;
      return { kind, values, place };
    }
    case 'copy': {
      const fields: { [name: string]: string } = {};
      for (const pair of readMap(value)) fields[pair.key] = readString(pair.value) ?? '';
      return { kind, fields, place };
    }
    case 'reset':
      return { kind, names: readList(value).flatMap((item) => readString(item) ?? []), place };
    case 'raise': {
      const event = readString(value);
      return event === undefined ? undefined : { kind, event, place };
    }
    case 'do': {
      const effect = effectOf(value);
      return effect === undefined ? undefined : { kind, effect, place };
    }
    default:
      return undefined;
  }
}

import { helpFor, type Place, type Problem } from './problem.ts';
import {
  readBoolean,
  readList,
  readMap,
  readNumber,
  readString,
  scalarOf,
  YamlSource,
  type Entry,
  type Spot,
} from './yaml-source.ts';

/** A knob of the facility: what it is, its bounds and its default. Bounds cannot be loosened by any other file. */
export type Setting = {
  readonly name: string;
  readonly title: string;
  readonly place: Place;
  readonly basis: string;
} & (
  | { readonly kind: 'count' | 'seconds'; readonly from: number; readonly to: number; readonly default: number }
  | { readonly kind: 'switch'; readonly default: boolean }
  | { readonly kind: 'choice'; readonly of: readonly string[]; readonly default: string }
);

export type SettingValue = number | boolean | string;
export type SettingValues = ReadonlyMap<string, SettingValue>;

/** Reads the table of settings (flows/settings.yaml). Faults are added to `problems`. */
export function readSettings(file: string, text: string, problems: Problem[]): ReadonlyMap<string, Setting> {
  const source = new YamlSource(file, text, problems);
  const settings = new Map<string, Setting>();
  for (const top of readMap(source.root, ['settings'])) {
    for (const entry of readMap(top.value)) {
      const setting = readSetting(entry);
      if (setting !== undefined) settings.set(setting.name, setting);
    }
  }
  return settings;
}

function readSetting(entry: Entry): Setting | undefined {
  const fields = new Map(
    readMap(entry.value, ['title', 'kind', 'default', 'from', 'to', 'of', 'basis']).map((field) => [
      field.key,
      field.value,
    ]),
  );
  const need = (name: string): Spot | undefined => {
    const spot = fields.get(name);
    if (spot === undefined) {
      entry.value.source.report(
        'S101',
        entry.keyPlace,
        `設定「${entry.key}」に「${name}」がありません。`,
        `Setting "${entry.key}" has no "${name}".`,
      );
    }
    return spot;
  };
  const spots = { title: need('title'), kind: need('kind'), basis: need('basis'), default: need('default') };
  if (!spots.title || !spots.kind || !spots.basis || !spots.default) return undefined;
  const common = {
    name: entry.key,
    place: entry.keyPlace,
    title: readString(spots.title) ?? entry.key,
    basis: readString(spots.basis) ?? '',
  };
  const kind = readString(spots.kind);
  if (kind === 'count' || kind === 'seconds') {
    const from = need('from');
    const to = need('to');
    if (!from || !to) return undefined;
    const low = readNumber(from) ?? 0;
    const high = readNumber(to) ?? 0;
    const setting = { ...common, kind, from: low, to: high, default: readNumber(spots.default) ?? low } as const;
    return fits(setting, setting.default) ? setting : refuse(spots.default, setting);
  }
  if (kind === 'switch') return { ...common, kind, default: readBoolean(spots.default) ?? false };
  if (kind === 'choice') {
    const list = need('of');
    const of = list === undefined ? [] : readList(list).flatMap((spot) => readString(spot) ?? []);
    const setting = { ...common, kind, of, default: readString(spots.default) ?? '' } as const;
    return fits(setting, setting.default) ? setting : refuse(spots.default, setting);
  }
  entry.value.source.report(
    'S102',
    spots.kind.place,
    `設定の種類「${kind ?? ''}」はありません。`,
    `Unknown kind of setting "${kind ?? ''}".`,
    'count, seconds, switch, choice',
  );
  return undefined;
}

function fits(setting: Setting, value: unknown): value is SettingValue {
  if (setting.kind === 'switch') return typeof value === 'boolean';
  if (setting.kind === 'choice') return typeof value === 'string' && setting.of.includes(value);
  if (typeof value !== 'number' || value < setting.from || value > setting.to) return false;
  return setting.kind === 'seconds' || Number.isInteger(value);
}

function refuse(spot: Spot, setting: Setting): undefined {
  const allowed = allowedValues(setting);
  spot.source.report(
    'S103',
    spot.place,
    `設定「${setting.name}（${setting.title}）」に使えない値です。`,
    `Value out of bounds for setting "${setting.name}".`,
    allowed,
  );
  return undefined;
}

function allowedValues(setting: Setting): string {
  if (setting.kind === 'switch') return 'true / false';
  if (setting.kind === 'choice') return setting.of.join(' / ');
  return `${setting.from} – ${setting.to}${setting.kind === 'seconds' ? ' 秒 (seconds)' : ''}`;
}

/**
 * The values in force: defaults, overlaid with the facility's own file (`name: value` lines). A value outside its bounds
 * is a problem; the caller refuses the file as a whole.
 */
export function settingValues(
  settings: ReadonlyMap<string, Setting>,
  facility: { readonly file: string; readonly text: string } | undefined,
  problems: Problem[],
): SettingValues {
  const values = new Map<string, SettingValue>(
    [...settings.values()].map((setting) => [setting.name, setting.default]),
  );
  if (facility === undefined) return values;
  const source = new YamlSource(facility.file, facility.text, problems);
  if (source.root.node === null) return values;
  for (const entry of readMap(source.root)) {
    const setting = settings.get(entry.key);
    if (setting === undefined) {
      source.report(
        'S104',
        entry.keyPlace,
        `「${entry.key}」という設定はありません。`,
        `Unknown setting "${entry.key}".`,
        helpFor(entry.key, settings.keys()),
      );
      continue;
    }
    const value = scalarOf(entry.value);
    if (fits(setting, value)) values.set(setting.name, value);
    else refuse(entry.value, setting);
  }
  return values;
}

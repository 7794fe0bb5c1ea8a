import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadFlow, type LoadedFlow } from '../../src/machines/load.ts';

function read(folder: string): ReadonlyMap<string, string> {
  const path = join(import.meta.dirname, '..', '..', folder);
  return new Map(
    readdirSync(path)
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => [file, readFileSync(join(path, file), 'utf8')]),
  );
}

/** The flow and the texts that this repository ships. */
export const flowFiles = read('flows');
export const localeFiles = read('locales');

/** The shipped flow with the facility's own settings: `name: value` lines. */
export function flowWith(settings = ''): LoadedFlow {
  const known = loadedFlows.get(settings);
  if (known !== undefined) return known;
  const loaded = loadFlow(
    flowFiles,
    settings === '' ? undefined : { file: 'settings.yaml (facility)', text: settings },
  );
  loadedFlows.set(settings, loaded);
  return loaded;
}
const loadedFlows = new Map<string, LoadedFlow>();

/** The files with one passage changed. @throws when the passage is not there exactly once: the test has gone stale. */
export function withChange(
  files: ReadonlyMap<string, string>,
  file: string,
  from: string,
  to: string,
): ReadonlyMap<string, string> {
  const text = files.get(file) ?? '';
  if (text.split(from).length !== 2) throw new Error(`${file} has "${from}" ${text.split(from).length - 1} times`);
  return new Map([...files, [file, text.replace(from, () => to)]]);
}

/** Where a marked place stands: takes the mark ‸ out of a file and says line and column of what follows it. */
export function unmark(
  files: ReadonlyMap<string, string>,
  file: string,
): { readonly files: ReadonlyMap<string, string>; readonly at: string } {
  const [before, after] = (files.get(file) ?? '').split('‸');
  if (before === undefined || after === undefined) throw new Error(`no mark in ${file}`);
  const lines = before.split('\n');
  const at = `${file}:${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`;
  return { files: new Map([...files, [file, before + after]]), at };
}

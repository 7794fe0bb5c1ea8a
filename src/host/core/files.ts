import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FacilityFile } from '../../machines/load.ts';

/** The product's own folder. */
export const productRoot = fileURLToPath(new URL('../../../', import.meta.url));

/** The YAML files of a folder by name; an empty map when the folder is not there. */
export function yamlFiles(folder: string): ReadonlyMap<string, string> {
  if (!existsSync(folder)) return new Map();
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return new Map(names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

/** The facility's settings file, when its folder has one. */
export function facilitySettings(folder: string | undefined): FacilityFile | undefined {
  if (folder === undefined) return undefined;
  const file = join(folder, 'settings.yaml');
  return existsSync(file) ? { file, text: readFileSync(file, 'utf8') } : undefined;
}

/** A practice patient's file, test/patients/<name>.yaml. */
export function practicePatients(): ReadonlyMap<string, string> {
  const files = yamlFiles(join(productRoot, 'test', 'patients'));
  return new Map([...files].map(([name, text]) => [name.replace(/\.yaml$/, ''), text]));
}

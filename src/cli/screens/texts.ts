import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { TextBundle } from '../../vocabulary/bridge.ts';
import { locales } from '../../vocabulary/events.ts';

/** `{ a: { b: text } }` → `{ 'a.b': text }` */
export function flatten(node: unknown, prefix = '', into: { [key: string]: string } = {}): { [key: string]: string } {
  if (typeof node !== 'object' || node === null) {
    into[prefix] = typeof node === 'string' ? node : '';
    return into;
  }
  for (const [key, inner] of Object.entries(node)) flatten(inner, prefix === '' ? key : `${prefix}.${key}`, into);
  return into;
}

/** The shipped texts. `failsafe`: every scalar stays the text it is (0120 is no number, no is no boolean). */
export function shippedTexts(folder: string): { [locale: string]: TextBundle } {
  return Object.fromEntries(
    locales.map((locale) => [
      locale,
      flatten(parse(readFileSync(join(folder, `${locale}.yaml`), 'utf8'), { schema: 'failsafe' })),
    ]),
  );
}

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { GlobalFonts } from '@napi-rs/canvas';

/**
 * Japanese type straight from the woff2 files of @fontsource packages. Each file holds a slice of the characters, so each
 * slice becomes a family of its own and every character asks for the slice that has it.
 */
export const typefaces = ['noto', 'biz'] as const;
export type Typeface = (typeof typefaces)[number];
export type Weight = 400 | 700;

const packages = { noto: 'noto-sans-jp', biz: 'biz-udpgothic' } as const satisfies { [name in Typeface]: string };
const require = createRequire(import.meta.url);

interface Slice {
  readonly name: string;
  readonly ranges: readonly (readonly [number, number])[];
}
const slices = new Map<Typeface, { readonly folder: string; readonly slices: readonly Slice[] }>();
const registered = new Set<string>();
const families = new Map<string, string>();

/** The CSS family that can draw this character; the file is read at its first use. */
export function familyFor(character: string, typeface: Typeface, weight: Weight): string {
  const key = `${typeface}-${weight}-${character}`;
  const known = families.get(key);
  if (known !== undefined) return known;
  const { folder, slices: all } = slicesOf(typeface);
  const code = character.codePointAt(0) ?? 0;
  const slice = all.find(({ ranges }) => ranges.some(([from, to]) => code >= from && code <= to));
  const family = `${typeface}-${slice?.name ?? 'missing'}-${weight}`;
  families.set(key, family);
  if (slice !== undefined && !registered.has(family)) {
    registered.add(family);
    const file = join(folder, 'files', `${packages[typeface]}-${slice.name}-${weight}-normal.woff2`);
    GlobalFonts.registerFromPath(file, family);
  }
  return family;
}

function slicesOf(typeface: Typeface): { readonly folder: string; readonly slices: readonly Slice[] } {
  const known = slices.get(typeface);
  if (known !== undefined) return known;
  const folder = dirname(require.resolve(`@fontsource/${packages[typeface]}/package.json`));
  const table: unknown = JSON.parse(readFileSync(join(folder, 'unicode.json'), 'utf8'));
  const entries = typeof table === 'object' && table !== null ? Object.entries(table) : [];
  const read = {
    folder,
    slices: entries.map(([name, ranges]) => ({
      name: name.replace(/[[\]]/g, ''),
      ranges: parseRanges(String(ranges)),
    })),
  };
  slices.set(typeface, read);
  return read;
}

/** 'U+25ee8,U+1f1e6-1f1ff' */
function parseRanges(text: string): readonly (readonly [number, number])[] {
  return text.split(',').map((range) => {
    const [from = '', to = from] = range.trim().slice(2).split('-');
    return [Number.parseInt(from, 16), Number.parseInt(to, 16)];
  });
}

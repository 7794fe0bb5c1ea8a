import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { GlobalFonts } from '@napi-rs/canvas';

/**
 * Japanese type straight from the woff2 files of @fontsource packages. Each file holds a slice of the characters, so each
 * slice becomes a family of its own and every character asks for the slice that has it.
 */
const packages = {
  noto: 'noto-sans-jp',
  biz: 'biz-udpgothic',
  // From here on packages of development: the practice hardware prints in the first two.
  plex: 'ibm-plex-sans-jp',
  zenKaku: 'zen-kaku-gothic-new',
  zenMaru: 'zen-maru-gothic',
  mplus: 'm-plus-1p',
  kosugi: 'kosugi-maru',
  sawarabi: 'sawarabi-gothic',
  lineSeed: 'line-seed-jp',
  kiwi: 'kiwi-maru',
  notoSerif: 'noto-serif-jp',
  shippori: 'shippori-mincho',
  // Without Japanese characters: for the security code only.
  roboto: 'roboto',
  robotoMono: 'roboto-mono',
  sourceCode: 'source-code-pro',
  inconsolata: 'inconsolata',
} as const;
export type Typeface = keyof typeof packages;
export type Weight = 400 | 700;

/** What evaluations can print whole cards in. */
export const typefaces = ['noto', 'biz', 'plex'] as const satisfies readonly Typeface[];

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
    const file = (of: Weight) => join(folder, 'files', `${packages[typeface]}-${slice.name}-${of}-normal.woff2`);
    // Some typefaces have one weight.
    GlobalFonts.registerFromPath(existsSync(file(weight)) ? file(weight) : file(400), family);
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

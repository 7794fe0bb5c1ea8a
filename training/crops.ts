import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fieldNames, type FieldName, type FrontLayouts } from '../src/actors/scanner/layouts.ts';
import { cutStrip } from '../src/actors/scanner/network.ts';
import type { Typeface } from '../src/actors/scanner/practice/fonts.ts';
import { layInTray } from '../src/actors/scanner/practice/front.ts';
import { randomCard, sceneAt, type Level } from '../src/actors/scanner/practice/levels.ts';
import { printedBirth, printedExpiry, type DigitStyle } from '../src/actors/scanner/practice/printed-dates.ts';
import { Random } from '../src/actors/scanner/practice/random.ts';

/**
 * Strips of print for training the reader's network, cut out of the same practice cards that tests and evaluation use,
 * with what is printed on them. Training and evaluation never see the same typeface.
 */
export const typefacesOf = { train: 'noto', evaluate: 'biz' } as const satisfies { [part: string]: Typeface };
export type Part = keyof typeof typefacesOf;

export interface CropOptions {
  readonly part: Part;
  readonly cards: number;
  readonly seed: number;
  readonly folder: string;
  readonly layouts: FrontLayouts;
}

/** What is wrong with where the card is believed to be, mm: the finder is off by 0.07 mm in the median, seldom by more. */
const misplaced = 0.15;

/**
 * Writes for each field `FIELD.bin` (strips of height × pixels grey bytes, one after the other) and `FIELD.txt` (one line
 * of print each, without spaces), and `manifest.json`. Gives the manifest.
 */
export function writeCrops({ part, cards, seed, folder, layouts }: CropOptions): Manifest {
  mkdirSync(folder, { recursive: true });
  const [generation] = layouts.generations;
  if (generation === undefined) throw new Error('layouts: no generation');
  const strips: Record<FieldName, Uint8Array[]> = { birth: [], expiry: [], code: [] };
  const texts: Record<FieldName, string[]> = { birth: [], expiry: [], code: [] };
  for (let at = 0; at < cards; at++) {
    const random = new Random(seed * 1_000_003 + at + (part === 'train' ? 0 : 500_000_000));
    const card = randomCard(random, random.integer(2024, 2040));
    const level = random.pick<Level>(['typical', 'hard', 'hard']);
    const digitStyle = random.pick<DigitStyle>(['padded', 'padded', 'plain', 'zero']);
    const typeface = typefacesOf[part];
    const scene = sceneAt(level, random);
    const lying = layInTray(card, {
      ...scene,
      print: { ...scene.print, digitStyle, typeface, codeTypeface: typeface },
    });
    const { width, height, planes } = lying.frame(0);
    if (lying.cardToPicture === undefined) continue;
    const printed: Record<FieldName, string> = {
      birth: printedBirth(card.birth, card.printedBirth, digitStyle),
      expiry: printedExpiry(card.expiry, digitStyle),
      code: card.securityCode,
    };
    for (const name of fieldNames) {
      const field = generation.fields[name];
      const strip = new Float32Array(layouts.network.height * field.pixels);
      const shift = { dx: random.normal(misplaced), dy: random.normal(misplaced) };
      cutStrip({ width, height, pixels: planes }, lying.cardToPicture, field, shift, layouts.network, strip);
      strips[name].push(Uint8Array.from(strip, (level_) => Math.round(level_ * 255)));
      texts[name].push(printed[name].replaceAll(' ', ''));
    }
  }
  const files: Record<string, string> = {};
  const keep = (file: string, bytes: Uint8Array) => {
    writeFileSync(join(folder, file), bytes);
    files[file] = createHash('sha256').update(bytes).digest('hex');
  };
  for (const name of fieldNames) {
    keep(`${name}.bin`, Buffer.concat(strips[name]));
    keep(`${name}.txt`, Buffer.from(texts[name].map((text) => `${text}\n`).join('')));
  }
  const { alphabet, height } = layouts.network;
  const pixels = Object.fromEntries(fieldNames.map((name) => [name, generation.fields[name].pixels]));
  const manifest = { part, typeface: typefacesOf[part], seed, cards, alphabet, height, pixels, files };
  writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

export interface Manifest {
  readonly part: Part;
  readonly typeface: Typeface;
  readonly seed: number;
  readonly cards: number;
  readonly alphabet: string;
  readonly height: number;
  readonly pixels: { readonly [field: string]: number };
  /** SHA-256 of each file. */
  readonly files: { readonly [file: string]: string };
}

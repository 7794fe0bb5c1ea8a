import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fieldNames, type FieldLayout, type FieldName, type FrontLayouts } from '../src/actors/scanner/layouts.ts';
import { cutStrip } from '../src/actors/scanner/network.ts';
import { drawFront } from '../src/actors/scanner/practice/card-art.ts';
import type { Typeface } from '../src/actors/scanner/practice/fonts.ts';
import { layArt, type SceneOptions } from '../src/actors/scanner/practice/front.ts';
import { randomCard, sceneAt, type Level } from '../src/actors/scanner/practice/levels.ts';
import { cardHeight } from '../src/actors/scanner/practice/pen.ts';
import { printedBirth, printedExpiry, type DigitStyle } from '../src/actors/scanner/practice/printed-dates.ts';
import { Random } from '../src/actors/scanner/practice/random.ts';

/**
 * Strips of print for training the reader's network, cut out of the same practice cards that tests and evaluation use,
 * with what is printed on them. Training and evaluation never see the same typeface.
 */
const japanese = {
  train: ['noto', 'zenKaku', 'zenMaru', 'mplus', 'kosugi', 'sawarabi', 'lineSeed', 'kiwi', 'notoSerif', 'shippori'],
  evaluate: ['biz', 'plex'],
} as const satisfies { [part: string]: readonly Typeface[] };
export type Part = keyof typeof japanese;
export const typefacesOf: { readonly [part in Part]: readonly Typeface[] } = {
  // The security code has digits only, so that Latin typefaces can print it too.
  train: [...japanese.train, 'roboto', 'robotoMono', 'sourceCode', 'inconsolata'],
  evaluate: japanese.evaluate,
};

export interface CropOptions {
  readonly part: Part;
  readonly cards: number;
  readonly seed: number;
  readonly folder: string;
  readonly layouts: FrontLayouts;
}

/** What is wrong with where the card is believed to be, mm: the finder is off by 0.07 mm in the median, seldom by more. */
const misplaced = 0.15;
/** Each card is looked at so often, every time with other light, place and noise: drawing it takes longer than a look. */
const viewsPerCard = 3;
/** Only a band of the picture around the field is drawn, px of 960; enough for a turn of 6°. */
const bandHeight = 200;
/** Pixels per mm of the practice mount. */
const pictureScale = 13.4;

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
    const digitStyle = random.pick<DigitStyle>(['padded', 'padded', 'plain', 'zero']);
    const level = random.pick<Level>(['typical', 'hard', 'hard']);
    const art = drawFront(card, {
      ...sceneAt(level, random).print,
      seed: random.integer(0, 0x7fffffff),
      digitStyle,
      typeface: pick(random, japanese[part]),
      codeTypeface: pick(random, typefacesOf[part]),
    });
    const printed: Record<FieldName, string> = {
      birth: printedBirth(card.birth, card.printedBirth, digitStyle),
      expiry: printedExpiry(card.expiry, digitStyle),
      code: card.securityCode,
    };
    for (let view = 0; view < viewsPerCard; view++) {
      const scene = sceneAt(level, random);
      // Both dates stand on one line.
      for (const line of [['birth', 'expiry'], ['code']] as const) {
        const lying = layArt(art, 'clean', bandAround(generation.fields[line[0]], scene, layouts), random);
        if (lying.cardToPicture === undefined) continue;
        const { width, height, planes } = lying.frame(0);
        for (const name of line) {
          const field = generation.fields[name];
          const strip = new Float32Array(layouts.network.height * field.pixels);
          const shift = { dx: random.normal(misplaced), dy: random.normal(misplaced) };
          cutStrip({ width, height, pixels: planes }, lying.cardToPicture, field, shift, layouts.network, strip);
          strips[name].push(Uint8Array.from(strip, (grey) => Math.round(grey * 255)));
          texts[name].push(printed[name].replaceAll(' ', ''));
        }
      }
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
  const manifest = { part, typefaces: typefacesOf[part], seed, cards, alphabet, height, pixels, files };
  writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

function pick(random: Random, typefaces: readonly Typeface[]): Typeface {
  return typefaces[random.integer(0, typefaces.length - 1)] ?? 'noto';
}

/** The scene moved up or down until the field's line lies in the middle of a low picture; its lamps move along. */
function bandAround(field: FieldLayout, scene: SceneOptions, { network }: FrontLayouts): SceneOptions {
  const middle = field.y + network.height / 2 / network.pixelsPerMillimetre - cardHeight / 2;
  const above = 480 + middle * pictureScale - bandHeight / 2;
  const { view, pose } = scene;
  const glare = (view?.glare ?? []).map((spot) => ({ ...spot, y: spot.y - above }));
  return { ...scene, height: bandHeight, view: { ...view, glare }, pose: { ...pose, y: -middle } };
}

export interface Manifest {
  readonly part: Part;
  readonly typefaces: readonly Typeface[];
  readonly seed: number;
  readonly cards: number;
  readonly alphabet: string;
  readonly height: number;
  readonly pixels: { readonly [field: string]: number };
  /** SHA-256 of each file. */
  readonly files: { readonly [file: string]: string };
}

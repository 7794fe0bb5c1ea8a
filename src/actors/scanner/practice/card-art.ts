import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import type { PracticePatient } from '../../practice/patient.ts';
import { familyFor, type Typeface, type Weight } from './fonts.ts';
import { writeByHand } from './handwriting.ts';
import { printedBirth, printedExpiry, type DigitStyle } from './printed-dates.ts';
import { Random } from './random.ts';

/** Pixels per mm of the drawn card, and its size in mm (ISO/IEC 7810 ID-1). */
export const artScale = 16;
export const cardWidth = 85.6;
export const cardHeight = 53.98;

export interface CardArt {
  readonly width: number;
  readonly height: number;
  /** Grey. */
  readonly pixels: Uint8Array<ArrayBuffer>;
}

export interface PrintOptions {
  readonly seed: number;
  readonly typeface?: Typeface;
  readonly codeTypeface?: Typeface;
  readonly digitStyle?: DigitStyle;
  readonly name?: string;
  /** Grey photo to print; without it a drawn figure is printed. */
  readonly photo?: { readonly width: number; readonly height: number; readonly pixels: Uint8Array };
  /** 0 … 1: faded print, rubbed paper, scratches. */
  readonly wear?: number;
  /** Text on the sign panel (追記欄) with a date that must not be read. */
  readonly note?: boolean;
}

/** Draws in mm. */
class Pen {
  readonly ink: SKRSContext2D;
  constructor(ink: SKRSContext2D) {
    this.ink = ink;
  }

  box(x: number, y: number, width: number, height: number, fill: string): void {
    this.ink.fillStyle = fill;
    this.ink.fillRect(x * artScale, y * artScale, width * artScale, height * artScale);
  }

  line(points: readonly (readonly [number, number])[], colour: string, width: number): void {
    this.ink.strokeStyle = colour;
    this.ink.lineWidth = width;
    this.ink.beginPath();
    for (const [x, y] of points) this.ink.lineTo(x * artScale, y * artScale);
    this.ink.stroke();
  }

  /** Latin text in one stroke of the brush, without cells. */
  microText(text: string, x: number, y: number): void {
    this.ink.fillStyle = '#f0c9cc';
    this.ink.font = `${1.1 * artScale}px "${familyFor('J', 'noto', 700)}"`;
    this.ink.fillText(text, x * artScale, y * artScale);
  }

  /**
   * Text from (x, y), the left end of its baseline. `advance` is the width of a full-width character; half-width ones take
   * half of it and every character is centred in its cell, squeezed where it is wider.
   */
  text(text: string, x: number, y: number, style: TextStyle): void {
    const { size, advance, typeface, weight = 400, colour = '#1c1a1a' } = style;
    this.ink.fillStyle = colour;
    let left = x * artScale;
    for (const character of text) {
      const cell = advance * artScale * (/[ -~]/.test(character) ? 0.5 : 1);
      this.ink.font = `${size * artScale}px "${familyFor(character, typeface, weight)}"`;
      const natural = this.ink.measureText(character).width;
      const squeeze = Math.min(1, (cell * 0.94) / natural);
      this.ink.save();
      this.ink.translate(left + (cell - natural * squeeze) / 2, y * artScale);
      this.ink.scale(squeeze, 1);
      this.ink.fillText(character, 0, 0);
      this.ink.restore();
      left += cell;
    }
  }
}

interface TextStyle {
  readonly size: number;
  readonly advance: number;
  readonly typeface: Typeface;
  readonly weight?: Weight;
  readonly colour?: string;
}

/** The front of a practice card; everything on it but the three fields says that it is for practice. */
export function drawFront(card: PracticePatient['card'], options: PrintOptions): CardArt {
  const random = new Random(options.seed);
  const { pen, finish } = blankCard();
  drawGuilloche(pen, random);
  drawFixedPrint(pen);
  drawPhoto(pen, options.photo, random);
  const shift = { x: random.normal(0.12), y: random.normal(0.12) };
  drawFields(pen, card, options, shift, random);
  drawHandwrittenDate(pen, card, random);
  if (options.note === true) drawNote(pen, random);
  wearDown(pen, options.wear ?? 0, random);
  return finish();
}

/** The other side: its text frame, the number box and the chip. Not meant to be read. */
export function drawBack(seed: number): CardArt {
  const random = new Random(seed);
  const { pen, finish } = blankCard();
  drawGuilloche(pen, random);
  const style: TextStyle = { size: 2.2, advance: 2.3, typeface: 'noto' };
  pen.text('個人番号', 30, 12, style);
  pen.text('0000 0000 0000', 30, 17, { ...style, size: 3.6, advance: 4 });
  pen.text('練習カード　裏', 30, 24, style);
  pen.box(6, 20, 12, 10, '#b9a56a');
  for (let row = 0; row < 9; row++) {
    for (let column = 0; column < 9; column++) {
      if (random.next() < 0.5) pen.box(64 + column * 1.6, 32 + row * 1.6, 1.6, 1.6, '#222');
    }
  }
  pen.text('住民基本台帳法による練習用の見本です', 6, 50, { ...style, size: 1.6, advance: 1.7 });
  return finish();
}

function blankCard(): { pen: Pen; finish: () => CardArt } {
  const width = Math.round(cardWidth * artScale);
  const height = Math.round(cardHeight * artScale);
  const canvas = createCanvas(width, height);
  const pen = new Pen(canvas.getContext('2d'));
  const finish = () => {
    const { data } = pen.ink.getImageData(0, 0, width, height);
    const pixels = new Uint8Array(new ArrayBuffer(width * height));
    for (let at = 0; at < pixels.length; at++) {
      const first = at * 4;
      const grey = 0.299 * (data[first] ?? 0) + 0.587 * (data[first + 1] ?? 0) + 0.114 * (data[first + 2] ?? 0);
      pixels[at] = grey + 0.5;
    }
    return { width, height, pixels };
  };
  return { pen, finish };
}

/** Wave lines, star bursts and JAPAN micro text over a pink to green ground. */
function drawGuilloche(pen: Pen, random: Random): void {
  const { ink } = pen;
  const ground = ink.createLinearGradient(0, 0, cardWidth * artScale, cardHeight * artScale);
  ground.addColorStop(0, '#f6dfe2');
  ground.addColorStop(0.55, '#f7eee6');
  ground.addColorStop(1, '#f1f3d8');
  ink.fillStyle = ground;
  ink.fillRect(0, 0, cardWidth * artScale, cardHeight * artScale);
  for (let family = 0; family < 3; family++) {
    const pitch = random.between(0.6, 1.4);
    const height = random.between(0.4, 2.2);
    const wave = random.between(0.06, 0.25);
    const colour = random.pick(['#ecc3c9', '#e7cdb9', '#d9dcae', '#efcdd3']);
    for (let y = -3; y < cardHeight + 3; y += pitch) {
      const points: [number, number][] = [];
      for (let x = 0; x <= cardWidth; x += 0.6) points.push([x, y + height * Math.sin(x * wave + y * 0.3 + family)]);
      pen.line(points, colour, 1);
    }
  }
  for (let y = 15; y < 38; y += 1.5) {
    pen.microText('JAPAN '.repeat(36), random.between(-3, 0), y);
  }
  for (let burst = 0; burst < 9; burst++) {
    const centre = [random.between(30, 84), random.between(0, 30)] as const;
    const length = random.between(4, 16);
    for (let ray = 0; ray < 18; ray++) {
      const angle = (ray * Math.PI) / 9 + random.next() * 0.1;
      pen.line([centre, [centre[0] + length * Math.cos(angle), centre[1] + length * Math.sin(angle)]], '#cfd49c', 1);
    }
  }
}

function drawFixedPrint(pen: Pen): void {
  const label: TextStyle = { size: 2.2, advance: 2.25, typeface: 'noto', weight: 700 };
  pen.text('氏名', 1.4, 6.4, label);
  pen.text('住所', 1.4, 12, label);
  pen.text('性別', 73.5, 15.6, label);
  pen.box(73.6, 1.8, 9.6, 9.9, '#ffffff');
  pen.text('練習用', 74.9, 7.2, { ...label, size: 2.3, advance: 2.4 });
  pen.text('カード', 74.9, 10.4, { ...label, size: 2.3, advance: 2.4 });
  // The certificate's expiry: the black box is the reader's anchor, the white field a trap.
  pen.box(62.5, 22.6, 20.6, 4.3, '#fdfbfb');
  pen.box(53.6, 22.6, 8.9, 4.3, '#2d2828');
  const white: TextStyle = { size: 1.5, advance: 1.55, typeface: 'noto', colour: '#fafafa' };
  pen.text('電子証明書', 54.2, 24.4, white);
  pen.text('の有効期限', 54.2, 26.3, white);
  for (const [character, x] of [
    ['年', 70],
    ['月', 75.6],
    ['日', 80.6],
  ] as const) {
    pen.text(character, x, 25.7, { ...label, size: 2.1, advance: 2.1 });
  }
  pen.box(29.9, 27.5, 53.2, 16.5, '#fafafa');
  for (let line = 0; line <= 4; line++) {
    pen.line(
      [
        [29.9, 27.5 + line * 4.125],
        [83.1, 27.5 + line * 4.125],
      ],
      '#b4bac6',
      2,
    );
  }
  pen.box(29.9, 44, 53.2, 7.4, '#fdfdfd');
  const small: TextStyle = { size: 1.35, advance: 1.36, typeface: 'noto', colour: '#3c3737' };
  pen.text('●臓器提供意思【１脳死後及び心停止した死後／２心停止した死後のみ】', 30.8, 46.2, small);
  pen.text('《１・２で提供したくない臓器があれば×》【心臓・肺・肝臓・腎臓】', 30.8, 48, small);
  pen.text('署名年月日　　　　年　　月　　日　署名', 31.2, 50.2, small);
}

function drawPhoto(pen: Pen, photo: PrintOptions['photo'], random: Random): void {
  const [x, y, width, height] = [3, 18.9, 20.8, 26.3];
  if (photo === undefined) {
    pen.box(x, y, width, height, '#bcd3e6');
    pen.ink.save();
    pen.ink.beginPath();
    pen.ink.rect(x * artScale, y * artScale, width * artScale, height * artScale);
    pen.ink.clip();
    ellipse(
      pen,
      x + width / 2,
      y + height * 1.02,
      width * 0.48,
      height * 0.33,
      random.pick(['#5b6f8f', '#8a5f66', '#4d7461']),
    );
    ellipse(pen, x + width / 2, y + height * 0.4, width * 0.3, height * 0.3, '#3d3330');
    ellipse(pen, x + width / 2, y + height * 0.46, width * 0.25, height * 0.25, '#e8c9a8');
    pen.ink.restore();
    return;
  }
  for (let row = 0; row < photo.height; row++) {
    for (let column = 0; column < photo.width; column++) {
      const grey = photo.pixels[row * photo.width + column] ?? 0;
      const [w, h] = [width / photo.width, height / photo.height];
      pen.box(x + column * w, y + row * h, w * 1.02, h * 1.02, `rgb(${grey},${grey},${grey})`);
    }
  }
}

function ellipse(pen: Pen, x: number, y: number, rx: number, ry: number, fill: string): void {
  pen.ink.fillStyle = fill;
  pen.ink.beginPath();
  pen.ink.ellipse(x * artScale, y * artScale, rx * artScale, ry * artScale, 0, 0, 2 * Math.PI);
  pen.ink.fill();
}

function drawFields(
  pen: Pen,
  card: PracticePatient['card'],
  options: PrintOptions,
  shift: { x: number; y: number },
  random: Random,
): void {
  const typeface = options.typeface ?? random.pick(['noto', 'biz']);
  const codeTypeface = options.codeTypeface ?? random.pick(['noto', 'biz']);
  const style: TextStyle = { size: 2.42 * random.between(0.95, 1.03), advance: 2.42, typeface };
  pen.text(options.name ?? '練習　太郎', 7.9 + shift.x, 6.8 + shift.y, { ...style, size: 3.2, advance: 3.3 });
  pen.text('練習県見本市架空町１丁目２番３号', 7.6 + shift.x, 12.2 + shift.y, style);
  pen.text('－', 80 + shift.x, 15.7 + shift.y, style);
  const baseline = 20.65 + shift.y;
  pen.text(printedBirth(card.birth, card.printedBirth, options.digitStyle), 30.1 + shift.x, baseline, style);
  pen.text(printedExpiry(card.expiry, options.digitStyle), 55.2 + shift.x, baseline, style);
  pen.text('見本市長', 42.5 + shift.x, 24.1 + shift.y, style);
  pen.text('REN5HU0000000000', 2.9 + shift.x, 52.5 + shift.y, { size: 1.75, advance: 1.88, typeface: codeTypeface });
  pen.text(card.securityCode, 20.6 + shift.x, 52.5 + shift.y, {
    size: 2.25,
    advance: 2.44,
    typeface: codeTypeface,
    weight: 700,
  });
}

/** The certificate's expiry, five years before the card's for most adults: a date that must not be read. */
function drawHandwrittenDate(pen: Pen, card: PracticePatient['card'], random: Random): void {
  if (random.next() < 0.2) return;
  const year = Number(card.expiry.slice(0, 4)) - random.pick([0, 5, 5]);
  const size = random.between(2, 2.5) * artScale;
  pen.ink.strokeStyle = random.pick(['#1d1d28', '#22306a', '#303030']);
  const write = (text: string, x: number) =>
    writeByHand(
      pen.ink,
      text,
      (x + random.normal(0.2)) * artScale,
      (26 + random.normal(0.25)) * artScale,
      size,
      random,
    );
  write(String(year), 62.9);
  write(String(Number(card.expiry.slice(5, 7))), 72.4);
  write(String(Number(card.expiry.slice(8, 10))), 77.7);
}

function drawNote(pen: Pen, random: Random): void {
  const text = `令和${random.integer(2, 8)}年${random.integer(1, 12)}月${random.integer(1, 28)}日　練習県見本市に転居`;
  pen.text(text, 31 + random.normal(0.3), 30.8 + random.normal(0.2), {
    size: 2.3,
    advance: 2.35,
    typeface: 'noto',
    colour: '#2a2a30',
  });
}

/** Rubs light patches over the print and scratches it. */
function wearDown(pen: Pen, wear: number, random: Random): void {
  if (wear <= 0) return;
  const { ink } = pen;
  for (let patch = 0; patch < 900 * wear; patch++) {
    ink.globalAlpha = random.between(0.05, 0.35) * wear;
    ellipse(
      pen,
      random.between(0, cardWidth),
      random.between(0, cardHeight),
      random.between(0.2, 1.6),
      random.between(0.1, 0.7),
      '#f3e9e4',
    );
  }
  for (let scratch = 0; scratch < 24 * wear; scratch++) {
    const start = [random.between(0, cardWidth), random.between(0, cardHeight)] as const;
    const angle = random.between(0, Math.PI);
    const length = random.between(2, 30);
    ink.globalAlpha = random.between(0.15, 0.5);
    pen.line(
      [start, [start[0] + length * Math.cos(angle), start[1] + length * Math.sin(angle)]],
      random.pick(['#ffffff', '#b4b4b4', '#555555']),
      random.between(1, 2.5),
    );
  }
  ink.globalAlpha = 1;
}

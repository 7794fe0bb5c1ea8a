import type { PracticePatient } from '../../practice/patient.ts';
import { blankCard, drawGuilloche, drawPhoto, wearDown, type CardArt, type PrintedPhoto } from './card-ground.ts';
import type { Typeface } from './fonts.ts';
import { writeByHand } from './handwriting.ts';
import { artScale, type Pen, type TextStyle } from './pen.ts';
import { printedBirth, printedExpiry, type DigitStyle } from './printed-dates.ts';
import { Random } from './random.ts';

export interface PrintOptions {
  readonly seed: number;
  readonly typeface?: Typeface;
  readonly codeTypeface?: Typeface;
  readonly digitStyle?: DigitStyle;
  readonly name?: string;
  /** Grey photo to print; without it a drawn figure is printed. */
  readonly photo?: PrintedPhoto;
  /** 0 … 1: faded print, rubbed paper, scratches. */
  readonly wear?: number;
  /** Text on the sign panel (追記欄) with a date that must not be read. */
  readonly note?: boolean;
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
  const field: TextStyle = { ...style, read: true };
  pen.text(options.name ?? '練習　太郎', 7.9 + shift.x, 6.8 + shift.y, { ...style, size: 3.2, advance: 3.3 });
  pen.text('練習県見本市架空町１丁目２番３号', 7.6 + shift.x, 12.2 + shift.y, style);
  pen.text('－', 80 + shift.x, 15.7 + shift.y, style);
  const baseline = 20.65 + shift.y;
  pen.text(printedBirth(card.birth, card.printedBirth, options.digitStyle), 30.1 + shift.x, baseline, field);
  pen.text(printedExpiry(card.expiry, options.digitStyle), 55.2 + shift.x, baseline, field);
  pen.text('見本市長', 42.5 + shift.x, 24.1 + shift.y, style);
  pen.text('REN5HU0000000000', 2.9 + shift.x, 52.5 + shift.y, { size: 1.75, advance: 1.88, typeface: codeTypeface });
  pen.text(card.securityCode, 20.6 + shift.x, 52.5 + shift.y, {
    size: 2.25,
    advance: 2.44,
    typeface: codeTypeface,
    weight: 700,
    read: true,
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

import type { PracticePatient } from '../../practice/patient.ts';
import type { PrintOptions } from './card-art.ts';
import { blankCard, drawGuilloche, drawPhoto, wearDown, type CardArt } from './card-ground.ts';
import type { TextStyle } from './pen.ts';
import { printedBirth, printedExpiry } from './printed-dates.ts';
import { Random } from './random.ts';

/**
 * The front of a practice card of the generation planned for 2028: Gregorian birth date, larger type, no sex, no panel for
 * additions. Where things are printed is assumed, as in models/front-layouts.yaml.
 */
export function drawFront2028(card: PracticePatient['card'], options: PrintOptions): CardArt {
  const random = new Random(options.seed);
  const { pen, finish } = blankCard();
  drawGuilloche(pen, random);
  drawPhoto(pen, options.photo, random);
  const typeface = options.typeface ?? random.pick(['noto', 'biz']);
  const codeTypeface = options.codeTypeface ?? random.pick(['noto', 'biz']);
  const [dx, dy] = [random.normal(0.12), random.normal(0.12)];
  const style: TextStyle = { size: 3 * random.between(0.95, 1.03), advance: 3, typeface };
  const field: TextStyle = { ...style, read: true };
  pen.box(3, 2.2, 24, 4, '#2d2828');
  pen.text('練習用カード', 5.5, 5.1, { ...style, size: 2.4, advance: 3, colour: '#fafafa' });
  pen.text(options.name ?? '練習　太郎', 3 + dx, 11.5 + dy, { ...style, size: 3.8, advance: 4 });
  pen.text('レンシュウ　タロウ', 3 + dx, 15 + dy, { ...style, size: 2, advance: 2.1 });
  pen.text(printedBirth(card.birth, card.printedBirth, options.digitStyle), 30.1 + dx, 20.2 + dy, field);
  pen.text(printedExpiry(card.expiry, options.digitStyle), 40.6 + dx, 27 + dy, field);
  pen.text('練習県見本市架空町', 30.1 + dx, 33 + dy, style);
  pen.text('１丁目２番３号', 30.1 + dx, 37.2 + dy, style);
  pen.text('見本市長', 62 + dx, 50.5 + dy, style);
  pen.text('REN5HU0000000000', 2.9 + dx, 52.2 + dy, { size: 1.75, advance: 1.8, typeface: codeTypeface });
  const code: TextStyle = { size: 2.8, advance: 3.04, typeface: codeTypeface, weight: 700, read: true };
  pen.text(card.securityCode, 20.6 + dx, 52.2 + dy, code);
  wearDown(pen, options.wear ?? 0, random);
  return finish();
}

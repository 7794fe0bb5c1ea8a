import type { SKRSContext2D } from '@napi-rs/canvas';
import { familyFor, type Typeface, type Weight } from './fonts.ts';

/** Pixels per mm of the drawn card, and its size in mm (ISO/IEC 7810 ID-1). */
export const artScale = 16;
export const cardWidth = 85.6;
export const cardHeight = 53.98;

/** A digit as it was printed, before wear: which points of its box are ink. */
export interface PrintedDigit {
  /** The box of its ink, mm on the card. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Pixels of the drawn card; `u`, `v` 0 … 1 in the box, `u` beyond it for paper beside the digit. */
  readonly points: readonly { readonly u: number; readonly v: number; readonly ink: boolean }[];
}

/** Draws in mm. */
export class Pen {
  readonly ink: SKRSContext2D;
  /** The digits of fields that are read, in the order in which they were printed. */
  readonly digits: PrintedDigit[] = [];
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
      if (style.read === true && /[0-9元]/.test(character)) this.#remember(left, y * artScale, cell, size * artScale);
      left += cell;
    }
  }

  #remember(left: number, baseline: number, width: number, size: number): void {
    const [x, y] = [Math.floor(left), Math.floor(baseline - size)];
    const [columns, rows] = [Math.ceil(width), Math.ceil(size * 1.2)];
    const { data } = this.ink.getImageData(x, y, columns, rows);
    const dark = (column: number, row: number) => (data[(row * columns + column) * 4 + 1] ?? 255) < darkest;
    let [first, last, top, bottom] = [columns, -1, rows, -1];
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        if (!dark(column, row)) continue;
        [first, last] = [Math.min(first, column), Math.max(last, column)];
        [top, bottom] = [Math.min(top, row), Math.max(bottom, row)];
      }
    }
    const [wide, high] = [last - first + 1, bottom - top + 1];
    if (wide < 1 || high < 1) return;
    const points = [];
    for (let row = 0; row < high; row++) {
      // The whole cell: beside a 1 there is paper too.
      for (let column = -first; column < columns - first; column++) {
        const green = data[((row + top) * columns + column + first) * 4 + 1] ?? 255;
        // What lies between is the soft edge of a stroke and counts for neither.
        if (green < darkest || green > palest)
          points.push({ u: (column + 0.5) / wide, v: (row + 0.5) / high, ink: green < darkest });
      }
    }
    this.digits.push({
      x: (x + first) / artScale,
      y: (y + top) / artScale,
      width: wide / artScale,
      height: high / artScale,
      points,
    });
  }
}

/** Green of ink and of the ground with its guilloche; print is #1c1a1a, the darkest guilloche #e7cdb9. */
const darkest = 80;
const palest = 165;

export interface TextStyle {
  readonly size: number;
  readonly advance: number;
  readonly typeface: Typeface;
  readonly weight?: Weight;
  readonly colour?: string;
  /** Belongs to a field that is read: its digits are remembered. */
  readonly read?: boolean;
}

import { patternPieces, type Era, type SlotName } from './layouts.ts';

/**
 * What a field's print may say, as a deterministic automaton over the network's symbols. Walking it adds up one integer,
 * so that a reading is never a string:
 *
 *   dates  era × 10⁸ + year × 10⁴ + month × 100 + day   (era 0: the year is Gregorian)
 *   code   0 … 9999
 */
export interface Automaton {
  /** Arrows leaving each state; state 0 is the start. */
  readonly arrows: readonly (readonly Arrow[])[];
  /** States in which the field is complete. */
  readonly complete: ReadonlySet<number>;
}

export interface Arrow {
  /** Output of the network, 1 … */
  readonly symbol: number;
  readonly to: number;
  /** Where in the integer the digit goes: the part `floor(value / weight) % modulus`; weight 0 adds nothing. */
  readonly weight: number;
  readonly modulus: number;
  readonly digit: number;
}

interface Part {
  readonly weight: number;
  readonly modulus: number;
}
const nothing: Part = { weight: 0, modulus: 1 };
export const dateParts = {
  era: { weight: 100_000_000, modulus: 10 },
  year: { weight: 10_000, modulus: 10_000 },
  month: { weight: 100, modulus: 100 },
  day: { weight: 1, modulus: 100 },
} as const satisfies { readonly [name: string]: Part };
const codePart: Part = { weight: 1, modulus: 10_000 };

/** One part of the integer: `partOf(value, dateParts.month)`. */
export function partOf(value: number, part: Part): number {
  return Math.floor(value / part.weight) % part.modulus;
}

/** The integer after one more digit of the arrow's part. */
export function withDigit(value: number, arrow: Arrow): number {
  if (arrow.weight === 0) return value;
  return value + (partOf(value, arrow) * 9 + arrow.digit) * arrow.weight;
}

export function compilePatterns(patterns: readonly string[], alphabet: string, eras: readonly Era[]): Automaton {
  const builder = new AutomatonBuilder(alphabet, eras);
  for (const pattern of patterns) {
    let ends: readonly number[] = [0];
    for (const piece of patternPieces(pattern)) {
      ends = 'slot' in piece ? builder.slot(ends, piece.slot) : builder.literal(ends, piece.character);
    }
    for (const end of ends) builder.complete.add(end);
  }
  return { arrows: builder.arrows, complete: builder.complete };
}

/** Every step takes the states in which the text so far may end and gives those after the next piece. */
class AutomatonBuilder {
  readonly arrows: Arrow[][] = [[]];
  readonly complete = new Set<number>();
  readonly #alphabet: readonly string[];
  readonly #eras: readonly Era[];

  constructor(alphabet: string, eras: readonly Era[]) {
    this.#alphabet = Array.from(alphabet);
    this.#eras = eras;
  }

  literal(from: readonly number[], character: string): readonly number[] {
    return [this.#step(from, character, nothing, 0)];
  }

  slot(from: readonly number[], name: SlotName): readonly number[] {
    switch (name) {
      case 'era':
        return this.#eras.map((era, at) => {
          const [first = '', second = ''] = era.name;
          return this.#step([this.#step(from, first, dateParts.era, at + 1)], second, nothing, 0);
        });
      case 'eraYear': {
        const first = this.#step(from, '元', dateParts.year, 1);
        const one = this.#digits(from, '0123456789', dateParts.year);
        return [first, ...one, ...this.#digits(one, '0123456789', dateParts.year)];
      }
      case 'year':
        return this.#lastTwoDigits([
          ...this.#digits(this.#digits(from, '1', dateParts.year), '9', dateParts.year),
          ...this.#digits(this.#digits(from, '2', dateParts.year), '0', dateParts.year),
        ]);
      case 'expiryYear':
        return this.#lastTwoDigits(this.#digits(this.#digits(from, '2', dateParts.year), '0', dateParts.year));
      case 'month': {
        const ten = this.#digits(from, '1', dateParts.month);
        return [
          ...this.#digits(from, '23456789', dateParts.month),
          ...ten,
          ...this.#digits(ten, '012', dateParts.month),
          ...this.#digits(this.#digits(from, '0', dateParts.month), '123456789', dateParts.month),
        ];
      }
      case 'day': {
        const tens = this.#digits(from, '12', dateParts.day);
        const thirty = this.#digits(from, '3', dateParts.day);
        return [
          ...this.#digits(from, '456789', dateParts.day),
          ...tens,
          ...this.#digits(tens, '0123456789', dateParts.day),
          ...thirty,
          ...this.#digits(thirty, '01', dateParts.day),
          ...this.#digits(this.#digits(from, '0', dateParts.day), '123456789', dateParts.day),
        ];
      }
      default:
        return this.#code(from);
    }
  }

  #code(from: readonly number[]): readonly number[] {
    let ends = from;
    for (let place = 0; place < 4; place++) ends = this.#digits(ends, '0123456789', codePart);
    return ends;
  }

  #lastTwoDigits(from: readonly number[]): readonly number[] {
    return this.#digits(this.#digits(from, '0123456789', dateParts.year), '0123456789', dateParts.year);
  }

  /** One digit out of `choices`, all leading to one new state. */
  #digits(from: readonly number[], choices: string, part: Part): readonly number[] {
    const to = this.#state();
    for (const character of choices) this.#arrows(from, to, character, part, Number(character));
    return [to];
  }

  #step(from: readonly number[], character: string, part: Part, digit: number): number {
    const to = this.#state();
    this.#arrows(from, to, character, part, digit);
    return to;
  }

  #arrows(from: readonly number[], to: number, character: string, part: Part, digit: number): void {
    const symbol = this.#alphabet.indexOf(character) + 1;
    for (const state of from)
      this.arrows[state]?.push({ symbol, to, weight: part.weight, modulus: part.modulus, digit });
  }

  #state(): number {
    return this.arrows.push([]) - 1;
  }
}

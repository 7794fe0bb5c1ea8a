import { withDigit, type Automaton } from './automaton.ts';
import type { Candidates } from './candidates.ts';

/** Prefixes followed at once; a prototype found no gain beyond 10. */
const usualWidth = 10;
/** Most arrows leaving a state of any automaton, and staying where one is. */
const mostWays = 16;
/** Symbols less likely than e⁻¹² at a step are not followed. */
const leastLogProbability = -12;
const impossible = -1e30;

/**
 * Prefix beam search over the outputs of a CTC network, held inside a field's automaton. A prefix is known by its state,
 * its integer and its last symbol: writings of one value that meet again (1月, 01月) add up, which is exact.
 */
export class BeamSearch {
  #now: Beam;
  #next: Beam;

  constructor(width = usualWidth) {
    this.#now = new Beam(width);
    this.#next = new Beam(width);
  }

  /**
   * @param logProbabilities symbols × steps, symbol-major; symbol 0 is the blank.
   * @param found is overwritten with the complete readings, best first.
   */
  search(logProbabilities: Float32Array, steps: number, automaton: Automaton, found: Candidates): void {
    this.#now.wipe();
    this.#now.add(0, 0, 0, 0, impossible);
    for (let step = 0; step < steps; step++) {
      this.#next.wipe();
      this.#advance(logProbabilities, steps, step, automaton);
      this.#next.prune();
      [this.#now, this.#next] = [this.#next, this.#now];
    }
    this.#collect(automaton, found);
    this.#now.wipe();
    this.#next.wipe();
  }

  #advance(logProbabilities: Float32Array, steps: number, step: number, automaton: Automaton): void {
    const now = this.#now;
    const blank = logProbabilities[step] ?? impossible;
    for (let at = 0; at < now.count; at++) {
      const state = read(now.states, at);
      const value = read(now.values, at);
      const last = read(now.lasts, at);
      const ofBlank = read(now.blanks, at);
      const ofSymbol = read(now.symbols, at);
      const total = now.total(at);
      const again = last === 0 ? impossible : ofSymbol + read(logProbabilities, last * steps + step);
      this.#next.add(state, value, last, total + blank, again);
      for (const arrow of automaton.arrows[state] ?? []) {
        const logProbability = read(logProbabilities, arrow.symbol * steps + step);
        if (logProbability < leastLogProbability) continue;
        // The same symbol twice needs a blank in between.
        const before = arrow.symbol === last ? ofBlank : total;
        this.#next.add(arrow.to, withDigit(value, arrow), arrow.symbol, impossible, before + logProbability);
      }
    }
  }

  /** One value may stand complete in several states, one for each pattern: their probabilities add up. */
  #collect(automaton: Automaton, found: Candidates): void {
    const now = this.#now;
    found.wipe();
    for (let at = 0; at < now.count; at++) {
      if (!automaton.complete.has(read(now.states, at))) continue;
      const value = read(now.values, at);
      let logProbability = impossible;
      let first = at;
      for (let other = now.count - 1; other >= 0; other--) {
        if (read(now.values, other) !== value || !automaton.complete.has(read(now.states, other))) continue;
        logProbability = addLogs(logProbability, now.total(other));
        first = other;
      }
      if (first === at) found.add(value, Math.min(1, Math.exp(logProbability)));
    }
  }
}

class Beam {
  count = 0;
  readonly states: Int32Array;
  readonly values: Int32Array;
  readonly lasts: Int32Array;
  /** Log probability of the paths that end in a blank, and of those that end in the last symbol. */
  readonly blanks: Float64Array;
  readonly symbols: Float64Array;
  readonly #width: number;

  constructor(width: number) {
    const room = width * mostWays;
    this.#width = width;
    this.states = new Int32Array(new ArrayBuffer(room * 4));
    this.values = new Int32Array(new ArrayBuffer(room * 4));
    this.lasts = new Int32Array(new ArrayBuffer(room * 4));
    this.blanks = new Float64Array(new ArrayBuffer(room * 8));
    this.symbols = new Float64Array(new ArrayBuffer(room * 8));
  }

  add(state: number, value: number, last: number, blank: number, symbol: number): void {
    for (let at = 0; at < this.count; at++) {
      if (this.states[at] !== state || this.values[at] !== value || this.lasts[at] !== last) continue;
      this.blanks[at] = addLogs(read(this.blanks, at), blank);
      this.symbols[at] = addLogs(read(this.symbols, at), symbol);
      return;
    }
    if (this.count >= this.states.length) return;
    this.#set(this.count++, state, value, last, blank, symbol);
  }

  /** Keeps the most likely prefixes, by selection: the order among them does not matter. */
  prune(): void {
    const keep = Math.min(this.#width, this.count);
    for (let place = 0; place < keep; place++) {
      let best = place;
      for (let at = place + 1; at < this.count; at++) if (this.total(at) > this.total(best)) best = at;
      if (best !== place) this.#swap(place, best);
    }
    this.count = keep;
  }

  wipe(): void {
    this.count = 0;
    for (const array of [this.states, this.values, this.lasts, this.blanks, this.symbols]) array.fill(0);
  }

  total(at: number): number {
    return addLogs(read(this.blanks, at), read(this.symbols, at));
  }

  #set(at: number, state: number, value: number, last: number, blank: number, symbol: number): void {
    this.states[at] = state;
    this.values[at] = value;
    this.lasts[at] = last;
    this.blanks[at] = blank;
    this.symbols[at] = symbol;
  }

  #swap(a: number, b: number): void {
    for (const array of [this.states, this.values, this.lasts, this.blanks, this.symbols]) {
      const held = read(array, a);
      array[a] = read(array, b);
      array[b] = held;
    }
  }
}

function read(array: Int32Array | Float32Array | Float64Array, at: number): number {
  return array[at] ?? impossible;
}

function addLogs(a: number, b: number): number {
  const high = Math.max(a, b);
  const low = Math.min(a, b);
  return low <= impossible ? high : high + Math.log1p(Math.exp(low - high));
}

import type { Frame } from '../camera/frames.ts';
import { compilePatterns, type Automaton } from './automaton.ts';
import { BeamSearch } from './beam.ts';
import { Candidates, combineLooks } from './candidates.ts';
import { burntShare, findFront, flawOf, type FoundFront } from './front-finder.ts';
import { fieldNames, type FieldLayout, type FieldName, type FrontLayouts } from './layouts.ts';
import type { TrayMount } from './mount.ts';
import { cutStrip, type LineNetwork, type Strip } from './network.ts';
import type { FrameReading } from './reading.ts';

/**
 * Each field is looked at more than once, the strip cut a little elsewhere, mm: what the network says of a damaged digit
 * depends on where its pixels fall. On 450 drawn cards spoilt beyond reading, wrong acceptances fell from 4 to 0 when
 * three looks were asked for. The third is for fields of which the first two do not say the same, each so sure: on 1,000
 * drawn hard cards it changed nothing in the others.
 */
const sureLook = 0.95;
const looks = [
  { dx: 0, dy: 0 },
  { dx: 0.18, dy: 0.1 },
  { dx: -0.17, dy: -0.12 },
] as const;

/**
 * Print that lies further from the card's edges than any printer puts it, mm: an edge was lost in a bright tray, and the
 * card is drawn out of shape. Fields near the anchor follow it; the others are looked for where the network reads best.
 */
const outOfShape = 0.8;
const searchedX = [0, -1.8, 1.8] as const;
const searchedY = [0, 0.6, -0.6, 1.2, -1.2, 1.8, -1.8, 2.4, -2.4] as const;

interface FieldReader {
  readonly name: FieldName;
  readonly layout: FieldLayout;
  readonly strip: Strip;
  readonly automaton: Automaton;
}

/** Overwrites `reading` with what the frame says; leaves the frame as it is. */
export interface FrameReader {
  read(frame: Frame, reading: FrameReading): Promise<void>;
  /** The first run is slow; done before a patient is there. */
  warmUp(): Promise<void>;
  /** Overwrites what is left of the last frame. */
  wipe(): void;
  /** Lets go of the engine. */
  close(): Promise<void>;
}

/** Reads a card front out of single frames. Not re-entrant: one frame after the other. */
export class FrontReader implements FrameReader {
  readonly #layouts: FrontLayouts;
  readonly #mount: TrayMount;
  /** The readers of each generation's fields. */
  readonly #fields: readonly (readonly FieldReader[])[];
  readonly #beam = new BeamSearch();
  readonly #looks = looks.map(() => new Candidates());

  constructor(network: LineNetwork, layouts: FrontLayouts, mount: TrayMount) {
    this.#layouts = layouts;
    this.#mount = mount;
    this.#fields = layouts.generations.map((generation) =>
      fieldNames.map((name) => {
        const layout = generation.fields[name];
        const automaton = compilePatterns(layout.patterns, layouts.network.alphabet, layouts.eras);
        return { name, layout, automaton, strip: network.strip(layout.pixels) };
      }),
    );
  }

  async warmUp(): Promise<void> {
    for (const { strip } of this.#fields[0] ?? []) for (let run = 0; run < 3; run++) await strip.run();
  }

  async read(frame: Frame, reading: FrameReading): Promise<void> {
    const front = findFront(frame, this.#layouts.generations, this.#mount, reading);
    if (front === undefined) return;
    const { picture, cardToPicture, look } = front;
    let burnt = 0;
    for (const field of this.#fields[front.generation] ?? []) {
      const { name, layout, strip, automaton } = field;
      const base = await this.#whereIs(field, front);
      let seen = 0;
      while (seen < this.#looks.length && !(seen === 2 && this.#agree())) {
        const found = this.#looks[seen];
        const { dx = 0, dy = 0 } = looks[seen] ?? {};
        seen++;
        if (found === undefined) continue;
        const moved = { dx: base.dx + dx, dy: base.dy + dy };
        cutStrip(picture, cardToPicture, layout, moved, this.#layouts.network, strip.input);
        burnt = Math.max(burnt, burntShare(strip.input));
        await strip.run();
        this.#beam.search(strip.output, strip.steps, automaton, found);
      }
      combineLooks(this.#looks.slice(0, seen), reading[name]);
      for (const found of this.#looks) found.wipe();
      strip.wipe();
    }
    reading.flaw = flawOf(burnt, look);
  }

  /** Whether the first two looks say the same and are sure of it. */
  #agree(): boolean {
    const [first, second] = this.#looks;
    if (first === undefined || second === undefined || first.value(0) !== second.value(0)) return false;
    return Math.min(first.posterior(0), second.posterior(0)) >= sureLook;
  }

  /** How far the field's print is off, mm. */
  async #whereIs({ layout, strip, automaton }: FieldReader, { picture, cardToPicture, shift }: FoundFront) {
    if (layout.aligned) return shift;
    let best = { dx: 0, dy: 0 };
    const [found] = this.#looks;
    if (found === undefined || Math.hypot(shift.dx, shift.dy) <= outOfShape) return best;
    let surest = 0;
    for (const dy of searchedY) {
      for (const dx of searchedX) {
        cutStrip(picture, cardToPicture, layout, { dx, dy }, this.#layouts.network, strip.input);
        await strip.run();
        this.#beam.search(strip.output, strip.steps, automaton, found);
        if (found.posterior(0) <= surest) continue;
        surest = found.posterior(0);
        best = { dx, dy };
      }
    }
    found.wipe();
    return best;
  }

  wipe(): void {
    for (const fields of this.#fields) for (const { strip } of fields) strip.wipe();
  }

  /** Nothing to let go of: the session ends with its process. */
  close(): Promise<void> {
    return Promise.resolve();
  }
}

import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { scanReasons } from '../../../vocabulary/jobs.ts';
import type { Sight } from '../practice/legibility.ts';
import type { Scored } from './score.ts';

/**
 * Scores on their way: one line of JSON per card, so that a long evaluation can be broken off, continued and run in
 * parts. Outcomes and times only, never a digit of a card.
 */
const numbers = v.array(v.number());
const line = v.strictObject({
  score: v.strictObject({
    id: v.string(),
    expect: v.picklist(['read', 'reject']),
    outcome: v.picklist(['right', 'wrong', 'refused']),
    reason: v.nullable(v.picklist(scanReasons)),
  }),
  msPerFrame: numbers,
  cpuMsPerFrame: numbers,
  /** How well a person could see the digits (practice/legibility.ts). */
  sight: v.strictObject({ contrast: v.number(), partContrast: v.number(), detection: v.number() }),
});

export interface DrawnScore extends Scored {
  readonly sight: Sight;
}

/** What was scored before, by id; `keep` is called with every new score. */
export class Results {
  readonly #file: string | undefined;
  readonly #known = new Map<string, DrawnScore>();

  /** @throws ValiError, SyntaxError when the file holds something else. */
  constructor(file: string | undefined) {
    this.#file = file;
    if (file === undefined || !existsSync(file)) return;
    for (const text of readFileSync(file, 'utf8').split('\n')) {
      if (text === '') continue;
      const known = v.parse(line, JSON.parse(text));
      this.#known.set(known.score.id, known);
    }
  }

  known(id: string): DrawnScore | undefined {
    return this.#known.get(id);
  }

  keep(scored: DrawnScore): void {
    this.#known.set(scored.score.id, scored);
    if (this.#file !== undefined) appendFileSync(this.#file, `${JSON.stringify(scored)}\n`);
  }
}

import * as v from 'valibot';

/**
 * The JSON lines between us and the program's process: one object a line, UTF-8, over its standard input and output.
 *
 *   it says first   {"hello":"<its name>","speaks":1}
 *   we ask          {"id":7,"do":"qualify","method":"pin"}     ping, qualify, register, commit with their job's input
 *   it answers      {"id":7,"outcome":"pinWrong","left":2}     an outcome of vocabulary/jobs.ts with its fields
 *   we cancel       {"id":7,"do":"cancel"}                     it answers {"id":7,"cancelled":true} once the card is let go of
 *
 * The PIN never travels here: for `method: pin` its length (one byte) and digits (ASCII) precede the line on descriptor 3.
 */
export const lineVersion = 1;
/** Longest line taken; real ones stay under 200. */
export const longestLine = 4096;

const id = v.pipe(v.number(), v.integer(), v.minValue(1));

export const helloSchema = v.strictObject({
  hello: v.pipe(v.string(), v.maxLength(64)),
  speaks: v.pipe(v.number(), v.integer()),
});
export const answerSchema = v.union([
  v.strictObject({ id, cancelled: v.literal(true) }),
  v.strictObject({ id, outcome: v.string(), left: v.optional(v.pipe(v.number(), v.integer())) }),
]);
export const requestSchema = v.looseObject({ id, do: v.picklist(['ping', 'qualify', 'register', 'commit', 'cancel']) });
export type Request = v.InferOutput<typeof requestSchema>;

/** Reads one line by a schema; undefined for anything else. */
export function parseLine<S extends v.GenericSchema>(schema: S, line: string): v.InferOutput<S> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  const parsed = v.safeParse(schema, value);
  return parsed.success ? parsed.output : undefined;
}

/** Cuts a stream into lines. `feed` answers false once a line is longer than any we take. */
export class LineCutter {
  #rest = '';
  readonly #take: (line: string) => void;

  constructor(take: (line: string) => void) {
    this.#take = take;
  }

  feed(chunk: string): boolean {
    const lines = (this.#rest + chunk).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) if (line.length <= longestLine) this.#take(line);
    return this.#rest.length <= longestLine && lines.every((line) => line.length <= longestLine);
  }
}

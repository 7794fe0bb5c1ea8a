import * as v from 'valibot';

/**
 * `labels.json` beside a folder's pictures: several files of one entry are frames of one card, one file is judged without
 * the rule that two frames must agree.
 */
const digits = (n: number) => v.pipe(v.string(), v.regex(new RegExp(`^\\d{${n}}$`), `${n} digits`));
const label = v.object({
  id: v.union([v.string(), v.pipe(v.number(), v.transform(String))]),
  files: v.pipe(v.array(v.string()), v.minLength(1)),
  expect: v.picklist(['read', 'reject']),
  birth6: v.optional(v.nullable(v.union([digits(6), v.literal('')]))),
  expiry4: v.optional(v.nullable(v.union([digits(4), v.literal('')]))),
  code4: v.optional(v.nullable(v.union([digits(4), v.literal('')]))),
});
export type FrontLabel = v.InferOutput<typeof label>;

/** @throws ValiError, SyntaxError when the text is no list of labels. */
export function parseLabels(text: string): readonly FrontLabel[] {
  return v.parse(v.array(label), JSON.parse(text));
}

/** The 14 digits expected, or undefined when the entry is to be rejected. */
export function expectedCodeB({ expect, birth6, expiry4, code4 }: FrontLabel): string | undefined {
  return expect === 'reject' ? undefined : `${birth6 ?? ''}${expiry4 ?? ''}${code4 ?? ''}`;
}

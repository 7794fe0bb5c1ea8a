/** The running number that pcscd (" 00 00") and Windows (" 0") put behind a reader's name; it changes with the plug. */
const runningNumber = /( [0-9A-F]{2} [0-9A-F]{2}| \d+)$/;

export type Choice = { readonly reader: string } | { readonly none: 'absent' | 'ambiguous' };

/**
 * The configured reader among those the service shows; every other one is as if it were not there (R 3-20). `configured` is
 * a whole name, or a name without its running number, which then must fit one reader only.
 */
export function chooseReader(readers: readonly string[], configured: string): Choice {
  if (readers.includes(configured)) return { reader: configured };
  const alike = readers.filter((name) => name.replace(runningNumber, '') === configured);
  const [reader] = alike;
  if (reader === undefined) return { none: 'absent' };
  return alike.length === 1 ? { reader } : { none: 'ambiguous' };
}

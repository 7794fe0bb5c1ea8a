/** Where something stands in a file; line and column count from 1, length in characters. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** Something a person has to mend in a file, worded for that person: Japanese first, then English. */
export interface Problem {
  /** Stable code: F1xx form, F2xx structure, F3xx names, F4xx laws, S settings, T texts. */
  readonly code: string;
  readonly place: Place;
  readonly ja: string;
  readonly en: string;
  /** What to do: a name to write instead, or the allowed ones. */
  readonly help?: string;
}

/** A file set was refused as a whole; the message shows every problem with its code frame. */
export class ProblemsError extends Error {
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[], textOf: (file: string) => string | undefined) {
    super(problems.map((problem) => formatProblem(problem, textOf(problem.place.file))).join('\n\n'));
    this.name = 'ProblemsError';
    this.problems = problems;
  }
}

/** One problem like a compiler's message, with the line and a caret that stands right under full-width text. */
export function formatProblem(problem: Problem, text: string | undefined): string {
  const { place } = problem;
  const head = `${place.file}:${place.line}:${place.column} ${problem.code} ${problem.ja}\n    ${problem.en}`;
  const line = text?.split('\n')[place.line - 1];
  const number = String(place.line);
  const frame =
    line === undefined
      ? []
      : [
          `  ${number} │ ${line}`,
          `  ${' '.repeat(number.length)} │ ${padTo(line.slice(0, place.column - 1))}${'^'.repeat(
            Math.max(1, columns(line.slice(place.column - 1, place.column - 1 + place.length))),
          )}`,
        ];
  const help = problem.help === undefined ? [] : [`  → ${problem.help}`];
  return [head, ...frame, ...help].join('\n');
}

function padTo(before: string): string {
  return ' '.repeat(columns(before));
}

/** Columns of a text: two for full-width characters, one for the others. */
export function columns(text: string): number {
  let count = 0;
  for (const char of text) count += /[ᄀ-ᅟ⺀-꓏가-힣豈-﫿︰-﹯＀-｠￠-￦]/u.test(char) ? 2 : 1;
  return count;
}

/** The known name nearest to a misspelt one, or undefined when none is near. */
export function nearest(wrong: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(wrong.length / 3)) + 1;
  for (const name of known) {
    const distance = editDistance(wrong.toLowerCase(), name.toLowerCase());
    if (distance < bestDistance) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

/** Help for an unknown name: the nearest one, else the list when it is short enough to read. */
export function helpFor(wrong: string, known: Iterable<string>): string {
  const names = [...known];
  const near = nearest(wrong, names);
  if (near !== undefined) return `もしかして: ${near} (did you mean ${near}?)`;
  const shown = names.slice(0, 24).join(', ');
  return `使えるもの (known): ${shown}${names.length > 24 ? ' …' : ''}`;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(substitution, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}

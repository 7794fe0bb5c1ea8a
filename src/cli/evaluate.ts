import { WrongWords } from './command-line.ts';
import { evaluateBadInputCommand } from './evaluate-bad-input.ts';
import { evaluateContinuityCommand } from './evaluate-continuity.ts';
import { evaluateMasksCommand } from './evaluate-masks.ts';
import { evaluateMatcherCommand } from './evaluate-matcher.ts';
import { evaluateScannerCommand } from './evaluate-scanner.ts';
import { evaluateSpoofCommand } from './evaluate-spoof.ts';

/** What can be evaluated: `npm run evaluate -- scanner …`. */
const subjects: { readonly [subject: string]: (args: readonly string[]) => Promise<number> } = {
  matcher: evaluateMatcherCommand,
  'bad-input': evaluateBadInputCommand,
  continuity: evaluateContinuityCommand,
  masks: evaluateMasksCommand,
  scanner: evaluateScannerCommand,
  spoof: evaluateSpoofCommand,
};

export async function evaluateCommand(args: readonly string[]): Promise<number> {
  const [subject = '', ...rest] = args;
  const evaluate = Object.hasOwn(subjects, subject) ? subjects[subject] : undefined;
  if (evaluate !== undefined) return evaluate(rest);
  throw new WrongWords(
    `何を評価するか指定してください。(usage: npm run evaluate -- <${Object.keys(subjects).join(' | ')}> …)`,
  );
}

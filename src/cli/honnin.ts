import { checkCommand } from './check.ts';
import { WrongWords, wrongWordsStatus } from './command-line.ts';
import { evaluateCommand } from './evaluate.ts';
import { journeysCommand } from './journeys.ts';
import { kioskCommand } from './kiosk.ts';
import { labCommand } from './lab.ts';
import { replayCommand } from './replay.ts';
import { residueCommand } from './residue.ts';
import { setupCommand } from './setup-command.ts';
import { staffCodeCommand } from './staff-code.ts';
import { startCommand } from './start.ts';

/** One command, `honnin <verb>`; the npm scripts are its aliases. Exit status: 0 done, 1 our fault, 2 refused as asked, 64 wrong words. */
const verbs: { readonly [verb: string]: (args: readonly string[]) => Promise<number> } = {
  start: startCommand,
  setup: setupCommand,
  journeys: journeysCommand,
  check: checkCommand,
  evaluate: evaluateCommand,
  lab: labCommand,
  replay: replayCommand,
  residue: residueCommand,
  'staff-code': staffCodeCommand,
  kiosk: kioskCommand,
};

const [verb = '', ...args] = process.argv.slice(2);
const run = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
if (run === undefined) {
  console.error(`使い方 (usage): honnin <${Object.keys(verbs).join(' | ')}> …`);
  process.exitCode = wrongWordsStatus;
} else {
  try {
    process.exitCode = await run(args);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = error instanceof WrongWords ? wrongWordsStatus : 1;
  }
}

/**
 * Every mutant of the flow, or one in so many, before the checker, the laws and the golden traces:
 *
 *   npm run mutate [-- ONE_IN]
 *
 * Ctrl-C reports what there is, after the mutant under way. The fates stand in out/mutants.json afterwards, the mutants that
 * nobody found on the screen. Exit status 0 when all were judged and at least 98 % found, 130 after Ctrl-C, otherwise 1.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { progressTeller } from '../../../src/cli/progress.ts';
import { mutantsOf, type Mutant } from '../../../src/machines/explore/mutate.ts';
import { fateOf, type Fate } from '../../../src/machines/laws/fate.ts';
import { scenarios } from '../trace/scenarios.ts';
import { golden, loaded } from './loaded.ts';

const goal = 0.98;

const oneIn = Number(process.argv[2] ?? 1);
if (!(Number.isInteger(oneIn) && oneIn > 0)) {
  console.error('usage: npm run mutate [-- ONE_IN]');
  process.exit(64);
}
let interrupted = false;
process.once('SIGINT', () => (interrupted = true));

const traces = scenarios.map(golden);
const mutants = mutantsOf(loaded.flow).filter((_, at) => at % oneIn === 0);
const progress = progressTeller((words) => console.error(words));
const judged: (Pick<Mutant, 'id' | 'kind' | 'place'> & Fate)[] = [];
try {
  for (const mutant of mutants) {
    if (interrupted) break;
    const { id, kind, place } = mutant;
    judged.push({ id, kind, place, ...fateOf(mutant, loaded, traces) });
    progress(judged.length, mutants.length);
    // Lets an interrupt be heard.
    await new Promise((resolve) => setImmediate(resolve));
  }
} finally {
  report();
}

function report(): void {
  for (const kind of new Set(judged.map((one) => one.kind))) {
    const ofKind = judged.filter((one) => one.kind === kind);
    const by = (whom: Fate['by']) => ofKind.filter((one) => one.by === whom).length;
    console.log(
      `${kind}: ${ofKind.length}, found by checker ${by('checker')}, laws ${by('law')}, traces ${by('trace')}, nobody ${by('nobody')}`,
    );
  }
  const missed = judged.filter(({ by }) => by === 'nobody');
  for (const { id, place } of missed) console.log(`flows/${place.file}:${place.line}:${place.column} not found: ${id}`);
  const found = judged.length - missed.length;
  console.log(`${found} of ${judged.length} found; ${mutants.length} were to be judged`);
  mkdirSync('out', { recursive: true });
  writeFileSync('out/mutants.json', JSON.stringify(judged, null, 1));
  const isGood = judged.length === mutants.length && found >= goal * judged.length;
  process.exitCode = interrupted ? 130 : isGood ? 0 : 1;
}

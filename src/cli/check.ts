import { join } from 'node:path';
import { folder, readWords } from './command-line.ts';
import { facilitySettings, productRoot, yamlFiles } from '../host/core/files.ts';
import { laws } from '../machines/laws/judge.ts';
import { lawProblems } from '../machines/laws/law-problems.ts';
import { judgeFlow } from '../machines/load.ts';
import { formatProblem, type Problem } from '../machines/problem.ts';
import { loadTexts } from '../machines/texts.ts';

/**
 * `npm run check -- [--facility DIR] [--flows DIR]`: judges flow, settings and wording, and prints every fault like a
 * compiler; a flow without faults is walked through every state it can reach, and must keep every law in each. Exit 1
 * with faults.
 */
export async function checkCommand(args: readonly string[]): Promise<number> {
  const { values } = readWords({
    args: [...args],
    options: { facility: { type: 'string' }, flows: { type: 'string' } },
  });
  const flowFiles = yamlFiles(folder('--flows', values.flows) ?? join(productRoot, 'flows'));
  const facilityFolder = folder('--facility', values.facility);
  const facility = facilitySettings(facilityFolder);
  const localeFiles = yamlFiles(join(productRoot, 'locales'));
  const overlay = facilityFolder === undefined ? undefined : yamlFiles(join(facilityFolder, 'locales'));
  const { loaded, problems } = judgeFlow(flowFiles, facility);
  // Texts are judged against the flow; a broken one would only repeat its faults.
  const texts = problems.length === 0 ? loadTexts(localeFiles, loaded.flow, overlay).problems : [];
  const textOf = (file: string): string | undefined =>
    file === facility?.file ? facility.text : (flowFiles.get(file) ?? overlay?.get(file) ?? localeFiles.get(file));
  const tell = (found: readonly Problem[]): void => {
    for (const problem of found) console.log(`${formatProblem(problem, textOf(problem.place.file))}\n`);
  };
  const faults = [...problems, ...texts];
  tell(faults);
  if (faults.length > 0) {
    console.log(
      `${faults.length}件の直すところがあります。直すまで、この設定では始まりません。(${faults.length} faults; refused as a whole)`,
    );
    return 1;
  }
  const broken = lawProblems(loaded, (scope) => console.error(`たどっています (walking through): ${scope}`));
  tell(broken);
  if (broken.length > 0) {
    console.log(
      `この流れには、たどるとわかる直すところが${broken.length}件あります。使わないでください。(${broken.length} faults found by walking through it: do not use this flow)`,
    );
    return 1;
  }
  console.log(
    `問題はありません。(no faults: ${loaded.flow.title}, ${loaded.settingTable.size} settings, ${laws.length} laws)`,
  );
  return 0;
}

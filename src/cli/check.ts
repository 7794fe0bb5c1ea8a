import { join } from 'node:path';
import { folder, readWords } from './command-line.ts';
import { facilitySettings, productRoot, yamlFiles } from '../host/core/files.ts';
import { judgeFlow } from '../machines/load.ts';
import { formatProblem } from '../machines/problem.ts';
import { loadTexts } from '../machines/texts.ts';

/**
 * `npm run check -- [--facility DIR] [--flows DIR]`: judges flow, settings and wording, and prints every fault like a
 * compiler. Exit 1 with faults.
 */
export async function checkCommand(args: readonly string[]): Promise<number> {
  const { values } = readWords({
    args: [...args],
    options: { facility: { type: 'string' }, flows: { type: 'string' } },
  });
  const flowFiles = yamlFiles(
    values.flows === undefined ? join(productRoot, 'flows') : folder('--flows', values.flows),
  );
  const facilityFolder = values.facility === undefined ? undefined : folder('--facility', values.facility);
  const facility = facilitySettings(facilityFolder);
  const localeFiles = yamlFiles(join(productRoot, 'locales'));
  const overlay = facilityFolder === undefined ? undefined : yamlFiles(join(facilityFolder, 'locales'));
  const { loaded, problems } = judgeFlow(flowFiles, facility);
  // Texts are judged against the flow; a broken one would only repeat its faults.
  const texts = problems.length === 0 ? loadTexts(localeFiles, loaded.flow, overlay).problems : [];
  const textOf = (file: string): string | undefined =>
    file === facility?.file ? facility.text : (flowFiles.get(file) ?? overlay?.get(file) ?? localeFiles.get(file));
  const all = [...problems, ...texts];
  for (const problem of all) console.log(`${formatProblem(problem, textOf(problem.place.file))}\n`);
  if (all.length > 0) {
    console.log(
      `${all.length}件の直すところがあります。直すまで、この設定では始まりません。(${all.length} faults; refused as a whole)`,
    );
    return 1;
  }
  console.log(`問題はありません。(no faults: ${loaded.flow.title}, ${loaded.settingTable.size} settings)`);
  return 0;
}

import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { facilitySettings, productRoot, yamlFiles } from '../host/core/files.ts';
import { judgeFlow } from '../machines/load.ts';
import { formatProblem } from '../machines/problem.ts';

/** `npm run check -- [--facility DIR]`: judges flow and settings and prints every fault like a compiler. Exit 1 with faults. */
export async function checkCommand(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { facility: { type: 'string' }, flows: { type: 'string' } },
  });
  const files = yamlFiles(values.flows ?? join(productRoot, 'flows'));
  const facility = facilitySettings(values.facility);
  const { loaded, problems } = judgeFlow(files, facility);
  for (const problem of problems) {
    const text = problem.place.file === facility?.file ? facility.text : files.get(problem.place.file);
    console.log(`${formatProblem(problem, text)}\n`);
  }
  if (problems.length > 0) {
    console.log(
      `${problems.length}件の直すところがあります。直すまで、前の流れのまま動きます。(${problems.length} faults)`,
    );
    return 1;
  }
  console.log(`問題はありません。(no faults: ${loaded.flow.title}, ${loaded.settingTable.size} settings)`);
  return 0;
}

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { folder, readWords, WrongWords } from './command-line.ts';
import { facilitySettings, productRoot, yamlFiles } from '../host/core/files.ts';
import { loadFlow } from '../machines/load.ts';
import { parseTrace } from '../machines/trace/parse.ts';
import { flowHash } from '../machines/trace/record.ts';
import { replayTrace } from '../machines/trace/replay.ts';

/**
 * `npm run replay -- FILE [--facility DIR] [--flows DIR]`: replays a recorded trace through the flow. Exit 0 when every
 * state is the same, 1 at the first divergence or for a broken file.
 */
export async function replayCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = readWords({
    args: [...args],
    allowPositionals: true,
    options: { facility: { type: 'string' }, flows: { type: 'string' } },
  });
  const [file] = positionals;
  if (file === undefined)
    throw new WrongWords('再生する記録を指定してください。(name a trace: npm run replay -- out/traces/face.jsonl)');
  if (!existsSync(file)) throw new WrongWords(`${file}: その記録はありません。(no such trace)`);
  const trace = parseTrace(readFileSync(file, 'utf8'));
  if ('broken' in trace) {
    console.error(`${file}:${trace.broken.line} 記録を読めません。(${trace.broken.cause})`);
    return 1;
  }
  const flowFiles = yamlFiles(folder('--flows', values.flows) ?? join(productRoot, 'flows'));
  const loaded = loadFlow(flowFiles, facilitySettings(folder('--facility', values.facility)));
  if (trace.head.flowHash !== flowHash(flowFiles, loaded)) {
    console.error(
      '注意: 記録したときとは流れか設定がちがいます。(the flow or its settings have changed since the recording)',
    );
  }
  const replayed = replayTrace(loaded, trace.steps);
  if (replayed.same) {
    console.log(`${replayed.steps}歩、すべて同じでした。(${replayed.steps} steps, all the same)`);
    return 0;
  }
  const { place } = replayed;
  console.error(`${file}:${replayed.line} ここで分かれました。(first divergence)`);
  console.error(`  できごと event : ${replayed.event}`);
  console.error(`  まえ    before: ${replayed.before.join(' ')}`);
  console.error(`  記録    trace : ${replayed.expected.join(' ')}`);
  console.error(`  流れ    flow  : ${replayed.got.join(' ')}`);
  if (place !== undefined) console.error(`  ここ    at    : flows/${place.file}:${place.line}:${place.column}`);
  return 1;
}

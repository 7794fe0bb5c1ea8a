import { parseArgs } from 'node:util';
import { ensureNetworks, type NetworkPaths } from '../actors/models/ensure-networks.ts';
import { loadManifest } from '../actors/models/manifest.ts';
import { ensureUi } from './ui-build.ts';

const log = (line: string): void => console.error(line);

/** Puts networks and glass in place; quick and silent when they are. `from`: a folder of the operator with the networks. */
export async function setUp(from?: string): Promise<NetworkPaths> {
  const paths = await ensureNetworks({ manifest: loadManifest(), log, ...(from === undefined ? {} : { from }) });
  await ensureUi(log);
  return paths;
}

export async function setupCommand(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { from: { type: 'string' } } });
  await setUp(values.from);
  return 0;
}

import { Engine } from '../actors/matcher/engine/engine.ts';
import { PassiveNetwork } from '../actors/matcher/engine/passive-network.ts';
import { ensureNetworks, type NetworkPaths } from '../actors/models/ensure-networks.ts';
import { engineInUse, loadManifest } from '../actors/models/manifest.ts';
import { folder, readWords } from './command-line.ts';
import { ensureUi } from './ui-build.ts';

const log = (line: string): void => console.error(line);

/** Puts networks and glass in place; quick and silent when they are. `from`: a folder of the operator with the networks. */
export async function setUp(from?: string): Promise<NetworkPaths> {
  const paths = await ensureNetworks({ manifest: loadManifest(), log, ...(from === undefined ? {} : { from }) });
  await ensureUi(log);
  return paths;
}

/** `setup [--from DIR]`: puts everything in place and loads the matcher's networks once, as a kiosk would. */
export async function setupCommand(args: readonly string[]): Promise<number> {
  const { values } = readWords({ args: [...args], options: { from: { type: 'string' } } });
  const paths = await setUp(folder('--from', values.from));
  // An entry that does not fit its network is told here; at a kiosk the matcher would only be missing.
  const manifest = loadManifest();
  const engine = await Engine.load(paths, engineInUse(manifest));
  const passive = await PassiveNetwork.loadIfUsed(paths, manifest.liveness);
  await Promise.all([engine.release(), passive?.release()]);
  return 0;
}

import { ensureNetworks, type NetworkPaths } from '../../../src/actors/models/ensure-networks.ts';
import type { Liveness } from '../../../src/actors/models/liveness-schema.ts';
import type { EngineSpec } from '../../../src/actors/models/manifest-schema.ts';
import { engineInUse, loadManifest } from '../../../src/actors/models/manifest.ts';

/** The engine in use and its networks, set up into the cache when they are not there yet. */
export async function engineForTests(): Promise<{
  spec: EngineSpec;
  paths: NetworkPaths;
  fmr: number;
  liveness: Liveness;
}> {
  const manifest = loadManifest();
  const { use, liveness } = manifest;
  return { spec: engineInUse(manifest), paths: await ensureNetworks({ manifest }), fmr: use.fmr, liveness };
}

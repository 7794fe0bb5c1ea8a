import { ensureNetworks, type NetworkPaths } from '../../../src/actors/models/ensure-networks.ts';
import type { Liveness } from '../../../src/actors/models/liveness-schema.ts';
import { visitFmrs, type EngineSpec, type VisitFmr } from '../../../src/actors/models/manifest-schema.ts';
import { engineInUse, loadManifest } from '../../../src/actors/models/manifest.ts';

/** The engine in use and its networks, set up into the cache when they are not there yet. */
export async function engineForTests(): Promise<{
  spec: EngineSpec;
  paths: NetworkPaths;
  fmr: VisitFmr;
  liveness: Liveness;
}> {
  const manifest = loadManifest();
  const paths = await ensureNetworks({ manifest });
  return { spec: engineInUse(manifest), paths, fmr: visitFmrs['1in10000'], liveness: manifest.liveness };
}

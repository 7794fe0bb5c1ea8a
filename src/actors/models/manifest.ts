import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { manifestSchema, type EngineSpec, type Manifest } from './manifest-schema.ts';
import { parseYaml } from './parse-yaml.ts';

/**
 * Reads a manifest and checks that every name in it is known.
 * @throws ManifestError naming every fault as file:line:column.
 */
export function parseManifest(text: string, file: string): Manifest {
  const read = parseYaml(text, file, manifestSchema);
  if ('faults' in read) throw new ManifestError(read.faults);
  const { value: manifest, at } = read;
  const faults: string[] = [];
  const known = (network: string, path: readonly (string | number)[]) => {
    if (!Object.hasOwn(manifest.networks, network)) faults.push(`${at(path)} there is no network ${network}`);
  };
  for (const [key, engine] of Object.entries(manifest.engines)) {
    known(engine.detector.network, ['engines', key, 'detector', 'network']);
    known(engine.landmarks.network, ['engines', key, 'landmarks', 'network']);
    if (engine.eyes !== undefined) known(engine.eyes.network, ['engines', key, 'eyes', 'network']);
    engine.embedders.forEach((e, i) => known(e.network, ['engines', key, 'embedders', i, 'network']));
  }
  const used = manifest.engines[manifest.use.engine];
  if (used === undefined) faults.push(`${at(['use', 'engine'])} there is no engine ${manifest.use.engine}`);
  else if (!used.thresholds.some((t) => t.per === 'transaction' && t.fmr === manifest.use.fmr)) {
    faults.push(`${at(['use', 'fmr'])} engine ${manifest.use.engine} has no threshold per transaction for this fmr`);
  }
  if (faults.length > 0) throw new ManifestError(faults);
  return manifest;
}

/** The repository's root folder. */
export const repositoryRoot = fileURLToPath(new URL('../../../', import.meta.url));

/** Reads this product's own models/models.yaml. */
export function loadManifest(): Manifest {
  return parseManifest(readFileSync(`${repositoryRoot}models/models.yaml`, 'utf8'), 'models/models.yaml');
}

/** The engine that the manifest says is in use. */
export function engineInUse(manifest: Manifest): EngineSpec {
  const engine = manifest.engines[manifest.use.engine];
  if (engine === undefined) throw new RangeError(`no engine ${manifest.use.engine}`); // parseManifest has checked it
  return engine;
}

export class ManifestError extends Error {
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.name = 'ManifestError';
    this.faults = faults;
  }
}

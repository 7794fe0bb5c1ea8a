import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { manifestSchema, networksOf, visitFmrs, type EngineSpec, type Manifest } from './manifest-schema.ts';
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
  const { passive } = manifest.liveness;
  if (passive !== undefined) known(passive.network, ['liveness', 'passive', 'network']);
  for (const [key, { thresholds }] of Object.entries(manifest.engines)) {
    for (const [index, fault] of thresholdFaults(thresholds))
      faults.push(`${at(['engines', key, 'thresholds', index])} ${fault}`);
  }
  const { parallax, light } = manifest.liveness;
  if (parallax.shownTied < parallax.shown)
    faults.push(
      `${at(['liveness', 'parallax', 'shownTied'])} a tied face must show no less depth than the others, ${parallax.shown}`,
    );
  if (light.change.most <= light.change.least)
    faults.push(`${at(['liveness', 'light', 'change', 'most'])} must be above least, ${light.change.least}`);
  const { engine: name } = manifest.use;
  const used = Object.hasOwn(manifest.engines, name) ? manifest.engines[name] : undefined;
  if (used === undefined) faults.push(`${at(['use', 'engine'])} there is no engine ${name}`);
  else {
    for (const fmr of Object.values(visitFmrs)) {
      if (used.thresholds.some((t) => t.per === 'visit' && t.fmr === fmr)) continue;
      faults.push(
        `${at(['engines', name, 'thresholds'])} an engine in use needs a threshold { per: visit, fmr: ${fmr}, … }; ` +
          `measure it with: npm run evaluate -- matcher --engine ${name} --faces DIR`,
      );
    }
  }
  if (faults.length > 0) throw new ManifestError(faults);
  return manifest;
}

/**
 * What cannot have been measured: a bound twice, fewer false matches at no higher cosine, or a visit, which takes the best of
 * several tries, accepted at a lower cosine than one of them.
 */
function thresholdFaults(thresholds: EngineSpec['thresholds']): readonly (readonly [index: number, fault: string])[] {
  return thresholds.flatMap(({ per, fmr, cosine }, index) => {
    const faults: string[] = [];
    const others = thresholds.filter((other) => other.per === per);
    if (thresholds.slice(0, index).some((other) => other.per === per && other.fmr === fmr))
      faults.push(`a second threshold per ${per} for ${fmr}`);
    const looser = others.find((other) => other.fmr > fmr && other.cosine >= cosine);
    if (looser !== undefined)
      faults.push(`per ${per} the cosine for ${fmr} must lie above that for ${looser.fmr}, ${looser.cosine}`);
    const single = thresholds.find((other) => other.per === 'transaction' && other.fmr === fmr);
    if (per === 'visit' && single !== undefined && cosine < single.cosine)
      faults.push(`a visit needs at least the cosine of one transaction, ${single.cosine}`);
    return faults.map((fault) => [index, fault] as const);
  });
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

/** The networks that a kiosk needs: those of the engine in use, and the passive one where there is one. */
export function networksInUse(manifest: Manifest): readonly string[] {
  const { passive } = manifest.liveness;
  return [...networksOf(engineInUse(manifest)), ...(passive === undefined ? [] : [passive.network])];
}

export class ManifestError extends Error {
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.name = 'ManifestError';
    this.faults = faults;
  }
}

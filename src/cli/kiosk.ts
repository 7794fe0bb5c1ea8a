import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** `npm run kiosk`: the Electron shell, where Electron's binary is at hand. */
export function kioskCommand(args: readonly string[]): Promise<number> {
  const launch = fileURLToPath(new URL('../host/electron/launch.ts', import.meta.url));
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [launch, ...args], { stdio: 'inherit' });
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

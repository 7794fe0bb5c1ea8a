import { existsSync } from 'node:fs';
import path from 'node:path';

/** Electron's binary, or the lines that tell a person what to do. */
export type FoundElectron = { readonly binary: string } | { readonly missing: readonly string[] };

export interface ElectronSearch {
  /** The installed npm package `electron`; its types come by npm ci, its binary does not. */
  readonly packageFolder: string;
  readonly version: string;
  /** ELECTRON_OVERRIDE_DIST_PATH, Electron's own variable: the folder of an unpacked Electron. */
  readonly override: string | undefined;
  readonly platform: NodeJS.Platform;
}

export function findElectron({ packageFolder, version, override, platform }: ElectronSearch): FoundElectron {
  const name = platform === 'win32' ? 'electron.exe' : 'electron';
  const folder = override === undefined || override === '' ? path.join(packageFolder, 'dist') : override;
  const binary = path.join(folder, name);
  if (existsSync(binary)) return { binary };
  return {
    missing: [
      `Electron ${version} の本体がありません（${binary}）。npx install-electron で取り込むか、展開済みのフォルダーを環境変数 ELECTRON_OVERRIDE_DIST_PATH に指定してください。ブラウザーで始めるには npm start です。`,
      `Electron ${version} itself is missing (${binary}). Fetch it with npx install-electron, or name an unpacked folder in ELECTRON_OVERRIDE_DIST_PATH. To start in a browser: npm start.`,
    ],
  };
}

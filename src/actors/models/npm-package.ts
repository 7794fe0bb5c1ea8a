import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { pickFromTar } from './tar.ts';

/** Largest unpacked package that is taken (a bound against a hostile archive). */
const largestTar = 500_000_000;
/** How often the waiting operator is told that the download goes on. */
const wordEveryMs = 5_000;

export interface PackageRequest {
  readonly name: string;
  readonly version: string;
  /** Files wanted, as paths inside the package. */
  readonly paths: readonly string[];
  readonly log: (words: string) => void;
}

/** Fetches a pinned package through the user's own configured registry and answers the files asked for. */
export type FetchPackage = (request: PackageRequest) => Promise<Map<string, Uint8Array>>;

/** @throws Error with npm's own last words when the package cannot be had. */
export const fetchNpmPackage: FetchPackage = async ({ name, version, paths, log }) => {
  const folder = mkdtempSync(join(tmpdir(), 'honnin-npm-'));
  try {
    const started = Date.now();
    const waiting = setInterval(() => {
      log(`still fetching ${name} (${Math.round((Date.now() - started) / 1000)} s)`);
    }, wordEveryMs);
    try {
      await npmPack(`${name}@${version}`, folder);
    } finally {
      clearInterval(waiting);
    }
    const file = readdirSync(folder).find((entry) => entry.endsWith('.tgz'));
    if (file === undefined) throw new Error('npm pack left no archive');
    return filesOfPackage(readFileSync(join(folder, file)), paths);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Takes files out of a packed npm package (.tgz). */
export function filesOfPackage(tgz: Uint8Array, paths: readonly string[]): Map<string, Uint8Array> {
  const tar = gunzipSync(tgz, { maxOutputLength: largestTar });
  const found = pickFromTar(tar, new Set(paths.map((path) => `package/${path}`)));
  return new Map([...found].map(([path, bytes]) => [path.slice('package/'.length), bytes]));
}

function npmPack(spec: string, folder: string): Promise<void> {
  const args = ['pack', spec, '--pack-destination', folder, '--ignore-scripts', '--silent'];
  const { command, first, shell } = npmCommand();
  return new Promise((resolve, reject) => {
    const npm = spawn(command, [...first, ...args.map((word) => (shell ? `"${word}"` : word))], {
      stdio: ['ignore', 'ignore', 'pipe'],
      shell,
    });
    let lastWords = '';
    npm.stderr.on('data', (data: Buffer) => {
      lastWords = (lastWords + data.toString()).slice(-400);
    });
    npm.on('error', (cause) => reject(new Error(`npm could not be started: ${cause.message}`)));
    npm.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`npm pack ${spec} ended with ${code ?? 'a signal'}. ${lastWords.trim()}`.trim()));
    });
  });
}

/** Inside an npm script npm names its own program; outside it is found on PATH (on Windows a .cmd, which needs a shell). */
function npmCommand(): { command: string; first: string[]; shell: boolean } {
  const own = process.env['npm_execpath'];
  if (own !== undefined && basename(own) === 'npm-cli.js')
    return { command: process.execPath, first: [own], shell: false };
  return process.platform === 'win32'
    ? { command: 'npm.cmd', first: [], shell: true }
    : { command: 'npm', first: [], shell: false };
}

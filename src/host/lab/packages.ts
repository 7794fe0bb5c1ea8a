import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** What the lab needs from the machine: a file that shows it is there, and the Debian package that brings it. */
const needs = [
  { file: '/usr/sbin/pcscd', package: 'pcscd' },
  { file: '/usr/lib/pcsc/drivers/serial/libifdvpcd.so', package: 'vsmartcard-vpcd' },
  { file: '/usr/bin/opensc-tool', package: 'opensc' },
  { file: '/usr/bin/unshare', package: 'util-linux' },
] as const;
/** `ip` lives in one of two folders. */
const ipFiles = ['/usr/sbin/ip', '/sbin/ip'] as const;

/** Debian packages that are missing on this machine. */
export function missingPackages(): readonly string[] {
  const missing: string[] = needs.filter(({ file }) => !existsSync(file)).map(({ package: name }) => name);
  return ipFiles.some((file) => existsSync(file)) ? missing : [...missing, 'iproute2'];
}

/**
 * Installs what is missing, as root on a machine with apt. Undefined when all is there afterwards, otherwise a sentence for
 * people.
 */
export function installPackages(log: (line: string) => void): string | undefined {
  const missing = missingPackages();
  if (missing.length === 0) return undefined;
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  const what = `ラボに要る部品がありません (the lab needs): ${missing.join(', ')}`;
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    return `${what}\n  root で実行してください (run as root): ${command}`;
  }
  log(`${what} — ${command}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Two test files may want the packages at once; without a network the answer shall come soon.
  const wait = ['-o', 'DPkg::Lock::Timeout=120', '-o', 'Acquire::Retries=0', '-o', 'Acquire::http::Timeout=15'];
  const apt = (...args: readonly string[]) =>
    spawnSync('/usr/bin/apt-get', [...wait, ...args], { env, encoding: 'utf8' });
  const install = () => apt('install', '-y', '-qq', '--no-install-recommends', ...missing);
  let installed = install();
  if (installed.status !== 0) {
    apt('update', '-qq');
    installed = install();
  }
  if (missingPackages().length === 0) return undefined;
  return `${what}\n  apt-get で入れられませんでした (apt-get failed): ${installed.stderr.trim().split('\n').at(-1) ?? ''}`;
}

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { obstacle, startTestLab, whyNot, type TestLab } from './lab-for-tests.ts';

/**
 * A client that nobody here wrote: Debian's OpenSC, unmodified, against the practice card over pcscd and vpcd. What it
 * accepts as a My Number card is described by its card-jpki.c, not by us.
 */
describe.skipIf(obstacle !== undefined)(`OpenSC and the practice card${whyNot}`, () => {
  let made: TestLab;
  const files = mkdtempSync(join(tmpdir(), 'honnin-opensc-'));

  beforeAll(async () => {
    made = await startTestLab('{ pin: "4071", speed: 424 }');
  });
  afterAll(async () => {
    await made.end();
    rmSync(files, { recursive: true, force: true });
  });

  const run = (file: string, ...args: readonly string[]): { readonly status: number | null; readonly out: string } => {
    const ran = spawnSync(file, args, { encoding: 'utf8', env: made.env, cwd: files });
    return { status: ran.status, out: `${ran.stdout}${ran.stderr}` };
  };
  const pkcs11 = (...args: readonly string[]) => run('pkcs11-tool', '--module', modulePath(), ...args);
  const sign = (pin: string, to: string) =>
    pkcs11(
      '--login',
      `--pin=${pin}`,
      '--sign',
      '--id=01',
      '--mechanism=SHA256-RSA-PKCS',
      '--input-file=challenge',
      `--output-file=${to}`,
    );
  const pinTries = (): number => {
    const { out } = run('pkcs15-tool', '--list-pins');
    const section = out.slice(out.indexOf('User Authentication PIN'));
    return Number(/Tries left\s*: (\d+)/.exec(section)?.[1] ?? Number.NaN);
  };

  test('opensc-tool names the card', () => {
    const { status, out } = run('opensc-tool', '--name');
    expect(out).toContain('jpki');
    expect(status).toBe(0);
  });

  test('pkcs15-tool lists both PINs with their tries and all four certificates', () => {
    const { status, out } = run('pkcs15-tool', '--list-pins', '--list-certificates');
    expect(status).toBe(0);
    for (const name of [
      'User Authentication Certificate]',
      'Digital Signature Certificate]',
      'User Authentication Certificate CA]',
      'Digital Signature Certificate CA]',
      'PIN [User Authentication PIN]',
      'PIN [Digital Signature PIN]',
    ]) {
      expect(out).toContain(name);
    }
    expect(out.match(/Tries left\s*: \d/g)).toEqual(['Tries left     : 3', 'Tries left     : 5']);
  });

  test('pkcs11-tool logs in and signs; openssl verifies against the certificate, and notices a changed byte', () => {
    writeFileSync(join(files, 'challenge'), 'practice challenge');
    writeFileSync(join(files, 'other'), 'practice challengf');
    const signed = sign('4071', 'signature');
    expect(signed.status, signed.out).toBe(0);
    const certificate = spawnSync('pkcs15-tool', ['--read-certificate', '01'], { env: made.env, encoding: 'utf8' });
    writeFileSync(join(files, 'certificate.pem'), certificate.stdout);
    writeFileSync(join(files, 'key.pem'), run('openssl', 'x509', '-in', 'certificate.pem', '-pubkey', '-noout').out);
    const verify = (challenge: string) =>
      run('openssl', 'dgst', '-sha256', '-verify', 'key.pem', '-signature', 'signature', challenge);
    expect(verify('challenge').out).toContain('Verified OK');
    expect(verify('other').out).toContain('Verification');
    expect(verify('other').status).not.toBe(0);
    expect(pinTries()).toBe(3);
  });

  test('wrong PINs count 3, 2, 1, 0; the locked card takes the right one no more', () => {
    const tries = [pinTries()];
    for (let wrong = 0; wrong < 3; wrong++) {
      expect(sign('0000', 'refused').status).not.toBe(0);
      tries.push(pinTries());
    }
    expect(tries).toEqual([3, 2, 1, 0]);
    expect(sign('4071', 'refused').status).not.toBe(0);
    expect(pinTries()).toBe(0);
  });
});

/** Debian keeps it in the folder of the machine's architecture. */
function modulePath(): string {
  const folders = readdirSync('/usr/lib').filter((name) => name.endsWith('-linux-gnu'));
  const found = folders
    .map((folder) => `/usr/lib/${folder}/opensc-pkcs11.so`)
    .find((file) => readdirSync(join(file, '..')).includes('opensc-pkcs11.so'));
  return found ?? 'opensc-pkcs11.so';
}

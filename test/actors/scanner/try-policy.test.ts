import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { createScanner, type Scanner } from '../../../src/actors/scanner/scanner-jobs.ts';
import type { Vault } from '../../../src/actors/vault.ts';
import { productRoot, yamlFiles } from '../../../src/host/core/files.ts';
import { loadFlow } from '../../../src/machines/load.ts';
import { play } from '../../machines/trace/play.ts';
import { bench, once, presentations, probe, readPhoto } from '../card/bench.ts';
import { layoutsFile, networkFile, today } from './harness.ts';

const liar = fileURLToPath(new URL('./lying-child.ts', import.meta.url));
const scanners: Scanner[] = [];
afterEach(() => {
  for (const scanner of scanners.splice(0)) scanner.close();
});

/** A scanner whose children tell these lies, one after the other. */
function lyingScanner(vault: Vault, lies: readonly string[]): Scanner {
  const rest = [...lies];
  const scanner = createScanner({
    vault,
    tray: { stream: () => () => undefined },
    chipExpiry: () => undefined,
    today: () => today,
    network: networkFile,
    layouts: layoutsFile,
    spawnChild: () =>
      spawn(process.execPath, [liar, rest.shift() ?? 'crash'], {
        stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'ipc'],
      }),
  });
  scanners.push(scanner);
  return scanner;
}

const scan = (scanner: Scanner) => once<'scanner.read'>(scanner.jobs['scanner.read'], {});
// The practice card prints 55021720302285.
const wrong = '55021720302235';
const wrongToo = '55021720302236';

describe('an engine that lies', () => {
  it('costs one try of one card: the digits are presented once and never again', async () => {
    const { vault, jobs, commands } = await bench();
    const scanner = lyingScanner(vault, [wrong, wrong, wrong]);
    expect(await probe(jobs)).toMatchObject({ outcome: 'myna', codeBTries: 10 });
    expect(await scan(scanner)).toEqual({ outcome: 'read' });
    expect(await readPhoto(jobs)).toEqual({ outcome: 'wrong', left: 9 });
    expect(presentations(commands)).toBe(1);
    expect(await scan(scanner)).toEqual({ outcome: 'read' });
    expect(await readPhoto(jobs)).toEqual({ outcome: 'spared' });
    expect(presentations(commands)).toBe(1);
    expect(vault.alive()).not.toContain('photo');
  });

  it('costs no second try by another lie while the card stays', async () => {
    const { vault, jobs, commands } = await bench();
    const scanner = lyingScanner(vault, [wrong, wrongToo, wrongToo]);
    await probe(jobs);
    await scan(scanner);
    await readPhoto(jobs);
    await scan(scanner);
    expect(await readPhoto(jobs)).toEqual({ outcome: 'spared' });
    expect(presentations(commands)).toBe(1);
  });

  it('costs nothing where four tries or fewer are left', async () => {
    const { vault, jobs, commands } = await bench('codeBTries: 4');
    await probe(jobs);
    expect(await scan(lyingScanner(vault, [wrong, wrong]))).toEqual({ outcome: 'read' });
    expect(await readPhoto(jobs)).toEqual({ outcome: 'spared' });
    expect(presentations(commands)).toBe(0);
  });

  it('that dies on its order is answered as a crash, with nothing in the vault', async () => {
    const { vault } = await bench();
    vault.wipe('front');
    expect(await scan(lyingScanner(vault, ['crash']))).toEqual({ outcome: 'crashed' });
    expect(vault.alive()).not.toContain('front');
  });
});

describe('the visit goes on by PIN', () => {
  const loaded = loadFlow(yamlFiles(join(productRoot, 'flows')));
  const probed =
    'devices.selfTest.ok; vault.wipe.clean; CARD.IN; after cardSettles; card.probe.myna pinTries=3 codeBTries=10';
  const byPin = 'PIN.KEY*4; PIN.SUBMIT; program.qualify.ok; AGREE.ALL; program.commit.ok; CARD.OUT; vault.wipe.clean';
  const visited = (middle: string) => play(loaded, `${probed}; ${middle}; ${byPin}`).join('\n');

  it('when the scanner refuses, after guidance and three looks', () => {
    const trace = visited(
      'PICK.FACE; scanner.read.hint reason=glare; scanner.read.refused reason=glare; after cardSettles; ' +
        'scanner.read.refused reason=glare; after cardSettles; scanner.read.refused reason=dirty; PICK.PIN',
    );
    expect(trace).not.toContain('readPhoto');
  });

  it('when the scanner crashes twice', () => {
    const trace = visited('scanner.read.crashed; after cardSettles; scanner.read.crashed; TOUCH');
    expect(trace).not.toContain('readPhoto');
  });

  it('when the card refused what was read: nothing is scanned or presented again', () => {
    const refused = 'scanner.read.read; card.readPhoto.wrong left=9';
    const trace = visited(`${refused}; TOUCH`);
    expect(trace.match(/"card\.readPhoto\./g)).toHaveLength(1);
    expect(() => visited(`${refused}; scanner.read.read`)).toThrow(/scanner\.read does not run/);
    expect(() => visited(`${refused}; card.readPhoto.photo`)).toThrow(/card\.readPhoto does not run/);
  });
});

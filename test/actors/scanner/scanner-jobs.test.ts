import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { JobOutcome } from '../../../src/vocabulary/jobs.ts';
import { feedFrames } from '../../../src/actors/camera/frame-feed.ts';
import type { CameraPort } from '../../../src/actors/camera/port.ts';
import { frameBudget } from '../../../src/actors/scanner/child/scan.ts';
import { layInTray, type TrayCondition, type TrayScene } from '../../../src/actors/scanner/practice/front.ts';
import { createScanner, type Scanner, type ScannerParts } from '../../../src/actors/scanner/scanner-jobs.ts';
import { spawnScanner } from '../../../src/actors/scanner/warm-child.ts';
import { Vault } from '../../../src/actors/vault.ts';
import { layoutsFile, networkFile, practiceCard, today } from './harness.ts';

type Outcome = JobOutcome<'scanner.read'>;
const open: Scanner[] = [];
afterEach(() => {
  for (const scanner of open.splice(0)) scanner.close();
});

let clean: TrayScene;
beforeAll(() => {
  clean = layInTray(practiceCard(), { seed: 21 });
});

function trayWith(scene: TrayScene): CameraPort {
  let time = 0;
  return { stream: (sink) => feedFrames(sink, () => Promise.resolve(scene.frame(time++))) };
}

function trayIn(condition: TrayCondition): CameraPort {
  return trayWith(layInTray(practiceCard(), { seed: 4, condition }));
}

/** A tray whose camera never delivers; tells when it was asked to stream and whether it was stopped. */
function silentTray(): CameraPort & { asked: Promise<void>; stopped: () => boolean } {
  let stopped = false;
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
  return {
    asked,
    stopped: () => stopped,
    stream: () => {
      ask();
      return () => (stopped = true);
    },
  };
}

function scannerOf(over: Partial<ScannerParts>): { scanner: Scanner; vault: Vault } {
  const vault = over.vault ?? new Vault();
  const scanner = createScanner({
    vault,
    tray: trayWith(clean),
    chipExpiry: () => undefined,
    today: () => today,
    network: networkFile,
    layouts: layoutsFile,
    ...over,
  });
  open.push(scanner);
  return { scanner, vault };
}

function run(scanner: Scanner): { end: Promise<Outcome>; hints: Outcome[] } {
  const hints: Outcome[] = [];
  const { promise: end, resolve } = Promise.withResolvers<Outcome>();
  scanner.jobs['scanner.read']({}, (outcome) => {
    if (outcome.outcome === 'hint') hints.push(outcome);
    else resolve(outcome);
  });
  return { end, hints };
}

function front(vault: Vault): string | undefined {
  return vault.lend('front', (bytes) => Buffer.from(bytes).toString('latin1'));
}

/** Resolves when the vault no longer holds the child, that is when its process is gone. */
async function childGone(vault: Vault): Promise<void> {
  await expect.poll(() => vault.alive().includes('tray')).toBe(false);
}

describe('scanner.read', () => {
  it('puts the 14 digits into the vault, ends its child, and the vault is empty after a wipe', async () => {
    const { scanner, vault } = scannerOf({ chipExpiry: () => ({ year: 2030, month: 2, day: 17 }) });
    const { end } = run(scanner);
    expect(vault.alive()).toContain('tray');
    expect(await end).toEqual({ outcome: 'read' });
    expect(front(vault)).toBe('55021720302285');
    await childGone(vault);
    expect(scanner.inUse()).toBe(0);
    vault.wipeAll();
    expect(vault.alive()).toEqual([]);
  });

  it('reads again and again, each time with a new child', async () => {
    const { scanner, vault } = scannerOf({});
    for (let visit = 0; visit < 3; visit++) {
      expect(await run(scanner).end).toEqual({ outcome: 'read' });
      vault.wipeAll();
    }
  });

  it('refuses what the chip contradicts', async () => {
    const { scanner, vault } = scannerOf({ chipExpiry: () => ({ year: 2031, month: 2, day: 17 }) });
    expect(await run(scanner).end).toEqual({ outcome: 'refused', reason: 'disagree' });
    expect(front(vault)).toBeUndefined();
  });

  it.each([
    ['upsideDown', 'upsideDown'],
    ['backSide', 'backSide'],
    ['empty', 'noCard'],
  ] as const)('refuses %s and gives the hint first', async (condition, reason) => {
    const { scanner, vault } = scannerOf({ tray: trayIn(condition) });
    const { end, hints } = run(scanner);
    expect(await end).toEqual({ outcome: 'refused', reason });
    expect(hints).toEqual([{ outcome: 'hint', reason }]);
    expect(front(vault)).toBeUndefined();
  });

  it('reads a card under a lamp when the camera changes its exposure, and refuses it otherwise', async () => {
    const scene = layInTray(practiceCard(), { seed: 4, condition: 'glare' });
    const obeying: CameraPort = {
      stream: (sink) => feedFrames(sink, (exposure) => Promise.resolve(scene.frame(time++, exposure))),
    };
    let time = 0;
    const read = scannerOf({ tray: obeying });
    expect(await run(read.scanner).end).toEqual({ outcome: 'read' });
    expect(front(read.vault)).toBe('55021720302285');
    // The budget of frames is the same, so that no scan takes longer than one without a second exposure.
    expect(time).toBeLessThanOrEqual(frameBudget);
    const refused = await run(scannerOf({ tray: trayWith(scene) }).scanner).end;
    expect(refused).toEqual({ outcome: 'refused', reason: 'glare' });
  });

  it('answers crashed when the vault ends the child under way', async () => {
    const tray = silentTray();
    const { scanner, vault } = scannerOf({ tray });
    const { end } = run(scanner);
    await tray.asked;
    vault.wipe('tray');
    expect(await end).toEqual({ outcome: 'crashed' });
    expect(tray.stopped()).toBe(true);
    await expect.poll(() => scanner.inUse()).toBe(0);
  });

  it('has the light on while the card is read, and off afterwards however it ends', async () => {
    for (const tray of [trayWith(clean), trayIn('empty')]) {
      const switched: string[] = [];
      const light = { on: () => switched.push('on'), off: () => switched.push('off') };
      const { scanner } = scannerOf({ tray, light });
      const { end } = run(scanner);
      expect(switched).toEqual(['on']);
      await end;
      expect(switched).toEqual(['on', 'off']);
    }
  });

  it('answers nothing after stop, lets go of the camera and ends the child', async () => {
    const tray = silentTray();
    const { scanner, vault } = scannerOf({ tray });
    const answered: Outcome[] = [];
    const stop = scanner.jobs['scanner.read']({}, (outcome) => answered.push(outcome));
    await tray.asked;
    stop();
    stop();
    expect(tray.stopped()).toBe(true);
    await childGone(vault);
    expect(answered).toEqual([]);
  });

  it('says that the camera went away', async () => {
    const tray: CameraPort = {
      stream: (sink) => {
        const stop = feedFrames(sink, () => {
          stop();
          return new Promise(() => undefined);
        });
        return stop;
      },
    };
    expect(await run(scannerOf({ tray }).scanner).end).toEqual({ outcome: 'cameraLost' });
  });
});

describe('a child that does not keep to the protocol', () => {
  const folder = mkdtempSync(join(tmpdir(), 'honnin-scanner-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  let liars = 0;

  /** Runs `source` in place of the child's program. */
  function liar(source: string): { scanner: Scanner; vault: Vault } {
    const program = join(folder, `liar-${liars++}.mjs`);
    writeFileSync(program, source);
    return scannerOf({ spawnChild: (_script, args) => spawnScanner(program, args), tray: silentTray() });
  }
  const ready = `process.send({ say: 'ready', port: 9, token: '${'0'.repeat(48)}' });`;
  const pipe = `import { Socket } from 'node:net'; const pipe = new Socket({ fd: 3 });`;

  it.each([
    ['dies at once', 'process.exit(3);'],
    ['dies when it is ready', `${ready} setTimeout(() => process.exit(0), 50);`],
    ['says an unknown word', `process.send({ say: 'digits', digits: '55021720302285' }); setInterval(() => 0, 999);`],
    ['adds to a known one', `process.send({ say: 'read', extra: 1 }); setInterval(() => 0, 999);`],
    [
      'sends other bytes than digits',
      `${pipe} ${ready} pipe.on('data', () => { pipe.write(new Uint8Array(14)); process.send({ say: 'read' }); });`,
    ],
  ])('%s: crashed, and nothing in the vault', async (_what, source) => {
    const { scanner, vault } = liar(source);
    expect(await run(scanner).end).toEqual({ outcome: 'crashed' });
    expect(front(vault)).toBeUndefined();
    await childGone(vault);
  });

  it('cannot say read without sending the digits', async () => {
    const { scanner, vault } = liar(`${ready} process.send({ say: 'read' }); setTimeout(() => process.exit(0), 100);`);
    expect(await run(scanner).end).toEqual({ outcome: 'crashed' });
    expect(front(vault)).toBeUndefined();
  });
});

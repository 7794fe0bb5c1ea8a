import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CardFacts } from '../../src/actors/card/card-facts.ts';
import { createCardJobs } from '../../src/actors/card/card-jobs.ts';
import { openNativeLibrary } from '../../src/actors/card/pcsc/native-library.ts';
import type { PcscNote } from '../../src/actors/card/pcsc/notes.ts';
import { PcscTransport } from '../../src/actors/card/pcsc/pcsc-transport.ts';
import type { Presence } from '../../src/actors/card/transport.ts';
import { Vault } from '../../src/actors/vault.ts';
import { labReader } from '../../src/host/lab/place.ts';
import { probe, putDigits, readPhoto } from '../actors/card/bench.ts';
import { obstacle, startTestLab, whyNot, type TestLab } from './lab-for-tests.ts';

/** Restarts here; `npm run lab:restarts` does 1,000 (docs/measurements/card.md). */
const restarts = 5;

/** The transport through koffi, libpcsclite, pcscd and vpcd: all but the air is real. */
describe.skipIf(obstacle !== undefined)(`PC/SC through pcscd${whyNot}`, () => {
  let made: TestLab;

  beforeAll(async () => {
    made = await startTestLab('{ birth: 1980-02-17, expiry: 2030-02-17, securityCode: "2285", speed: 0 }');
  });
  afterAll(async () => {
    await made.end();
  });

  /** Resolves when the transport tells `wanted` after now; rejects what never comes by the test's own limit. */
  const follow = (transport: PcscTransport) => {
    let last: Presence | undefined;
    const waiting = new Set<() => void>();
    const seen: Presence[] = [];
    transport.watch((presence) => {
      last = presence;
      seen.push(presence);
      for (const look of waiting) look();
    });
    const until = (wanted: Presence) =>
      new Promise<number>((resolve) => {
        const start = performance.now();
        const look = () => {
          if (last !== wanted) return;
          waiting.delete(look);
          resolve(performance.now() - start);
        };
        waiting.add(look);
        look();
      });
    return { until, seen };
  };

  test('the types of the binding: both slots are listed, the state of the second is empty', async () => {
    const library = openNativeLibrary();
    if (library === undefined) throw new Error('no libpcsclite');
    const { code, context } = await library.establishContext();
    expect(code).toBe(0);
    expect(await library.isValidContext(context)).toBe(0);
    const { readers } = await library.listReaders(context);
    expect(readers).toEqual([labReader, 'Virtual PCD 00 01']);
    const second = await library.getStatusChange(context, 0, 'Virtual PCD 00 01', 0);
    expect(second.event & 0xffff).toBe(0x0012);
    expect(await library.releaseContext(context)).toBe(0);
    expect(await library.isValidContext(context)).not.toBe(0);
  });

  test('probe and photo; a second process is told that the card is held; everything is given back', async () => {
    const notes: PcscNote[] = [];
    const transport = new PcscTransport({ reader: labReader, note: (note) => notes.push(note) });
    const vault = new Vault();
    putDigits(vault, '55021720302285');
    const jobs = createCardJobs({ transport, vault, facts: new CardFacts(), tell: () => undefined });
    expect(await probe(jobs)).toEqual({ outcome: 'myna', pinTries: 3, codeBTries: 10 });
    expect(await readPhoto(jobs)).toEqual({ outcome: 'photo' });
    expect(vault.lend('photo', (bytes) => Buffer.from(bytes.subarray(4, 8)).toString('latin1'))).toBe('jP  ');

    const held = await transport.connect();
    if ('refused' in held) throw new Error(held.refused);
    const other = new PcscTransport({ reader: labReader });
    expect(await other.connect()).toEqual({ refused: 'sharing' });
    await held.session.end();
    const after = await other.connect();
    expect('session' in after).toBe(true);
    if ('session' in after) await after.session.end();
    await Promise.all([transport.close(), other.close()]);
    expect(notes).toEqual([]);
  });

  test('R 2-1: while the kiosk only watches, other software uses the reader', async () => {
    const transport = new PcscTransport({ reader: labReader });
    const { until, seen } = follow(transport);
    await until('present');
    const other = spawn('opensc-tool', ['--name'], { env: made.env, stdio: ['ignore', 'pipe', 'ignore'] });
    const [code] = (await once(other, 'exit')) as [number | null];
    expect(code).toBe(0);
    expect(seen).toEqual(['present']);
    await transport.close();
  });

  test(`${restarts} deaths of pcscd and removals: back within 2 s, no descriptor left`, async () => {
    const transport = new PcscTransport({ reader: labReader });
    const { until, seen } = follow(transport);
    await until('present');
    const first = await transport.connect();
    if ('session' in first) await first.session.end();
    const before = readdirSync('/proc/self/fd').length;
    for (let round = 0; round < restarts; round++) {
      const open = await transport.connect();
      if ('refused' in open) throw new Error(open.refused);
      await made.lab.stopPcscd();
      const sent = await open.session.transmit(
        new Uint8Array(new ArrayBuffer(5)),
        new Uint8Array(new ArrayBuffer(258)),
      );
      expect('fault' in sent).toBe(true);
      await open.session.end();
      await until('readerLost');
      await made.lab.startPcscd();
      expect(await until('present')).toBeLessThan(2_000);

      await made.lab.remove();
      await until('absent');
      expect(await transport.connect()).toEqual({ refused: 'noCard' });
      await made.lab.place();
      expect(await until('present')).toBeLessThan(2_000);
    }
    expect(seen.filter((presence) => presence === 'readerLost')).toHaveLength(restarts);
    expect(readdirSync('/proc/self/fd').length).toBe(before);
    await transport.close();
  });

  test('a removal in the middle of an exchange is a lost card, never an answer', async () => {
    const transport = new PcscTransport({ reader: labReader });
    const { until } = follow(transport);
    await until('present');
    const open = await transport.connect();
    if ('refused' in open) throw new Error(open.refused);
    await made.lab.remove();
    const sent = await open.session.transmit(new Uint8Array(new ArrayBuffer(5)), new Uint8Array(new ArrayBuffer(258)));
    expect('fault' in sent && ['cardGone', 'protocol'].includes(sent.fault)).toBe(true);
    await open.session.end();
    await made.lab.place();
    await until('present');
    await transport.close();
  });
});

import { spawn } from 'node:child_process';
import { once as event } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makePracticeCard } from '../../../src/actors/card/practice/practice-card.ts';
import { PracticeReader } from '../../../src/actors/card/practice/practice-reader.ts';
import { ReaderClient } from '../../../src/actors/card/practice/reader-client.ts';
import { servePracticeReader, type ReaderServer } from '../../../src/actors/card/practice/reader-server.ts';
import { CardFacts } from '../../../src/actors/card/card-facts.ts';
import { createCardJobs } from '../../../src/actors/card/card-jobs.ts';
import { offHeap } from '../../../src/actors/card/off-heap.ts';
import { printedCodeB } from '../../../src/actors/card/practice/code-b.ts';
import type { Presence } from '../../../src/actors/card/transport.ts';
import { Vault } from '../../../src/actors/vault.ts';
import { socketPath } from '../program/stage.ts';
import { cardOf, fakePhoto, practiceKeys, probe, putDigits, readPhoto } from './bench.ts';

let reader: PracticeReader;
let server: ReaderServer;
let client: ReaderClient;
let path: string;
let tidy: () => void;

beforeEach(async () => {
  ({ path, tidy } = socketPath());
  reader = new PracticeReader();
  server = await servePracticeReader(reader, path);
  client = new ReaderClient(path);
});
afterEach(async () => {
  client.close();
  await server.close();
  tidy();
});

async function placed(yaml = '', photo = fakePhoto()) {
  const card = makePracticeCard(cardOf(yaml), photo, await practiceKeys());
  reader.place(card);
  return card;
}

/** Resolves with the next presence told. */
function nextPresence(transport: ReaderClient, wanted: Presence): Promise<void> {
  return new Promise((resolve) => {
    const stop = transport.watch((presence) => {
      if (presence !== wanted) return;
      resolve();
      queueMicrotask(() => stop());
    });
  });
}

test.each([
  ['short', 'expiry: 2027-02-17'],
  ['extended', 'expiry: 2030-02-17'],
])('probe and photo through the socket, %s APDUs', async (_, yaml) => {
  const photo = fakePhoto(30_000);
  await placed(yaml, photo.subarray(0, 29_000));
  const vault = new Vault();
  putDigits(vault, printedCodeB(cardOf(yaml)));
  const jobs = createCardJobs({ transport: client, vault, facts: new CardFacts(), tell: () => undefined });
  expect(await probe(jobs)).toEqual({ outcome: 'myna', pinTries: 3, codeBTries: 10 });
  expect(await readPhoto(jobs)).toEqual({ outcome: 'photo' });
  expect(vault.lend('photo', (bytes) => Buffer.compare(bytes, photo.subarray(0, 29_000)))).toBe(0);
});

test('two processes cannot hold the card at once; one that dies lets go', async () => {
  await placed();
  const holder = fileURLToPath(new URL('./holder.ts', import.meta.url));
  const first = spawn(process.execPath, [holder, path], { stdio: ['pipe', 'pipe', 'inherit'] });
  expect(String((await event(first.stdout, 'data'))[0])).toBe('holding\n');
  expect(await client.connect()).toEqual({ refused: 'sharing' });
  first.kill('SIGKILL');
  await event(first, 'exit');
  let mine = await client.connect();
  for (let i = 0; i < 100 && 'refused' in mine; i++) mine = await client.connect();
  expect('session' in mine).toBe(true);

  const second = spawn(process.execPath, [holder, path], { stdio: ['pipe', 'pipe', 'inherit'] });
  expect(String((await event(second.stdout, 'data'))[0])).toBe('sharing\n');
  second.stdin.end();
  await event(second, 'exit');
});

test('tells presence, a broken reader and a server that ended and came back', async () => {
  const seen: Presence[] = [];
  const stop = client.watch((presence) => seen.push(presence));
  await nextPresence(client, 'absent');
  const card = await placed();
  await nextPresence(client, 'present');
  reader.breakDown();
  await nextPresence(client, 'readerLost');
  expect(await client.connect()).toEqual({ refused: 'readerLost' });
  reader.repair();
  await nextPresence(client, 'present');
  const connected = await client.connect();
  await server.close();
  await nextPresence(client, 'readerLost');
  if (!('session' in connected)) throw new Error('no session');
  expect(await connected.session.transmit(offHeap(5), offHeap(258))).toEqual({ fault: 'readerLost' });
  server = await servePracticeReader(reader, path);
  await nextPresence(client, 'present');
  expect('session' in (await client.connect())).toBe(true);
  expect(seen).toEqual(['absent', 'present', 'readerLost', 'present', 'readerLost', 'present']);
  expect(card.pulledAtApdu).toBeUndefined();
  stop();
});

test('a session does not outlive its card', async () => {
  const card = await placed();
  const connected = await client.connect();
  if (!('session' in connected)) throw new Error('no session');
  reader.remove();
  expect(await connected.session.transmit(offHeap(5), offHeap(258))).toEqual({ fault: 'cardGone' });
  reader.place(card);
  expect(await connected.session.transmit(offHeap(5), offHeap(258))).toEqual({ fault: 'cardGone' });
  await connected.session.end();
  expect('session' in (await client.connect())).toBe(true);
});

test('an answer longer than the caller’s buffer is a protocol fault', async () => {
  await placed();
  const connected = await client.connect();
  if (!('session' in connected)) throw new Error('no session');
  expect(await connected.session.transmit(Uint8Array.of(0x00, 0x84, 0, 0, 0), offHeap(10))).toEqual({
    fault: 'protocol',
  });
  expect(await connected.session.transmit(Uint8Array.of(0x00, 0x84, 0, 0, 8), offHeap(10))).toEqual({ length: 10 });
});

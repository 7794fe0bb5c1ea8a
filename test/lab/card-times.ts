/**
 * Card times through pcscd, as tables for docs/measurements/card.md:
 *
 *   npm run lab:times
 *
 * APDU: one SELECT of an EF, card time 0, so only the stack (and the plug's relay). Photo: card.probe and card.readPhoto in
 * real time with the modelled card time of air-time.ts; the floor is what the photo's bytes alone take on the air, at 10 bit
 * times each.
 */
import { ApduClient } from '../../src/actors/card/apdu-client.ts';
import { applications, jpkiFiles } from '../../src/actors/card/applications.ts';
import { CardFacts } from '../../src/actors/card/card-facts.ts';
import { createCardJobs } from '../../src/actors/card/card-jobs.ts';
import { PcscTransport } from '../../src/actors/card/pcsc/pcsc-transport.ts';
import { printedCodeB } from '../../src/actors/card/practice/code-b.ts';
import { makePracticeCard } from '../../src/actors/card/practice/practice-card.ts';
import { VpcdSlot } from '../../src/actors/card/practice/vpcd.ts';
import type { Presence } from '../../src/actors/card/transport.ts';
import { Vault } from '../../src/actors/vault.ts';
import { labReader, plugSocket } from '../../src/host/lab/place.ts';
import { cardOf, fakePhoto, practiceKeys, probe, putDigits, readPhoto, spying } from '../actors/card/bench.ts';
import { startTestLab } from './lab-for-tests.ts';

const apdus = 5_000;
const rounds = 3;
const bitsPerSecond = { 106: 105_937.5, 212: 211_875, 424: 423_750 } as const;
const bitsPerByte = 10;

const { lab, end } = await startTestLab();
const slot = new VpcdSlot({ path: plugSocket(lab.folder) });
const keys = await practiceKeys();
const transport = new PcscTransport({ reader: labReader });

function at(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? 0;
}

let last: Presence | undefined;
let look: () => void = () => undefined;
transport.watch((presence) => {
  last = presence;
  look();
});

/**
 * Resolves when pcscd shows what was done. A card that comes before pcscd has seen the former one's absence is not seen at all
 * when somebody asked for the card in between (measured: pcscd 1.9.9 with vpcd; it has to be taken away once more).
 */
function until(wanted: Presence): Promise<void> {
  return new Promise((resolve) => {
    look = () => {
      if (last === wanted) resolve();
    };
    look();
  });
}

async function measureApdus(): Promise<void> {
  slot.place(makePracticeCard(cardOf(''), fakePhoto(5_000), keys));
  await until('present');
  const connected = await transport.connect();
  if ('refused' in connected) throw new Error(connected.refused);
  const times: number[] = [];
  // A client sends a limited number of commands, so several take turns on one session.
  while (times.length < apdus) {
    const client = new ApduClient(connected.session);
    await client.selectApplication(applications.jpki);
    for (let i = 0; i < 300; i++) {
      const start = performance.now();
      if ((await client.selectFile(jpkiFiles.userPin)) !== 'ok') throw new Error('the card did not answer');
      times.push(performance.now() - start);
    }
  }
  await connected.session.end();
  slot.remove();
  await until('absent');
  const ms = (share: number) => at(times, share).toFixed(2);
  console.log(`APDU through pcscd, ${times.length} times: p50 ${ms(0.5)} ms, p95 ${ms(0.95)} ms, p99 ${ms(0.99)} ms\n`);
}

async function measurePhoto(bytes: number, expiry: number, speed: 106 | 212 | 424): Promise<string> {
  const card = cardOf(`expiry: ${expiry}-02-17, speed: ${speed}`);
  const probes: number[] = [];
  const photos: number[] = [];
  let commands: Uint8Array[] = [];
  for (let round = 0; round < rounds; round++) {
    slot.place(makePracticeCard(card, fakePhoto(bytes), keys));
    await until('present');
    const vault = new Vault();
    putDigits(vault, printedCodeB(card));
    commands = [];
    const spied = spying(transport, commands);
    const jobs = createCardJobs({ transport: spied, vault, facts: new CardFacts(), tell: () => undefined });
    const start = performance.now();
    const probed = await probe(jobs);
    const between = performance.now();
    const read = await readPhoto(jobs);
    const done = performance.now();
    if (probed.outcome !== 'myna' || read.outcome !== 'photo') throw new Error('the card did not answer');
    probes.push(between - start);
    photos.push(done - between);
    slot.remove();
    await until('absent');
  }
  const floor = (bytes * bitsPerByte * 1000) / bitsPerSecond[speed];
  const took = at(photos, 0.5);
  const cells = [
    `${bytes / 1024} KB`,
    expiry < 2028 ? 'short' : 'extended',
    speed,
    at(probes, 0.5).toFixed(0),
    took.toFixed(0),
    commands.length,
    floor.toFixed(0),
    (took / floor).toFixed(2),
  ];
  return `| ${cells.join(' | ')} |`;
}

await measureApdus();
console.log(
  '| photo | READ BINARY | kbit/s | probe, ms | readPhoto, ms | APDUs of both | bits-only floor, ms | ratio |',
);
console.log('| --- | --- | --- | --- | --- | --- | --- | --- |');
for (const kilobytes of [5, 10, 15, 20]) {
  for (const expiry of [2027, 2031]) {
    for (const speed of [424, 212, 106] as const) console.log(await measurePhoto(kilobytes * 1024, expiry, speed));
  }
}
await transport.close();
await end();
process.exit();

/**
 * Measures card.probe and card.readPhoto on a practice card over the practice reader's socket, in real time:
 *
 *   node test/actors/card/measure.ts
 *
 * Card time is the model of air-time.ts, not a real card's.
 */
import { CardFacts } from '../../../src/actors/card/card-facts.ts';
import { createCardJobs } from '../../../src/actors/card/card-jobs.ts';
import { printedCodeB } from '../../../src/actors/card/practice/code-b.ts';
import { makePracticeCard } from '../../../src/actors/card/practice/practice-card.ts';
import { PracticeReader } from '../../../src/actors/card/practice/practice-reader.ts';
import { ReaderClient } from '../../../src/actors/card/practice/reader-client.ts';
import { servePracticeReader } from '../../../src/actors/card/practice/reader-server.ts';
import { Vault } from '../../../src/actors/vault.ts';
import { socketPath } from '../program/stage.ts';
import { cardOf, fakePhoto, practiceKeys, probe, putDigits, readPhoto, spying } from './bench.ts';

const photoBytes = 15_360;
const rounds = 7;

const { path, tidy } = socketPath();
const reader = new PracticeReader();
const server = await servePracticeReader(reader, path);
const client = new ReaderClient(path);
const keys = await practiceKeys();

async function timed<T>(work: () => Promise<T>): Promise<{ readonly ms: number; readonly result: T }> {
  const start = performance.now();
  const result = await work();
  return { ms: performance.now() - start, result };
}

function median(values: readonly number[]): string {
  return (values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0).toFixed(0).padStart(6);
}

console.log(`photo of ${photoBytes} bytes, median of ${rounds}, ms (APDUs)`);
for (const [apdus, expiry] of [
  ['short', 2027],
  ['extended', 2031],
] as const) {
  for (const speed of [424, 212, 106, 0] as const) {
    const card = cardOf(`expiry: ${expiry}-02-17, speed: ${speed}`);
    const probes: number[] = [];
    const photos: number[] = [];
    let counts = '';
    for (let round = 0; round < rounds; round++) {
      reader.place(makePracticeCard(card, fakePhoto(photoBytes), keys));
      const vault = new Vault();
      putDigits(vault, printedCodeB(card));
      const commands: Uint8Array[] = [];
      const transport = spying(client, commands);
      const jobs = createCardJobs({ transport, vault, facts: new CardFacts(), tell: () => undefined });
      const probed = await timed(() => probe(jobs));
      const first = commands.length;
      const read = await timed(() => readPhoto(jobs));
      if (probed.result.outcome !== 'myna' || read.result.outcome !== 'photo')
        throw new Error('the card did not answer');
      probes.push(probed.ms);
      photos.push(read.ms);
      counts = `(${first} + ${commands.length - first})`;
    }
    console.log(
      `${apdus.padEnd(8)} ${String(speed).padStart(3)} kbit/s  probe ${median(probes)}  readPhoto ${median(photos)}  ${counts}`,
    );
  }
}
client.close();
await server.close();
tidy();

/**
 * Deaths of pcscd and removals of the card, by turns, with a watch and sessions open as in the kiosk:
 *
 *   npm run lab:restarts [-- COUNT]
 *
 * Each must be recovered from within 2 s of its end, as told by the watch and by a session that reads from the card; at the
 * end no descriptor or context is left. Exit status 1 otherwise.
 */
import { readdirSync } from 'node:fs';
import { ApduClient } from '../../src/actors/card/apdu-client.ts';
import { applications } from '../../src/actors/card/applications.ts';
import type { PcscNote } from '../../src/actors/card/pcsc/notes.ts';
import { PcscTransport } from '../../src/actors/card/pcsc/pcsc-transport.ts';
import type { Presence } from '../../src/actors/card/transport.ts';
import { labReader } from '../../src/host/lab/place.ts';
import { startTestLab } from './lab-for-tests.ts';

const count = Number(process.argv[2] ?? 1_000);
const limit = 2_000;

const { lab, end } = await startTestLab('{ speed: 0 }');
const notes = new Map<PcscNote, number>();
const transport = new PcscTransport({
  reader: labReader,
  note: (note) => notes.set(note, (notes.get(note) ?? 0) + 1),
});
let last: Presence | undefined;
let look: () => void = () => undefined;
transport.watch((presence) => {
  last = presence;
  look();
});
const until = (wanted: Presence) =>
  new Promise<void>((resolve) => {
    look = () => {
      if (last === wanted) resolve();
    };
    look();
  });

async function answers(): Promise<boolean> {
  const open = await transport.connect();
  if ('refused' in open) return false;
  const client = new ApduClient(open.session);
  const selected = await client.selectApplication(applications.jpki);
  await open.session.end();
  return selected === 'ok';
}

const descriptors = () => readdirSync('/proc/self/fd').length;

await until('present');
await answers();
const before = descriptors();
const times: { readonly restart: number[]; readonly card: number[] } = { restart: [], card: [] };
let wrong = 0;
for (let round = 0; round < count; round++) {
  const restart = round % 2 === 0;
  const open = round % 4 < 2 ? await transport.connect() : undefined;
  if (open !== undefined && 'refused' in open) wrong += 1;
  if (restart) {
    await lab.stopPcscd();
    // Every other time the service is back before anybody asked.
    if (round % 4 === 0) await until('readerLost');
    await lab.startPcscd();
  } else {
    await lab.remove();
    await until('absent');
    await lab.place();
  }
  const start = performance.now();
  if (open !== undefined && 'session' in open) await open.session.end();
  await until(restart && last === 'present' ? 'readerLost' : 'present');
  await until('present');
  if (!(await answers())) {
    wrong += 1;
    console.log(`round ${round}: no answer`);
  }
  const took = performance.now() - start;
  (restart ? times.restart : times.card).push(took);
  if (took > limit) {
    wrong += 1;
    console.log(`round ${round}: ${took.toFixed(0)} ms`);
  }
}
const left = descriptors() - before;
await transport.close();

const table = (name: string, values: readonly number[]) => {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(0);
  console.log(`${name}: ${values.length}, recovered in ms p50 ${at(0.5)}, p95 ${at(0.95)}, most ${at(1)}`);
};
table('deaths of pcscd', times.restart);
table('removals', times.card);
console.log(`descriptors left: ${left}; notes: ${JSON.stringify(Object.fromEntries(notes))}`);
if (wrong > 0 || left !== 0) console.log(`${wrong} things went wrong`);
await end();
process.exit(wrong === 0 && left === 0 ? 0 : 1);

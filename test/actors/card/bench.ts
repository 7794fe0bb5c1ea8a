import type { JobName, JobOutcome, World } from '../../../src/vocabulary/jobs.ts';
import type { Happening } from '../../../src/vocabulary/events.ts';
import { CardFacts } from '../../../src/actors/card/card-facts.ts';
import { createCardJobs, type CardJobs } from '../../../src/actors/card/card-jobs.ts';
import { makePracticeKeys, type PracticeKeys } from '../../../src/actors/card/practice/certificates.ts';
import { printedCodeB } from '../../../src/actors/card/practice/code-b.ts';
import { makePracticeCard, type PracticeCard } from '../../../src/actors/card/practice/practice-card.ts';
import { PracticeReader } from '../../../src/actors/card/practice/practice-reader.ts';
import type { CardTransport } from '../../../src/actors/card/transport.ts';
import { parsePatient, type PracticePatient } from '../../../src/actors/practice/patient.ts';
import { Vault } from '../../../src/actors/vault.ts';

export type PatientCard = PracticePatient['card'];

let keys: Promise<PracticeKeys> | undefined;
export function practiceKeys(): Promise<PracticeKeys> {
  keys ??= makePracticeKeys();
  return keys;
}

/** A patient's card section, given in YAML; answers at once unless told otherwise. */
export function cardOf(yaml: string): PatientCard {
  const speed = yaml.includes('speed') ? '' : `${yaml === '' ? '' : ', '}speed: 0`;
  return parsePatient(`{ title: test, card: { ${yaml}${speed} } }`, 'test').card;
}

/** Bytes that look like a JP2 file to nobody but are easy to compare. */
export function fakePhoto(length = 15_000): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 8)) & 0xff);
}

export interface Bench {
  readonly card: PracticeCard;
  readonly reader: PracticeReader;
  readonly vault: Vault;
  readonly facts: CardFacts;
  readonly jobs: CardJobs;
  readonly told: Happening[];
  readonly commands: Uint8Array[];
  readonly photo: Uint8Array;
}

/** A practice card on a practice reader, the card's jobs, and the digits printed on the card in the vault. */
export async function bench(yaml = '', photo = fakePhoto()): Promise<Bench> {
  const patientCard = cardOf(yaml);
  const card = makePracticeCard(patientCard, photo, await practiceKeys());
  const reader = new PracticeReader();
  reader.place(card);
  const vault = new Vault();
  putDigits(vault, printedCodeB(patientCard));
  const facts = new CardFacts();
  const told: Happening[] = [];
  const commands: Uint8Array[] = [];
  const transport = spying(reader, commands);
  const jobs = createCardJobs({ transport, vault, facts, tell: (h) => told.push(h), wait: async () => undefined });
  return { card, reader, vault, facts, jobs, told, commands, photo };
}

export function putDigits(vault: Vault, digits: string): void {
  vault.put('front', (buffer) => {
    for (let i = 0; i < digits.length; i++) buffer[i] = digits.charCodeAt(i);
    return digits.length;
  });
}

/** Records a copy of each command, so that a test can count what was presented. */
export function spying(transport: CardTransport, commands: Uint8Array[]): CardTransport {
  return {
    watch: (tell) => transport.watch(tell),
    connect: async () => {
      const connected = await transport.connect();
      if ('refused' in connected) return connected;
      const { session } = connected;
      return {
        session: {
          transmit: (command, response) => {
            commands.push(command.slice());
            return session.transmit(command, response);
          },
          end: () => session.end(),
        },
      };
    },
  };
}

/** VERIFY commands that carry data. */
export function presentations(commands: readonly Uint8Array[]): number {
  return commands.filter((c) => c[1] === 0x20 && c.length > 5).length;
}

/** Runs a job to its first answer. */
export function once<K extends JobName>(job: World[K], input: Parameters<World[K]>[0]): Promise<JobOutcome<K>> {
  return new Promise((resolve) => void job(input, resolve));
}

export function probe(jobs: CardJobs): Promise<JobOutcome<'card.probe'>> {
  return once<'card.probe'>(jobs['card.probe'], {});
}
export function readPhoto(jobs: CardJobs): Promise<JobOutcome<'card.readPhoto'>> {
  return once<'card.readPhoto'>(jobs['card.readPhoto'], {});
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { makePracticeCard, type PracticeCard } from '../../../src/actors/card/practice/practice-card.ts';
import { PracticeReader } from '../../../src/actors/card/practice/practice-reader.ts';
import { servePracticeReader, type ReaderServer } from '../../../src/actors/card/practice/reader-server.ts';
import { patientSchema } from '../../../src/actors/practice/patient.ts';
import { ProgramBridge } from '../../../src/actors/program/bridge.ts';
import { practiceProgram } from '../../../src/actors/program/practice/command.ts';
import type { ProgramSettings } from '../../../src/actors/program/practice/settings.ts';
import { createProgramJobs, type ProgramJobs } from '../../../src/actors/program/program-jobs.ts';
import { Vault } from '../../../src/actors/vault.ts';
import type { JobOutcome, Method } from '../../../src/vocabulary/jobs.ts';
import { cardOf, fakePhoto, once, practiceKeys } from '../card/bench.ts';

/** A socket path of its own and what removes it. */
export function socketPath(): { readonly path: string; readonly tidy: () => void } {
  if (process.platform === 'win32') {
    return {
      path: `\\\\.\\pipe\\honnin-test-${process.pid}-${Math.random().toString(36).slice(2)}`,
      tidy: () => undefined,
    };
  }
  const folder = mkdtempSync(join(tmpdir(), 'honnin-'));
  return { path: join(folder, 'reader'), tidy: () => rmSync(folder, { recursive: true, force: true }) };
}

export interface Stage {
  readonly reader: PracticeReader;
  readonly server: ReaderServer;
  readonly bridge: ProgramBridge;
  readonly jobs: ProgramJobs;
  readonly vault: Vault;
  card: PracticeCard;
  place(yaml: string): Promise<void>;
  close(): Promise<void>;
}

async function cardFrom(yaml: string): Promise<PracticeCard> {
  return makePracticeCard(cardOf(yaml), fakePhoto(), await practiceKeys());
}

/** The practice reader on its socket, a card on it, and the pretend program in its own process. */
export async function stage(yaml = ''): Promise<Stage> {
  const { path, tidy } = socketPath();
  const reader = new PracticeReader();
  const card = await cardFrom(yaml);
  reader.place(card);
  const server = await servePracticeReader(reader, path);
  const bridge = new ProgramBridge(practiceProgram(path));
  const vault = new Vault();
  const made: Stage = {
    reader,
    server,
    bridge,
    vault,
    card,
    jobs: createProgramJobs({ port: bridge, vault }),
    place: async (next) => {
      made.card = await cardFrom(next);
      reader.place(made.card);
    },
    close: async () => {
      bridge.close();
      await server.close();
      tidy();
    },
  };
  return made;
}

/** Program settings of a patient, given as in test/patients/*.yaml; the server takes no time. */
export function settings(program: object = {}, more: Partial<ProgramSettings> = {}): ProgramSettings {
  return {
    visit: 1,
    server: 'online',
    program: v.parse(patientSchema.entries.program, { seconds: 0, ...program }),
    ...more,
  };
}

export function putPin(vault: Vault, digits: string): void {
  vault.put('pin', (buffer) => {
    for (let i = 0; i < digits.length; i++) buffer[i] = digits.charCodeAt(i);
    return digits.length;
  });
}

export function qualify(jobs: ProgramJobs, method: Method): Promise<JobOutcome<'program.qualify'>> {
  return once<'program.qualify'>(jobs['program.qualify'], { method });
}
export function register(jobs: ProgramJobs, method: Method): Promise<JobOutcome<'program.register'>> {
  return once<'program.register'>(jobs['program.register'], { method });
}
export function ping(jobs: ProgramJobs): Promise<JobOutcome<'program.ping'>> {
  return once<'program.ping'>(jobs['program.ping'], {});
}

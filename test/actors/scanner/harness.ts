import { fileURLToPath } from 'node:url';
import type { ScanReason } from '../../../src/vocabulary/jobs.ts';
import type { Frame } from '../../../src/actors/camera/frames.ts';
import { patientSchema, type PracticePatient } from '../../../src/actors/practice/patient.ts';
import { judge, writeCodeB, type JudgeRules, type Verdict } from '../../../src/actors/scanner/judge.ts';
import { loadLayouts, type FrontGeneration, type FrontLayouts } from '../../../src/actors/scanner/layouts.ts';
import { practiceMount } from '../../../src/actors/scanner/mount.ts';
import { openNetwork } from '../../../src/actors/scanner/network.ts';
import { FrontReader, type FrameReader } from '../../../src/actors/scanner/reader.ts';
import { FrameReading } from '../../../src/actors/scanner/reading.ts';
import * as v from 'valibot';

export const networkFile = fileURLToPath(new URL('../../../models/front-reader.onnx', import.meta.url));
export const layoutsFile = fileURLToPath(new URL('../../../models/front-layouts.yaml', import.meta.url));
export const layouts: FrontLayouts = loadLayouts(layoutsFile);
export const generation: FrontGeneration = firstOf(layouts.generations);
export const today = { year: 2026, month: 11, day: 24 };

export const rules: JudgeRules = {
  thresholds: layouts.judge,
  eras: layouts.eras,
  generations: layouts.generations,
  today,
  chipExpiry: undefined,
};

export type PracticeCard = PracticePatient['card'];

/** A practice card with the defaults of the patient files. */
export function practiceCard(given: v.InferInput<typeof patientSchema>['card'] = {}): PracticeCard {
  return v.parse(patientSchema, { title: 'x', card: given }).card;
}

export async function openReader(): Promise<FrontReader> {
  const reader = new FrontReader(await openNetwork(networkFile, layouts), layouts, practiceMount);
  await reader.warmUp();
  return reader;
}

export async function readAll(reader: FrameReader, frames: readonly Frame[]): Promise<readonly FrameReading[]> {
  const readings: FrameReading[] = [];
  for (const frame of frames) {
    const said = new FrameReading();
    await reader.read(frame, said);
    readings.push(said);
  }
  return readings;
}

export async function decide(
  reader: FrameReader,
  frames: readonly Frame[],
  given: JudgeRules = rules,
): Promise<Verdict> {
  return judge(await readAll(reader, frames), given);
}

/** `read 55021720302285` or `refused glare`: practice data, so a test may print it. */
export function told(verdict: Verdict): string {
  if (!verdict.accepted) return `refused ${verdict.reason}`;
  const digits = new Uint8Array(14);
  writeCodeB(verdict, digits);
  return `read ${Buffer.from(digits).toString('latin1')}`;
}

export type Guess = readonly [value: number, posterior: number];
let pictures = 0;

/** What a frame could have said. Every call is another picture unless `fingerprint` says otherwise. */
export function reading(given: {
  birth?: readonly Guess[];
  expiry?: readonly Guess[];
  code?: readonly Guess[];
  unread?: ScanReason;
  flaw?: 'glare' | 'dark' | 'dirty';
  fingerprint?: number;
  corner?: readonly [number, number];
  generation?: number;
}): FrameReading {
  const made = new FrameReading();
  made.fingerprint = given.fingerprint ?? ++pictures;
  made.generation = given.generation ?? 0;
  made.unread = given.unread;
  made.flaw = given.flaw ?? 'dirty';
  [made.cornerX, made.cornerY] = given.corner ?? [3, 8];
  for (const field of ['birth', 'expiry', 'code'] as const) {
    for (const [value, posterior] of given[field] ?? []) made[field].add(value, posterior);
  }
  return made;
}

function firstOf<T>(list: readonly T[]): T {
  const [first] = list;
  if (first === undefined) throw new Error('empty list');
  return first;
}

import type { ScanReason } from '../../../vocabulary/jobs.ts';
import type { ExposureStep, Frame } from '../../camera/frames.ts';
import { ExposureChooser } from '../exposure.ts';
import { codeBLength, judge, writeCodeB, type JudgeRules, type Verdict } from '../judge.ts';
import type { FrameReader } from '../reader.ts';
import { FrameReading } from '../reading.ts';

/** One card of an evaluation: outcomes and reasons only, never its digits. */
export interface CardScore {
  readonly id: string;
  readonly expect: 'read' | 'reject';
  readonly outcome: 'right' | 'wrong' | 'refused';
  readonly reason: ScanReason | null;
}

export interface Case {
  readonly id: string;
  /** undefined: the card must be refused. */
  readonly codeB: string | undefined;
  /** Frames one after the other; 'broken' for a picture that is none. */
  readonly frames: Iterable<Frame | 'broken'>;
  /** Told before each further frame which exposure is wished for. */
  readonly expose?: (step: ExposureStep) => void;
}

export interface Scored {
  readonly score: CardScore;
  /** Time that passed, and processor time of this process; on a busy machine only the latter tells what reading costs. */
  readonly msPerFrame: readonly number[];
  readonly cpuMsPerFrame: readonly number[];
}

/** Reads frame after frame until the judge accepts, as the scanner child does. */
export async function scoreCase(
  { id, codeB, frames, expose }: Case,
  reader: FrameReader,
  rules: JudgeRules,
): Promise<Scored> {
  const readings: FrameReading[] = [];
  const exposure = new ExposureChooser();
  const msPerFrame: number[] = [];
  const cpuMsPerFrame: number[] = [];
  let verdict: Verdict = { accepted: false, reason: 'noCard' };
  for (const frame of frames) {
    const start = performance.now();
    const before = process.cpuUsage();
    const reading = new FrameReading();
    if (frame === 'broken') reading.unread = 'noCard';
    else await reader.read(frame, reading);
    readings.push(reading);
    verdict = judge(readings, rules);
    exposure.after(reading);
    expose?.(exposure.step);
    msPerFrame.push(performance.now() - start);
    const { user, system } = process.cpuUsage(before);
    cpuMsPerFrame.push((user + system) / 1000);
    if (verdict.accepted) break;
  }
  const score = { id, expect: codeB === undefined ? 'reject' : 'read', ...outcomeOf(verdict, codeB) } as const;
  return { score, msPerFrame, cpuMsPerFrame };
}

function outcomeOf(verdict: Verdict, codeB: string | undefined): Pick<CardScore, 'outcome' | 'reason'> {
  if (!verdict.accepted) return { outcome: 'refused', reason: verdict.reason };
  const digits = new Uint8Array(codeBLength);
  writeCodeB(verdict, digits);
  return { outcome: Buffer.from(digits).toString('latin1') === codeB ? 'right' : 'wrong', reason: null };
}

export interface Summary {
  readonly cards: number;
  readonly right: number;
  readonly wrongAccepted: number;
  /** Cards to be read that were refused. */
  readonly refused: number;
  readonly rejectExpected: number;
  readonly rejectRight: number;
  readonly msPerFrame: { readonly p50: number; readonly p95: number };
  readonly perCard: readonly CardScore[];
}

export function summarise(scored: readonly Scored[]): Summary {
  const perCard = scored.map(({ score }) => score);
  const count = (test: (score: CardScore) => boolean) => perCard.filter(test).length;
  return {
    cards: perCard.length,
    right: count(({ outcome }) => outcome === 'right'),
    wrongAccepted: count(({ outcome }) => outcome === 'wrong'),
    refused: count(({ expect, outcome }) => expect === 'read' && outcome === 'refused'),
    rejectExpected: count(({ expect }) => expect === 'reject'),
    rejectRight: count(({ expect, outcome }) => expect === 'reject' && outcome === 'refused'),
    msPerFrame: middleAndTail(scored.flatMap(({ msPerFrame }) => msPerFrame)),
    perCard,
  };
}

/** Median and 95th percentile, to a tenth. */
export function middleAndTail(values: readonly number[]): { readonly p50: number; readonly p95: number } {
  const sorted = [...values].sort((a, b) => a - b);
  const quantile = (share: number) => Math.round((sorted[Math.floor(share * (sorted.length - 1))] ?? 0) * 10) / 10;
  return { p50: quantile(0.5), p95: quantile(0.95) };
}

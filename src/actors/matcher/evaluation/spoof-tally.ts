import * as v from 'valibot';
import { species } from '../../camera/practice/attacks/species.ts';
import type { Liveness } from '../../models/liveness-schema.ts';
import { shareBounds } from '../../scanner/evaluation/clopper-pearson.ts';

/** One judged clip, as it is kept between runs. */
export const judgedSchema = v.strictObject({
  kind: v.picklist(['genuine', ...species]),
  number: v.pipe(v.number(), v.integer(), v.minValue(0)),
  verdict: v.picklist(['match', 'noMatch', 'spoof', 'timeout']),
  asked: v.boolean(),
  time: v.number(),
  seen: v.number(),
  cues: v.strictObject({
    light: v.picklist(['asking', 'answered', 'silent']),
    shift: v.number(),
    drawn: v.boolean(),
    made: v.number(),
    /** Absent in records from before there was one. */
    surroundings: v.optional(v.picklist(['asking', 'free', 'tied']), 'asking'),
    /** Absent in records from before there was one. */
    passive: v.optional(v.picklist(['none', 'asking', 'real', 'fake']), 'none'),
  }),
});
export type Judged = v.InferOutput<typeof judgedSchema>;

interface Share {
  readonly share: number;
  /** 95 % Clopper–Pearson bounds. */
  readonly low: number;
  readonly high: number;
}

/** How many clips each cue alone takes for a living head. */
export interface CuesAlone {
  /** Of those whose light was judged at all. */
  readonly lightAnswered: number;
  readonly lightJudged: number;
  /** `parallax.shown` or more was seen. */
  readonly depth: number;
  /** All turns in drawn directions were made, of those who were asked for them. */
  readonly turnsMade: number;
  readonly turnsAsked: number;
  /** The other way round: those whose surroundings went along with the face. */
  readonly surroundingsTied: number;
  /** Those that the passive network takes for real, of those it judged; absent when it judged none. */
  readonly passive?: { readonly real: number; readonly judged: number };
}

/** The last line of `evaluate -- spoof --json`; shares are fractions. */
export interface SpoofEvaluation {
  /** Rejected: BPCER of one try. Asked: share of genuine people who were asked to turn. */
  readonly genuine: {
    readonly clips: number;
    readonly rejected: number;
    readonly bpcer: Share;
    readonly asked: number;
    /** ms from the first comparable frame until the match, median: of those who were not asked to turn, and who were. */
    readonly matchMs: number;
    readonly askedMatchMs: number;
    readonly alone: CuesAlone;
  };
  /** Accepted: APCER of one try. */
  readonly species: {
    readonly [name: string]: {
      readonly clips: number;
      readonly accepted: number;
      readonly apcer: Share;
      readonly verdicts: { readonly [verdict: string]: number };
      readonly alone: CuesAlone;
    };
  };
}

export function tally(judged: readonly Judged[], liveness: Pick<Liveness, 'parallax' | 'doubts'>): SpoofEvaluation {
  const genuine = judged.filter(({ kind }) => kind === 'genuine');
  const rejected = genuine.filter(({ verdict }) => verdict !== 'match').length;
  const matched = genuine.filter(({ verdict }) => verdict === 'match');
  const attacks = species.flatMap((kind) => {
    const clips = judged.filter((one) => one.kind === kind);
    if (clips.length === 0) return [];
    const accepted = clips.filter(({ verdict }) => verdict === 'match').length;
    const verdicts: Record<string, number> = {};
    for (const { verdict } of clips) verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
    const result = { clips: clips.length, accepted, apcer: shareOf(accepted, clips.length), verdicts };
    return [[kind, { ...result, alone: alone(clips, liveness) }] as const];
  });
  return {
    genuine: {
      clips: genuine.length,
      rejected,
      bpcer: shareOf(rejected, genuine.length),
      asked: genuine.filter(({ asked }) => asked).length,
      matchMs: median(matched.filter(({ asked }) => !asked).map(({ time, seen }) => time - seen)),
      askedMatchMs: median(matched.filter(({ asked }) => asked).map(({ time, seen }) => time - seen)),
      alone: alone(genuine, liveness),
    },
    species: Object.fromEntries(attacks),
  };
}

function alone(clips: readonly Judged[], { parallax, doubts }: Pick<Liveness, 'parallax' | 'doubts'>): CuesAlone {
  const count = (is: (cues: Judged['cues']) => boolean) => clips.filter(({ cues }) => is(cues)).length;
  const judged = count(({ passive }) => passive === 'real' || passive === 'fake');
  return {
    lightAnswered: count(({ light }) => light === 'answered'),
    lightJudged: count(({ light }) => light !== 'asking'),
    depth: count(({ shift }) => shift >= parallax.shown),
    turnsMade: count(({ drawn, made }) => drawn && made >= doubts.lightSilent),
    turnsAsked: count(({ drawn }) => drawn),
    surroundingsTied: count(({ surroundings }) => surroundings === 'tied'),
    ...(judged === 0 ? {} : { passive: { real: count(({ passive }) => passive === 'real'), judged } }),
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function shareOf(count: number, total: number): Share {
  return { share: total === 0 ? 0 : count / total, ...shareBounds(count, total) };
}

/** The tally as a table for people. */
export function tallyTable({ genuine, species: attacks }: SpoofEvaluation): string {
  const percent = (value: number) => (100 * value).toFixed(1);
  const bounds = ({ share, low, high }: Share) => `${percent(share)} % [${percent(low)}, ${percent(high)}]`;
  const cues = (of: CuesAlone, clips: number) =>
    `light ${of.lightAnswered}/${of.lightJudged}, depth ${of.depth}/${clips}, turns ${of.turnsMade}/${of.turnsAsked}, ` +
    `tied ${of.surroundingsTied}/${clips}` +
    (of.passive === undefined ? '' : `, passive ${of.passive.real}/${of.passive.judged}`);
  const rows = Object.entries(attacks).map(([name, { clips, accepted, apcer, verdicts, alone: of }]) => {
    const others = Object.entries(verdicts).map(([verdict, count]) => `${verdict} ${count}`);
    return `${name.padEnd(14)} ${accepted} of ${clips} accepted, APCER ${bounds(apcer)}  (${others.join(', ')}; alone: ${cues(of, clips)})`;
  });
  if (genuine.clips === 0) return rows.join('\n');
  const asked = genuine.asked / genuine.clips;
  return [
    `genuine        ${genuine.rejected} of ${genuine.clips} rejected, BPCER ${bounds(genuine.bpcer)}; ` +
      `${percent(asked)} % asked to turn; match ${genuine.matchMs} ms after the first usable frame, ` +
      `${genuine.askedMatchMs} ms when asked (medians; alone: ${cues(genuine.alone, genuine.clips)})`,
    ...rows,
  ].join('\n');
}

import * as v from 'valibot';
import { conditionOf } from '../../camera/practice/attacks/clip-stage.ts';
import { conditions, species } from '../../camera/practice/attacks/species.ts';
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

type Cues = Pick<Liveness, 'parallax' | 'doubts' | 'passive'>;

/** How many clips each cue alone takes for a living head. */
interface CuesAlone {
  /** Of those whose light was judged at all. */
  readonly lightAnswered: number;
  readonly lightJudged: number;
  /** `parallax.shown` or more was seen. */
  readonly depth: number;
  /** Those who made the most drawn turns that a doubt can ask for, of those who were asked for some. */
  readonly turnsMade: number;
  readonly turnsAsked: number;
  /** The other way round: those whose surroundings went along with the face. */
  readonly surroundingsTied: number;
  /** Those that the passive network takes for real, of those it judged; absent when it judged none. */
  readonly passive?: { readonly real: number; readonly judged: number };
}

/** From the first comparable frame until the match, ms. */
interface MatchTimes {
  readonly matched: number;
  readonly median: number;
  /** Nine of ten are matched within it. */
  readonly nineOfTen: number;
}

/** Genuine people of one condition (attacks/species.ts). */
interface ConditionTally {
  readonly clips: number;
  readonly rejected: number;
  readonly asked: number;
  /** Asked for turns in drawn directions. */
  readonly drawn: number;
  readonly within1500: number;
  readonly within2000: number;
}

/** The last line of `evaluate -- spoof --json`; shares are fractions. */
export interface SpoofEvaluation {
  /** Rejected: BPCER of one try. Asked: share of genuine people who were asked to turn. */
  readonly genuine: {
    readonly clips: number;
    readonly rejected: number;
    readonly bpcer: Share;
    readonly asked: number;
    /** Of those who were not asked to turn, asked for any turn, and for turns in drawn directions. */
    readonly times: { readonly unasked: MatchTimes; readonly anyTurn: MatchTimes; readonly drawnTurns: MatchTimes };
    readonly conditions: { readonly [condition: string]: ConditionTally };
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

export function tally(judged: readonly Judged[], liveness: Cues): SpoofEvaluation {
  const genuine = judged.filter(({ kind }) => kind === 'genuine');
  const rejected = genuine.filter(({ verdict }) => verdict !== 'match').length;
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
      times: {
        unasked: timesOf(genuine.filter(({ asked }) => !asked)),
        anyTurn: timesOf(genuine.filter(({ asked, cues }) => asked && !cues.drawn)),
        drawnTurns: timesOf(genuine.filter(({ cues }) => cues.drawn)),
      },
      conditions: Object.fromEntries(
        conditions.flatMap((condition) => {
          const clips = genuine.filter(({ number }) => conditionOf(number) === condition);
          return clips.length === 0 ? [] : [[condition, conditionTally(clips)] as const];
        }),
      ),
      alone: alone(genuine, liveness),
    },
    species: Object.fromEntries(attacks),
  };
}

function alone(clips: readonly Judged[], { parallax, doubts, passive: network }: Cues): CuesAlone {
  const { parallaxMissing, lightSilent, surroundingsTied } = doubts;
  const most = Math.max(parallaxMissing, lightSilent, surroundingsTied, network === undefined ? 0 : doubts.passiveFake);
  const count = (is: (cues: Judged['cues']) => boolean) => clips.filter(({ cues }) => is(cues)).length;
  const judged = count(({ passive }) => passive === 'real' || passive === 'fake');
  return {
    lightAnswered: count(({ light }) => light === 'answered'),
    lightJudged: count(({ light }) => light !== 'asking'),
    depth: count(({ shift }) => shift >= parallax.shown),
    turnsMade: count(({ drawn, made }) => drawn && made >= most),
    turnsAsked: count(({ drawn }) => drawn),
    surroundingsTied: count(({ surroundings }) => surroundings === 'tied'),
    ...(judged === 0 ? {} : { passive: { real: count(({ passive }) => passive === 'real'), judged } }),
  };
}

function matchMs(clips: readonly Judged[]): readonly number[] {
  return clips
    .filter(({ verdict }) => verdict === 'match')
    .map(({ time, seen }) => Math.round(time - seen))
    .sort((a, b) => a - b);
}

function timesOf(clips: readonly Judged[]): MatchTimes {
  const times = matchMs(clips);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0;
  return { matched: times.length, median: at(0.5), nineOfTen: at(0.9) };
}

function conditionTally(clips: readonly Judged[]): ConditionTally {
  const times = matchMs(clips);
  return {
    clips: clips.length,
    rejected: clips.length - times.length,
    asked: clips.filter(({ asked }) => asked).length,
    drawn: clips.filter(({ cues }) => cues.drawn).length,
    within1500: times.filter((ms) => ms <= 1_500).length,
    within2000: times.filter((ms) => ms <= 2_000).length,
  };
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
  const { unasked, anyTurn, drawnTurns } = genuine.times;
  const ms = ({ matched, median, nineOfTen }: MatchTimes) => `${median}, ${nineOfTen} ms (${matched})`;
  const ways = Object.entries(genuine.conditions).map(
    ([name, of]) =>
      `  ${name.padEnd(12)} ${of.rejected} of ${of.clips} rejected; asked to turn ${of.asked}, of these drawn turns ` +
      `${of.drawn}; matched within 1.5 s ${of.within1500}, 2 s ${of.within2000}`,
  );
  return [
    `genuine        ${genuine.rejected} of ${genuine.clips} rejected, BPCER ${bounds(genuine.bpcer)}; asked to turn ` +
      `${bounds(shareOf(genuine.asked, genuine.clips))} (alone: ${cues(genuine.alone, genuine.clips)})`,
    `  from the first usable frame to the match, median and nine of ten: not asked ${ms(unasked)}, ` +
      `any turn ${ms(anyTurn)}, drawn turns ${ms(drawnTurns)}`,
    ...ways,
    ...rows,
  ].join('\n');
}

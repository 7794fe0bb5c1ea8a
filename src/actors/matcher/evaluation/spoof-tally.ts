import * as v from 'valibot';
import { species } from '../../camera/practice/attacks/species.ts';
import { shareBounds } from '../../scanner/evaluation/clopper-pearson.ts';

/** One judged clip, as it is kept between runs. */
export const judgedSchema = v.strictObject({
  kind: v.picklist(['genuine', ...species]),
  number: v.pipe(v.number(), v.integer(), v.minValue(0)),
  verdict: v.picklist(['match', 'noMatch', 'spoof', 'timeout']),
  asked: v.boolean(),
  time: v.number(),
});
export type Judged = v.InferOutput<typeof judgedSchema>;

interface Share {
  readonly share: number;
  /** 95 % Clopper–Pearson bounds. */
  readonly low: number;
  readonly high: number;
}

/** The last line of `evaluate -- spoof --json`; shares are fractions. */
export interface SpoofEvaluation {
  /** Rejected: BPCER of one try. Asked: share of genuine people who were asked to turn. */
  readonly genuine: {
    readonly clips: number;
    readonly rejected: number;
    readonly bpcer: Share;
    readonly asked: number;
    /** ms until the match, median. */
    readonly matchMs: number;
  };
  /** Accepted: APCER of one try. */
  readonly species: {
    readonly [name: string]: {
      readonly clips: number;
      readonly accepted: number;
      readonly apcer: Share;
      readonly verdicts: { readonly [verdict: string]: number };
    };
  };
}

export function tally(judged: readonly Judged[]): SpoofEvaluation {
  const genuine = judged.filter(({ kind }) => kind === 'genuine');
  const rejected = genuine.filter(({ verdict }) => verdict !== 'match').length;
  const times = genuine.filter(({ verdict }) => verdict === 'match').map(({ time }) => time);
  times.sort((a, b) => a - b);
  const attacks = species.flatMap((kind) => {
    const clips = judged.filter((one) => one.kind === kind);
    if (clips.length === 0) return [];
    const accepted = clips.filter(({ verdict }) => verdict === 'match').length;
    const verdicts: Record<string, number> = {};
    for (const { verdict } of clips) verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
    return [[kind, { clips: clips.length, accepted, apcer: shareOf(accepted, clips.length), verdicts }] as const];
  });
  return {
    genuine: {
      clips: genuine.length,
      rejected,
      bpcer: shareOf(rejected, genuine.length),
      asked: genuine.filter(({ asked }) => asked).length,
      matchMs: times[Math.floor(times.length / 2)] ?? 0,
    },
    species: Object.fromEntries(attacks),
  };
}

function shareOf(count: number, total: number): Share {
  return { share: total === 0 ? 0 : count / total, ...shareBounds(count, total) };
}

/** The tally as a table for people. */
export function tallyTable({ genuine, species: attacks }: SpoofEvaluation): string {
  const percent = (value: number) => (100 * value).toFixed(1);
  const bounds = ({ share, low, high }: Share) => `${percent(share)} % [${percent(low)}, ${percent(high)}]`;
  const rows = Object.entries(attacks).map(([name, { clips, accepted, apcer, verdicts }]) => {
    const others = Object.entries(verdicts).map(([verdict, count]) => `${verdict} ${count}`);
    return `${name.padEnd(14)} ${accepted} of ${clips} accepted, APCER ${bounds(apcer)}  (${others.join(', ')})`;
  });
  const asked = genuine.clips === 0 ? 0 : genuine.asked / genuine.clips;
  return [
    `genuine        ${genuine.rejected} of ${genuine.clips} rejected, BPCER ${bounds(genuine.bpcer)}; ` +
      `${percent(asked)} % asked to turn; match after ${genuine.matchMs} ms (median)`,
    ...rows,
  ].join('\n');
}

import { progressTeller } from '../progress.ts';
import { garbage } from '../../actors/scanner/evaluation/garbage.ts';
import { scoreCase } from '../../actors/scanner/evaluation/score.ts';
import type { JudgeRules } from '../../actors/scanner/judge.ts';
import type { FrameReader } from '../../actors/scanner/reader.ts';
import type { Options } from './options.ts';
import { share } from './report.ts';

/** Every picture is judged for itself, which is harder than with the rule that two frames must agree. */
export async function scoreGarbage(
  { garbage: count, seed }: Options,
  reader: FrameReader,
  rules: JudgeRules,
  stop: AbortSignal,
): Promise<number> {
  const alone = { ...rules, thresholds: { ...rules.thresholds, agreement: 1 } };
  const reasons = new Map<string, number>();
  const progress = progressTeller((words) => console.error(words), 30_000);
  let accepted = 0;
  let scored = 0;
  for (; scored < count && !stop.aborted; scored++) {
    const at = scored;
    const { kind, frame } = garbage(seed * 10_000_000 + at);
    const { score } = await scoreCase({ id: `${kind} ${at}`, codeB: undefined, frames: [frame] }, reader, alone);
    if (score.outcome !== 'refused') {
      accepted++;
      console.log(`accepted: ${score.id}`);
    }
    const reason = `${kind} ${score.reason ?? 'accepted'}`;
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    progress(at + 1, count);
    if (at % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  console.log(`${scored} pictures that are no card front: accepted ${share(accepted, scored)}`);
  for (const [reason, times] of [...reasons].sort(([a], [b]) => a.localeCompare(b)))
    console.log(`  ${reason} ${times}`);
  return accepted === 0 ? 0 : 1;
}

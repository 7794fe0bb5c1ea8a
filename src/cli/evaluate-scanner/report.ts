import { shareBounds } from '../../actors/scanner/evaluation/clopper-pearson.ts';
import type { DrawnScore } from '../../actors/scanner/evaluation/results.ts';
import { middleAndTail, summarise, type Scored } from '../../actors/scanner/evaluation/score.ts';
import { isLegible } from '../../actors/scanner/practice/legibility.ts';
import type { Level } from '../../actors/scanner/practice/levels.ts';

/**
 * R 3-9 counts cards whose print can be seen. The others are told apart and not counted, except one that was accepted
 * wrongly: that counts always.
 */
export function reportDrawn(level: Level, drawn: readonly DrawnScore[]): readonly Scored[] {
  const counted = drawn.filter(({ sight, score }) => isLegible(sight) || score.outcome === 'wrong');
  report(level, counted);
  const unseen = drawn.filter(({ sight }) => !isLegible(sight));
  const of = (outcome: string) => unseen.filter(({ score }) => score.outcome === outcome).length;
  console.log(
    `  not to be read by eye ${unseen.length}: right ${of('right')}, wrong ${of('wrong')}, refused ${of('refused')}`,
  );
  return counted;
}

export function report(name: string, scored: readonly Scored[]): void {
  const { cards, right, wrongAccepted, refused, rejectExpected, rejectRight, msPerFrame, perCard } = summarise(scored);
  console.log(
    `${name}: right ${share(right, cards - rejectExpected)}, wrongly accepted ${share(wrongAccepted, cards)}`,
  );
  const reasons = new Map<string, number>();
  for (const { expect, reason } of perCard) {
    if (expect === 'read' && reason !== null) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  const why = [...reasons].map(([reason, count]) => `${reason} ${count}`).join(', ');
  console.log(`  refused ${refused}${why === '' ? '' : ` (${why})`}`);
  if (rejectExpected > 0) console.log(`  rejected as they should be ${share(rejectRight, rejectExpected)}`);
  const cpu = middleAndTail(scored.flatMap(({ cpuMsPerFrame }) => cpuMsPerFrame));
  const frames = scored.map(({ msPerFrame: each }) => each.length);
  const perDecision = frames.reduce((sum, count) => sum + count, 0) / Math.max(1, frames.length);
  console.log(
    `  ms per frame p50 ${msPerFrame.p50}, p95 ${msPerFrame.p95}; processor ms p50 ${cpu.p50}, p95 ${cpu.p95}; frames per card ${perDecision.toFixed(2)}`,
  );
}

/** `98/100 = 98.00 % [92.96, 99.76]`, the bounds being 95 % Clopper–Pearson. */
export function share(count: number, total: number): string {
  if (total === 0) return '0/0';
  const { low, high } = shareBounds(count, total);
  return `${count}/${total} = ${percent(count / total)} % [${percent(low)}, ${percent(high)}]`;
}

function percent(value: number): string {
  return (value * 100).toFixed(2);
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { expectedCodeB, parseLabels, type FrontLabel } from '../../actors/scanner/evaluation/labels.ts';
import { scoreCase, type Scored } from '../../actors/scanner/evaluation/score.ts';
import type { JudgeRules } from '../../actors/scanner/judge.ts';
import { loadPicture } from '../../actors/scanner/practice/picture-file.ts';
import type { FrameReader } from '../../actors/scanner/reader.ts';

/**
 * Scores a folder of pictures against its labels.json. Several files of one entry are frames of one card; one file is
 * judged without the rule that two frames must agree. Undefined, and told why, when there are no labels to go by.
 */
export async function scoreImages(
  folder: string,
  reader: FrameReader,
  rules: JudgeRules,
  stop: AbortSignal,
): Promise<Scored[] | undefined> {
  const labels = readLabels(join(folder, 'labels.json'));
  if (typeof labels === 'string') {
    console.error(labels);
    return undefined;
  }
  const scored: Scored[] = [];
  const unreadable: string[] = [];
  for (const label of labels) {
    if (stop.aborted) break;
    const frames = await Promise.all(label.files.map((file, time) => loadPicture(join(folder, file), time)));
    unreadable.push(...label.files.filter((_, at) => frames[at] === 'broken'));
    const agreement = frames.length === 1 ? 1 : rules.thresholds.agreement;
    const ofCase = { ...rules, thresholds: { ...rules.thresholds, agreement } };
    scored.push(await scoreCase({ id: label.id, codeB: expectedCodeB(label), frames }, reader, ofCase));
  }
  if (unreadable.length > 0)
    console.error(
      `${unreadable.length} files are missing or no PNG or JPEG of 2 to 4096 pixels a side, and count as pictures without a card: ${unreadable.slice(0, 5).join(', ')}${unreadable.length > 5 ? ' …' : ''}`,
    );
  return scored;
}

/** The labels, or what is wrong with them. */
function readLabels(file: string): readonly FrontLabel[] | string {
  const next = 'Expected an array of {id, files[], expect: read|reject, birth6, expiry4, code4}.';
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return `${file} cannot be read. ${next}`;
  }
  try {
    return parseLabels(text);
  } catch (cause) {
    if (cause instanceof v.ValiError)
      return (
        cause.issues.map((issue) => `${file}: ${v.getDotPath(issue) ?? 'as a whole'}: ${issue.message}`).join('\n') +
        `\n${next}`
      );
    return `${file} is not JSON: ${cause instanceof Error ? cause.message : 'unreadable'}. ${next}`;
  }
}

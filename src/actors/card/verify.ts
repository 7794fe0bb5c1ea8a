import { command, type ApduClient, type CardFault } from './apdu-client.ts';
import { statusOf, triesIn } from './status-word.ts';

/** VERIFY of the selected key EF (ISO/IEC 7816-4): 00 20 00 80. */
const cla = 0x00;
const ins = 0x20;
const selectedKey = 0x80;

export type TriesLeft = { readonly tries: number } | { readonly fault: CardFault };

/**
 * Reads how many tries a key has left by an empty VERIFY, which spends none [A]. `full` is the answer for a key that is
 * already verified (9000), since success refills the counter.
 */
export async function readTries(client: ApduClient, keyFile: number, full: number): Promise<TriesLeft> {
  const selected = await client.selectFile(keyFile);
  if (selected !== 'ok') return { fault: selected };
  const answer = await client.send(Uint8Array.of(cla, ins, 0x00, selectedKey));
  if ('fault' in answer) return answer;
  const left = triesIn(answer.word);
  if (left !== undefined) return { tries: left };
  switch (statusOf(answer.word)) {
    case 'ok':
      return { tries: full };
    case 'locked':
      return { tries: 0 };
    default:
      return { fault: 'refused' };
  }
}

/** 'unknown': the card was lost while the digits were under way, it may or may not have taken a try. */
export type Presented =
  | { readonly outcome: 'right' | 'locked' | 'unknown' | 'refused' }
  | { readonly outcome: 'wrong'; readonly left: number };

/**
 * Presents the digits to the selected key exactly once. The command's copy of them is overwritten on every path; the
 * caller keeps the count of presentations, has read the tries before, and never sends the same again after 'unknown'.
 */
export async function presentOnce(client: ApduClient, digits: Uint8Array): Promise<Presented> {
  const verify = command(cla, ins, 0x00, selectedKey, digits);
  try {
    const answer = await client.send(verify);
    if ('fault' in answer) return { outcome: answer.fault === 'ended' ? 'refused' : 'unknown' };
    switch (statusOf(answer.word)) {
      case 'ok':
        return { outcome: 'right' };
      case 'locked':
        return { outcome: 'locked' };
      case 'wrong':
        return wrong(triesIn(answer.word) ?? (await triesAfter(client)));
      default:
        return { outcome: 'refused' };
    }
  } finally {
    verify.fill(0);
  }
}

function wrong(left: number | undefined): Presented {
  if (left === undefined) return { outcome: 'refused' };
  return left === 0 ? { outcome: 'locked' } : { outcome: 'wrong', left };
}

/** A card that answered 6300 did not say how many are left: ask it, without data. */
async function triesAfter(client: ApduClient): Promise<number | undefined> {
  const answer = await client.send(Uint8Array.of(cla, ins, 0x00, selectedKey));
  if ('fault' in answer) return undefined;
  return statusOf(answer.word) === 'locked' ? 0 : triesIn(answer.word);
}

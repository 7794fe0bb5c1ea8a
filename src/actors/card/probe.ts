import type { JobOutcome } from '../../vocabulary/jobs.ts';
import type { ApduClient, CardFault } from './apdu-client.ts';
import { applications, cardFaceFiles, fullTries, jpkiFiles, tokenLabelBytes, tokenLabels } from './applications.ts';
import type { CardFacts } from './card-facts.ts';
import { readCommonRecord } from './common-record.ts';
import { readTries } from './verify.ts';

export type ProbeOutcome = JobOutcome<'card.probe'>;

/**
 * What kind of card is it, and how many tries are left? Nothing is presented and no try is spent. The kind is told by the
 * applications it has, never by its ATR (card.md). The expiry and serial go to `facts`.
 */
export async function probeCard(client: ApduClient, facts: CardFacts): Promise<ProbeOutcome> {
  const jpki = await client.selectApplication(applications.jpki);
  if (jpki !== 'ok') return foreignOr(jpki);
  const token = await readToken(client);
  if (typeof token !== 'string') return { outcome: lost(token.fault) };
  if (token === 'phone') return { outcome: 'phone' };
  const pin = await readTries(client, jpkiFiles.userPin, fullTries.userPin);
  if ('fault' in pin) return { outcome: lost(pin.fault) };

  const cardFace = await client.selectApplication(applications.cardFace);
  if (cardFace !== 'ok') return foreignOr(cardFace);
  const codeB = await readTries(client, cardFaceFiles.codeB, fullTries.codeB);
  if ('fault' in codeB) return { outcome: lost(codeB.fault) };

  const common = await readCommonRecord(client, facts);
  if (common === 'swapped') return { outcome: 'gone' };
  // A card that keeps its record to itself is still usable: the scanner's judge goes without the chip's expiry.
  if (common !== 'ok' && common !== 'missing' && common !== 'refused') return { outcome: lost(common) };
  return { outcome: 'myna', pinTries: pin.tries, codeBTries: codeB.tries };
}

/** An unknown label is taken as a card: the other applications decide, and a new generation may change the label. */
async function readToken(client: ApduClient): Promise<'card' | 'phone' | { readonly fault: CardFault }> {
  const selected = await client.selectFile(jpkiFiles.tokenInfo);
  if (selected !== 'ok') return { fault: selected };
  const read = await client.readBinary(0, tokenLabelBytes);
  if ('fault' in read) return read;
  const label = client.scratch.subarray(0, read.length);
  return startsWith(label, tokenLabels.android) || startsWith(label, tokenLabels.iphone) ? 'phone' : 'card';
}

function startsWith(bytes: Uint8Array, label: string): boolean {
  if (bytes.length < label.length) return false;
  for (let at = 0; at < label.length; at++) if (bytes[at] !== label.charCodeAt(at)) return false;
  return true;
}

function foreignOr(fault: CardFault): ProbeOutcome {
  return { outcome: fault === 'missing' || fault === 'refused' ? 'foreign' : lost(fault) };
}

/** The card or its reader went away, or the bytes make no sense. Which reader was lost is told by `reader.watch`. */
export function lost(fault: CardFault): 'gone' | 'unreadable' {
  return fault === 'cardGone' || fault === 'readerLost' ? 'gone' : 'unreadable';
}

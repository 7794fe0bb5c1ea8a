import type { JobOutcome } from '../../vocabulary/jobs.ts';
import type { Vault } from '../vault.ts';
import type { ApduClient } from './apdu-client.ts';
import { applications, cardFaceFiles, codeBDigits, codeBSpareTries, fullTries } from './applications.ts';
import type { CardFacts } from './card-facts.ts';
import { readCommonRecord } from './common-record.ts';
import { readPhoto, speaksExtended } from './face-file.ts';
import { lost } from './probe.ts';
import { presentOnce, readTries } from './verify.ts';

export type ReadPhotoOutcome = JobOutcome<'card.readPhoto'>;

/**
 * Opens the card face with the digits that the scanner read and reads the chip's photo into the vault. The policy stands
 * before the only VERIFY: once per insertion, never with 4 or fewer tries left, never to another card than the one probed.
 * `buffer` (cardFileBytes) is overwritten by the caller.
 */
export async function readChipPhoto(
  client: ApduClient,
  vault: Vault,
  facts: CardFacts,
  buffer: Uint8Array<ArrayBuffer>,
): Promise<ReadPhotoOutcome> {
  const common = await readCommonRecord(client, facts);
  if (common === 'swapped') return { outcome: 'gone' };
  if (common !== 'ok' && common !== 'missing' && common !== 'refused') return { outcome: lost(common) };

  const cardFace = await client.selectApplication(applications.cardFace);
  if (cardFace !== 'ok') return { outcome: lost(cardFace) };
  const extended = await speaksExtended(client);
  if (typeof extended !== 'boolean') return { outcome: lost(extended.fault) };

  const counter = await readTries(client, cardFaceFiles.codeB, fullTries.codeB);
  if ('fault' in counter) return { outcome: lost(counter.fault) };
  if (counter.tries === 0) return { outcome: 'locked' };
  if (counter.tries <= codeBSpareTries) return { outcome: 'spared' };

  const refused = await openCardFace(client, vault, facts);
  if (refused !== undefined) return refused;

  const photo = await readPhoto(client, buffer, extended);
  if (!('fault' in photo)) {
    // A job stopped meanwhile must not fill a vault that is being wiped; nobody hears this answer.
    if (!client.wanted()) return { outcome: 'unreadable' };
    vault.put('photo', (secret) => {
      secret.set(buffer.subarray(photo.start, photo.end));
      return photo.end - photo.start;
    });
    return { outcome: 'photo' };
  }
  if (photo.fault === 'noPhoto' || photo.fault === 'damaged') return { outcome: photo.fault };
  return { outcome: lost(photo.fault) };
}

async function openCardFace(client: ApduClient, vault: Vault, facts: CardFacts): Promise<ReadPhotoOutcome | undefined> {
  // presentOnce copies the digits into its command before it first waits, so the loan ends in time.
  const presenting = vault.lend('front', (digits) => {
    facts.noteCodeBPresented();
    return presentOnce(client, digits);
  });
  if (presenting === undefined) return { outcome: 'spared' };
  const presented = await presenting;
  switch (presented.outcome) {
    case 'right':
      return undefined;
    case 'wrong':
      return { outcome: 'wrong', left: presented.left };
    case 'refused':
      return { outcome: 'unreadable' };
    default:
      return { outcome: presented.outcome };
  }
}

/** True when the vault holds 14 digits that have not been presented in this insertion. */
export function mayPresent(vault: Vault, facts: CardFacts): boolean {
  const sound = vault.lend(
    'front',
    (digits) => digits.length === codeBDigits && digits.every((d) => d >= 0x30 && d <= 0x39),
  );
  return sound === true && !facts.codeBPresented();
}

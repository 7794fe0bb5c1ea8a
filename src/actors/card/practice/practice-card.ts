import type { PracticePatient } from '../../practice/patient.ts';
import type { CardSpeed } from './air-time.ts';
import { cardContent } from './card-content.ts';
import { CardOs } from './card-os.ts';
import type { PracticeKeys } from './certificates.ts';

/** A practice card: counters live in it and stay when it is taken away and put back. */
export interface PracticeCard {
  readonly os: CardOs;
  readonly speed: CardSpeed;
  /** Lies on the reader and answers nothing. */
  readonly mute: boolean;
  /** The APDU of a session, from 1, during which the card leaves; cleared once it has happened. */
  pulledAtApdu: number | undefined;
}

let cardsMade = 0;

/**
 * Makes a patient's card around the JP2 `photo` (see jp2.ts), with certificates up to `certificateEnds` or for years to come.
 * Each card has a serial of its own in this process.
 */
export function makePracticeCard(
  card: PracticePatient['card'],
  photo: Uint8Array,
  keys: PracticeKeys,
  certificateEnds?: Date,
): PracticeCard {
  cardsMade += 1;
  return {
    os: new CardOs(cardContent(card, photo, keys, cardsMade, certificateEnds)),
    speed: card.speed,
    mute: card.kind === 'mute',
    pulledAtApdu: card.pulledAtApdu,
  };
}

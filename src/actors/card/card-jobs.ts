import type { Happening } from '../../vocabulary/events.ts';
import type { Job, JobOutcome, World } from '../../vocabulary/jobs.ts';
import type { Vault } from '../vault.ts';
import type { ApduClient } from './apdu-client.ts';
import type { CardFacts } from './card-facts.ts';
import { cardFileBytes } from './card-file.ts';
import { realWait, visitCard, type Wait } from './card-visit.ts';
import { offHeap } from './off-heap.ts';
import { probeCard, type ProbeOutcome } from './probe.ts';
import { mayPresent, readChipPhoto, type ReadPhotoOutcome } from './read-photo.ts';
import { watchReader } from './reader-watch.ts';
import type { CardTransport, ConnectRefusal } from './transport.ts';

export interface CardParts {
  readonly transport: CardTransport;
  readonly vault: Vault;
  /** Shared with the scanner's judge. */
  readonly facts: CardFacts;
  readonly tell: (happening: Happening) => void;
  /** Waits between two tries to open a card that another process holds; real time unless given. */
  readonly wait?: Wait;
}

export type CardJobs = Pick<World, 'card.probe' | 'card.readPhoto' | 'reader.watch'>;

/** The card's jobs. The two that open the card take turns, so that a stopped one has let go before the next begins. */
export function createCardJobs({ transport, vault, facts, tell, wait = realWait }: CardParts): CardJobs {
  const turns = takeTurns();

  const probe = async (wanted: () => boolean): Promise<ProbeOutcome> => {
    const visit = await visitCard(transport, wait, wanted, (client) => probeCard(client, facts));
    return 'refused' in visit ? refusal(visit.refused, facts) : visit;
  };

  const readPhoto = async (wanted: () => boolean): Promise<ReadPhotoOutcome> => {
    if (!mayPresent(vault, facts)) return { outcome: 'spared' };
    const buffer = offHeap(cardFileBytes);
    try {
      const read = (client: ApduClient) => readChipPhoto(client, vault, facts, buffer);
      const visit = await visitCard(transport, wait, wanted, read);
      return 'refused' in visit ? refusal(visit.refused, facts) : visit;
    } finally {
      buffer.fill(0);
    }
  };

  return {
    'card.probe': inTurn<'card.probe'>(turns, probe),
    'card.readPhoto': inTurn<'card.readPhoto'>(turns, readPhoto),
    'reader.watch': () => watchReader(transport, facts, tell),
  };
}

function refusal(refused: ConnectRefusal, facts: CardFacts): { readonly outcome: 'gone' | 'unreadable' } {
  if (refused === 'noCard' || refused === 'readerLost') {
    facts.wipe();
    return { outcome: 'gone' };
  }
  return { outcome: 'unreadable' };
}

type Turns = (work: () => Promise<void>) => void;

function takeTurns(): Turns {
  let last = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    // A rejection here is our own bug and stays unhandled on purpose: the host's fault handler shall see it.
    void mine;
  };
}

function inTurn<K extends 'card.probe' | 'card.readPhoto'>(
  turns: Turns,
  work: (wanted: () => boolean) => Promise<JobOutcome<K>>,
): Job<K> {
  return (_input, answer) => {
    let stopped = false;
    turns(async () => {
      if (stopped) return;
      const outcome = await work(() => !stopped);
      if (!stopped) answer(outcome);
    });
    return () => {
      stopped = true;
    };
  };
}

import type { Happening } from '../../vocabulary/events.ts';
import type { CardFacts } from './card-facts.ts';
import type { CardTransport, Presence } from './transport.ts';

/**
 * Turns what the reader sees into happenings, each told once. A reader that is lost takes its card with it: DEVICE.LOST
 * first, so that the flow goes out of service, then CARD.OUT. The facts about a card end before its CARD.OUT is told.
 */
export function watchReader(
  transport: CardTransport,
  facts: CardFacts,
  tell: (happening: Happening) => void,
): () => void {
  let card = false;
  let reader = true;

  const see = (presence: Presence) => {
    if (presence === 'readerLost') {
      if (reader) tell({ type: 'DEVICE.LOST', device: 'reader' });
      reader = false;
    } else if (!reader) {
      reader = true;
      tell({ type: 'DEVICE.BACK', device: 'reader' });
    }
    if (presence === 'present' && !card) {
      card = true;
      tell({ type: 'CARD.IN' });
    } else if (presence !== 'present' && card) {
      card = false;
      facts.wipe();
      tell({ type: 'CARD.OUT' });
    }
  };
  return transport.watch(see);
}

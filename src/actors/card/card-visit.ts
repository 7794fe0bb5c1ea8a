import { ApduClient } from './apdu-client.ts';
import type { CardTransport, ConnectRefusal } from './transport.ts';

/** How long a card held by another process (the program, Windows' own services) is asked for again: 40 × 50 ms. */
const sharingTries = 40;
const sharingPauseMs = 50;

export type Wait = (milliseconds: number) => Promise<void>;
export const realWait: Wait = (milliseconds) => new Promise((resolve) => void setTimeout(resolve, milliseconds));

/**
 * Connects, lets `use` speak to the card, and on every path overwrites the scratch buffer and ends the session, so that
 * the card is reset and nothing stays verified. `wanted` turns false when the job is stopped.
 */
export async function visitCard<T>(
  transport: CardTransport,
  wait: Wait,
  wanted: () => boolean,
  use: (client: ApduClient) => Promise<T>,
): Promise<T | { readonly refused: ConnectRefusal }> {
  let connected = await transport.connect();
  for (
    let tries = 1;
    'refused' in connected && connected.refused === 'sharing' && tries < sharingTries && wanted();
    tries++
  ) {
    await wait(sharingPauseMs);
    connected = await transport.connect();
  }
  if ('refused' in connected) return { refused: connected.refused };
  const client = new ApduClient(connected.session, wanted);
  try {
    return await use(client);
  } finally {
    client.close();
    await connected.session.end();
  }
}

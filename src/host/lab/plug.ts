import { connect, createServer, type Server, type Socket } from 'node:net';
import { vpcdPort } from '../../actors/card/practice/vpcd.ts';

/**
 * Leads a local socket to vpcd's slot, so that a card can be held to it from outside the lab's network namespace. One hand
 * holds a card there at a time: who comes later pushes the earlier one away, and `taken` is told.
 */
export async function servePlug(path: string, taken: () => void): Promise<Server> {
  let holder: Socket | undefined;
  const server = createServer((hand) => {
    holder?.destroy();
    holder = hand;
    taken();
    const slot = connect({ host: '127.0.0.1', port: vpcdPort });
    slot.setNoDelay(true);
    hand.pipe(slot);
    slot.pipe(hand);
    const end = () => {
      hand.destroy();
      slot.destroy();
    };
    for (const side of [hand, slot]) side.on('error', end).on('close', end);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  return server;
}

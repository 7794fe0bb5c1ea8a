import { ReaderClient } from '../../../src/actors/card/practice/reader-client.ts';

/** A second process: opens the card on the practice reader at the given path, says how that went, and holds on until it is ended. */
const reader = new ReaderClient(process.argv[2] ?? '');
const connected = await reader.connect();
process.stdout.write('session' in connected ? 'holding\n' : `${connected.refused}\n`);
reader.watch(() => undefined);
process.stdin.on('end', () => process.exit(0)).resume();

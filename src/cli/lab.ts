import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readWords } from './command-line.ts';
import { productRoot } from '../host/core/files.ts';
import { Lab, labObstacle } from '../host/lab/lab.ts';
import { labNote, pcscdSocket } from '../host/lab/place.ts';

/** Exit status when this machine cannot run the lab. */
const impossible = 69;

/**
 * `npm run lab [-- [--card FILE] [COMMAND …]]`: pcscd, vpcd and a practice card in namespaces of their own. With a command:
 * runs it inside and ends with its exit status. Without: stays until it is stopped, for `npm start -- --reader pcsc`.
 */
export async function labCommand(args: readonly string[]): Promise<number> {
  const { values, command } = split(args);
  const obstacle = labObstacle((line) => console.error(line));
  if (obstacle !== undefined) {
    console.error(obstacle);
    return impossible;
  }
  const card = values.card ?? join(productRoot, 'test', 'patients', 'pin.yaml');
  if (command.length > 0) {
    const lab = await Lab.start({ card, command });
    return lab.ended;
  }
  const lab = await Lab.start({ card });
  mkdirSync(dirname(labNote), { recursive: true });
  writeFileSync(labNote, JSON.stringify({ folder: lab.folder }));
  console.log('ラボが動いています (the lab is up): pcscd, vpcd, 練習用のカード (a practice card)');
  console.log('  別の端末で (in another terminal):  npm start -- --reader pcsc');
  console.log(`  ほかのプログラムから (others):      PCSCLITE_CSOCK_NAME=${pcscdSocket(lab.folder)} opensc-tool -l`);
  console.log('  終わるには Ctrl+C (stop with Ctrl+C)');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void lab.end());
  const status = await lab.ended;
  rmSync(labNote, { force: true });
  return status;
}

/** Our options stand before the command; what follows its first word is its own. */
function split(args: readonly string[]): {
  readonly values: { readonly card?: string | undefined };
  readonly command: readonly string[];
} {
  const from = args[0] === '--card' ? 2 : args[0]?.startsWith('--card=') === true ? 1 : 0;
  const { values } = readWords({ args: args.slice(0, from), options: { card: { type: 'string' } } });
  return { values, command: args.slice(args[from] === '--' ? from + 1 : from) };
}

import { findLab, labReader, pcscdSocket, plugSocket } from '../lab/place.ts';

/** A card reader behind PC/SC. */
export interface PcscReader {
  readonly name: string;
  /** pcscd's socket when it is not the system's own. */
  readonly socket?: string;
  /** In the lab: where the practice hardware holds its cards to the virtual reader. */
  readonly plug?: string;
}

/** The variable by which libpcsclite finds a pcscd that is not the system's. */
const socketVariable = 'PCSCLITE_CSOCK_NAME';

/**
 * What `--reader WORD` means: `practice` (or nothing) is the practice reader, `pcsc` the lab's virtual one, `pcsc:NAME` a
 * reader of this machine. Sets or clears libpcsclite's variable for this process, so that nobody else's word about it counts.
 * @throws Error with a sentence for people.
 */
export function readerFrom(word: string | undefined, env: NodeJS.ProcessEnv = process.env): PcscReader | undefined {
  delete env[socketVariable];
  if (word === undefined || word === 'practice') return undefined;
  if (word.startsWith('pcsc:')) return { name: word.slice('pcsc:'.length) };
  if (word !== 'pcsc') throw new Error(`--reader ${word}: practice, pcsc, pcsc:NAME のどれかです。(one of these)`);
  const lab = findLab(env);
  if (lab === undefined) {
    throw new Error(
      '仮想の読み取り機がありません。別の端末で npm run lab を実行してください。(no virtual reader: run npm run lab in another terminal, or name a real one: --reader "pcsc:NAME")',
    );
  }
  const socket = pcscdSocket(lab);
  env[socketVariable] = socket;
  return { name: labReader, socket, plug: plugSocket(lab) };
}

import { fileURLToPath } from 'node:url';
import type { ProgramCommand } from '../program-child.ts';

/** The PC/SC reader that the pretend program is to use, and the socket of a pcscd that is not the system's own. */
export interface ProgramReader {
  readonly name: string;
  readonly socket?: string | undefined;
}

/**
 * How to start the pretend program on the practice reader that listens at `readerPath`. With `pcsc` it speaks to the card
 * through the system's PC/SC service, and the practice reader only carries its settings.
 */
export function practiceProgram(readerPath: string, pcsc?: ProgramReader): ProgramCommand {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  // Windows finds its system libraries by SystemRoot.
  const { SystemRoot } = process.env;
  return {
    file: process.execPath,
    args: [main, readerPath, ...(pcsc === undefined ? [] : [pcsc.name])],
    env: {
      ...(SystemRoot === undefined ? {} : { SystemRoot }),
      ...(pcsc?.socket === undefined ? {} : { PCSCLITE_CSOCK_NAME: pcsc.socket }),
    },
  };
}

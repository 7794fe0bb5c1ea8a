import { fileURLToPath } from 'node:url';
import type { ProgramCommand } from '../program-child.ts';

/** How to start the pretend program on the practice reader that listens at `readerPath`. */
export function practiceProgram(readerPath: string): ProgramCommand {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  // Windows finds its system libraries by SystemRoot.
  const { SystemRoot } = process.env;
  return { file: process.execPath, args: [main, readerPath], env: SystemRoot === undefined ? {} : { SystemRoot } };
}

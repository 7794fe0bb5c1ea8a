import type { Job, World } from '../../vocabulary/jobs.ts';
import type { Vault } from '../vault.ts';
import type { PinLoan, ProgramPort } from './port.ts';

export interface ProgramParts {
  readonly port: ProgramPort;
  readonly vault: Vault;
}

export type ProgramJobs = Pick<World, 'program.ping' | 'program.qualify' | 'program.register' | 'program.commit'>;

/**
 * The program's jobs. They have no time limit of their own: the flow stops them. Only `method: pin` lends the PIN; with no
 * PIN in the vault the answer is pinUnknown and the program is not asked.
 */
export function createProgramJobs({ port, vault }: ProgramParts): ProgramJobs {
  const pin: PinLoan = (use) => vault.lend('pin', use);
  const identified =
    <K extends 'program.qualify' | 'program.register'>(job: K): Job<K> =>
    (input, answer) =>
      port.ask(job, input, input.method === 'pin' ? pin : undefined, answer);
  return {
    'program.ping': (input, answer) => port.ask('program.ping', input, undefined, answer),
    'program.qualify': identified('program.qualify'),
    'program.register': identified('program.register'),
    'program.commit': (input, answer) => port.ask('program.commit', input, undefined, answer),
  };
}

import type { World } from '../vocabulary/jobs.ts';
import type { Vault } from './vault.ts';

/**
 * The wipe at the end of every visit (R 3-16): overwrites what the vault holds, ends the children, and answers `clean`
 * only when nothing is alive and every child that saw a patient is gone.
 */
export function createVaultJobs(vault: Vault, childrenGone: () => Promise<void>): Pick<World, 'vault.wipe'> {
  return {
    'vault.wipe': (_input, answer) => {
      let stopped = false;
      vault.wipeAll();
      void childrenGone().then(
        () => !stopped && answer({ outcome: vault.alive().length === 0 ? 'clean' : 'dirty' }),
        () => !stopped && answer({ outcome: 'dirty' }),
      );
      return () => {
        stopped = true;
      };
    },
  };
}

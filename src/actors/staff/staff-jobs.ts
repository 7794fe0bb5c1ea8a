import type { World } from '../../vocabulary/jobs.ts';
import type { Vault } from '../vault.ts';
import { isStaffCode, type StoredStaffCode } from './staff-code.ts';

/** Compares the code typed on the glass with the stored hash; the digits leave the vault for nobody else. */
export function createStaffJobs(vault: Vault, stored: () => StoredStaffCode | undefined): Pick<World, 'staff.check'> {
  return {
    'staff.check': (_input, answer) => {
      let stopped = false;
      setImmediate(() => {
        if (stopped) return;
        const known = stored();
        if (known === undefined) return answer({ outcome: 'unset' });
        const right = vault.lend('staffCode', (digits) => isStaffCode(digits, known)) === true;
        vault.wipe('staffCode');
        answer({ outcome: right ? 'ok' : 'wrong' });
      });
      return () => {
        stopped = true;
      };
    },
  };
}

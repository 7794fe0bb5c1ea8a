import { spawnSync } from 'node:child_process';

/** Prefixes of a command that take root's privilege from it: root's capability would look into any process. */
export const asNobody: readonly string[] = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
/** Still the user root, as a victim that runs as root needs it: same user, no CAP_SYS_PTRACE. */
export const withoutCapability: readonly string[] = ['setpriv', '--bounding-set=-sys_ptrace', '--inh-caps=-all'];

/**
 * The first prefix with which `program` can be read and run at all; no prefix for who is not root; undefined when none
 * works (no setpriv, or a checkout that others may not read).
 */
export function unprivileged(prefixes: readonly (readonly string[])[], program: string): readonly string[] | undefined {
  if (process.getuid?.() !== 0) return [];
  return prefixes.find((prefix) => {
    const [command = '', ...rest] = prefix;
    return spawnSync(command, [...rest, process.execPath, '--check', program]).status === 0;
  });
}

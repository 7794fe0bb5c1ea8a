import koffi from 'koffi';

/** From linux/prctl.h and the generic asm-generic/resource.h (x86-64 and arm64 agree). */
const PR_GET_DUMPABLE = 3;
const PR_SET_DUMPABLE = 4;
const RLIMIT_CORE = 4;

/**
 * What this process has done to itself. `unverified`: nothing was done and nothing may be claimed about memory dumps.
 */
export interface Hardening {
  readonly memoryDump: 'refused' | 'unverified';
  readonly coreFiles: 'none' | 'unverified';
  readonly debugSignal: 'deaf';
}

let done: Hardening | undefined;

/**
 * Closes this process to memory dumps by other processes of the same user and to core files (R 3-19), and makes it deaf
 * to SIGUSR1 (R 3-20). To be called first in each of our Node processes: exec resets the dumpable flag, so no process
 * inherits it. Calling it again does nothing.
 *
 * Linux: prctl(PR_SET_DUMPABLE, 0) makes the kernel refuse ptrace and /proc/PID/mem to everyone without
 * CAP_SYS_PTRACE, and writes no core; RLIMIT_CORE 0 keeps that so should a library raise the flag again. Root cannot be
 * refused: against root only the wipe at the end of a journey helps.
 *
 * Windows: not verified, nothing is called. Intended, from Microsoft's documentation: SetSecurityInfo with a DACL that
 * denies PROCESS_VM_READ and PROCESS_DUP_HANDLE to the kiosk's own account; SetErrorMode(SEM_NOGPFAULTERRORBOX) and
 * WerSetFlags(WER_FAULT_REPORTING_FLAG_NOHEAP), with WerAddExcludedApplication at installation; VirtualLock, after
 * SetProcessWorkingSetSize, for the vault's buffers. An administrator can always dump.
 *
 * @throws Error when Linux refuses: a process that cannot be closed must not go on to hold secrets.
 */
export function processHardening(): Hardening {
  done ??= harden();
  return done;
}

function harden(): Hardening {
  closeDebugSignal();
  if (process.platform !== 'linux') return { memoryDump: 'unverified', coreFiles: 'unverified', debugSignal: 'deaf' };
  refuseMemoryDump();
  return { memoryDump: 'refused', coreFiles: 'none', debugSignal: 'deaf' };
}

function refuseMemoryDump(): void {
  const libc = koffi.load(null);
  const prctl = libc.func('int prctl(int, unsigned long, unsigned long, unsigned long, unsigned long)');
  if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) !== 0 || prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) !== 0) {
    throw new Error('hardening: prctl(PR_SET_DUMPABLE, 0) was refused');
  }
  // struct rlimit { rlim_t soft; rlim_t hard; }, both 64 bits wide.
  const limits = new BigUint64Array([0n, 0n]);
  if (libc.func('int setrlimit(int, const void *)')(RLIMIT_CORE, limits) !== 0) {
    throw new Error('hardening: setrlimit(RLIMIT_CORE, 0) was refused');
  }
}

/**
 * Node opens its inspector on SIGUSR1 unless started with --disable-sigusr1 or unless somebody listens; so somebody
 * listens, in case the process was started without the flag. Diagnostic reports name every string on the stack: off.
 */
function closeDebugSignal(): void {
  if (process.platform !== 'win32') process.on('SIGUSR1', () => undefined);
  process.report.reportOnSignal = false;
  process.report.reportOnFatalError = false;
  process.report.reportOnUncaughtException = false;
}

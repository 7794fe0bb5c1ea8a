import { processHardening } from './process-hardening.ts';

/** Loaded by `node --import` before a program's own modules, so that a process is closed before it does anything. */
processHardening();

import { isMainThread } from 'node:worker_threads';
import { processHardening } from './process-hardening.ts';

/**
 * Loaded by `node --import` before a program's own modules, so that a process is closed before it does anything. Worker
 * threads inherit the flag; what it does holds for the whole process already.
 */
if (isMainThread) processHardening();

import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import * as v from 'valibot';
import { cleanEnvironment, coreExecArgv } from '../hardening/start-options.ts';
import type { CorePlace } from './place.ts';

/** The one line the core prints when its glass can be opened. `camera: false`: the glass is not to have a camera. */
const lineSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ address: v.pipe(v.string(), v.check(isLoopback)), camera: v.optional(v.boolean(), true) }),
);
export type CoreLine = v.InferOutput<typeof lineSchema>;

/** Undefined for any other line: it is the core's business. */
export function readCoreLine(line: string): CoreLine | undefined {
  const parsed = v.safeParse(lineSchema, line);
  return parsed.success ? parsed.output : undefined;
}

function isLoopback(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, port, username, searchParams } = new URL(address);
  return protocol === 'http:' && hostname === '127.0.0.1' && port !== '' && username === '' && searchParams.has('t');
}

export interface CoreEvents {
  readonly opened: (line: CoreLine) => void;
  /** The core has ended, or could not be started at all; called once. */
  readonly ended: () => void;
}

/** Starts the core as a plain Node process. The returned function asks it to end. */
export function startCore(place: CorePlace, args: readonly string[], events: CoreEvents): () => void {
  const flags = coreExecArgv(place.hardening);
  const core: ChildProcess = spawn(place.node, [...flags, place.script, 'start', '--glass', 'electron', ...args], {
    env: cleanEnvironment(process.env),
    // Its standard input is the line by which the core can tell that the shell is gone.
    stdio: ['pipe', 'pipe', 'inherit'],
    windowsHide: true,
  });
  let opened = false;
  if (core.stdout !== null) {
    createInterface({ input: core.stdout }).on('line', (text) => {
      const line = opened ? undefined : readCoreLine(text);
      if (line === undefined) return;
      opened = true;
      events.opened(line);
    });
  }
  let over = false;
  const end = () => {
    if (!over) events.ended();
    over = true;
  };
  core.on('exit', end);
  core.on('error', end);
  return () => void core.kill();
}

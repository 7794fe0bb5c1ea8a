import inspector from 'node:inspector';

/** Flags of Node that let somebody else look into or steer a process, by their beginnings. */
const openingFlags = [
  '--inspect',
  '--debug',
  '--heapsnapshot-',
  '--heap-prof',
  '--cpu-prof',
  '--report-',
  '--diagnostic-dir',
  '--abort-on-uncaught-exception',
  '--allow-inspector',
  '--experimental-network-inspection',
  '--prof',
  '--trace',
  '--perf-',
  '--expose-internals',
  '--expose-gc',
  '--eval',
  '-e',
  '--print',
  '-p',
  '--require',
  '-r',
  '--experimental-loader',
  '--loader',
];

/** Variables with which a Node or Electron process can be opened from outside. */
const openingVariables = [
  'NODE_OPTIONS',
  'NODE_V8_COVERAGE',
  'NODE_DEBUG',
  'NODE_REPL_EXTERNAL_MODULE',
  'ELECTRON_RUN_AS_NODE',
  'LD_PRELOAD',
  'LD_AUDIT',
];

/** What a process knows of how it was started. */
export interface Start {
  readonly execArgv: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly inspecting: boolean;
}

/**
 * Names the debug doors (R 3-20) this process was started with, an empty list when there are none. Node acts on its
 * flags before any of our code runs, so they cannot be ignored, only found: a product core answers a non-empty list by
 * closeInspector() and ending before it touches a device. Only names are given back, never the values.
 */
export function debugDoors(start: Start = ownStart()): string[] {
  const flags = start.execArgv.map((flag) => flag.split('=')[0] ?? '').filter((flag) => isOpening(flag));
  const variables = openingVariables.filter((name) => (start.env[name] ?? '') !== '');
  const listening = start.inspecting ? ['inspector'] : [];
  return [...new Set([...flags, ...variables, ...listening])];
}

/** Ends an inspector session that a flag has opened. Harmless without one. */
export function closeInspector(): void {
  if (inspector.url() !== undefined) inspector.close();
}

function ownStart(): Start {
  return { execArgv: process.execArgv, env: process.env, inspecting: inspector.url() !== undefined };
}

function isOpening(flag: string): boolean {
  return openingFlags.some((opening) => flag === opening || (opening.length > 2 && flag.startsWith(opening)));
}

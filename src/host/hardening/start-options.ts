/**
 * How our own Node processes are started: flags before the script, and an environment in which nobody has left a door.
 */

const hardeningModule = new URL('./now.ts', import.meta.url).href;

/**
 * Flags for the core process (and the practice hardware): it writes files and starts children, so no --permission.
 * `module` names hardening/now.ts where the core lives elsewhere than the one who starts it (a packaged shell).
 */
export function coreExecArgv(module = hardeningModule): string[] {
  return ['--disable-sigusr1', '--import', module];
}

/**
 * Flags for a child that holds secrets (matcher, scanner, program). With Node's permission model it can write no file,
 * start no process or thread of JavaScript, and open no inspector, heap snapshot file or report; native addons
 * (onnxruntime, koffi) are let in, and they can do all of that, so this guards against our own mistakes and Node's doors,
 * not against hostile native code. Verified on Node 24.21 with onnxruntime-node, koffi, ws, codec-openjpeg, fork IPC and
 * extra stdio pipes (test/host/hardening).
 */
export function childExecArgv(): string[] {
  return [
    ...coreExecArgv(),
    '--permission',
    '--allow-addons',
    '--allow-fs-read=*',
    '--disallow-code-generation-from-strings',
    // Node warns of --allow-addons at every start; what it means is said above.
    '--disable-warning=PERM0001',
  ];
}

/** Variables a process of ours may need. All others are dropped: there is no list of every variable that opens a door. */
const needed = new Set([
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'LANG',
  'LANGUAGE',
  'TZ',
  'TMPDIR',
  // display and session, for a glass
  'DISPLAY',
  'WAYLAND_DISPLAY',
  'XAUTHORITY',
  'DBUS_SESSION_BUS_ADDRESS',
  // Windows (names compared in upper case)
  'SYSTEMROOT',
  'WINDIR',
  'SYSTEMDRIVE',
  'COMSPEC',
  'PATHEXT',
  'TEMP',
  'TMP',
  'USERPROFILE',
  'USERNAME',
  'APPDATA',
  'LOCALAPPDATA',
  'PROGRAMDATA',
  'PROGRAMFILES',
  'PROGRAMFILES(X86)',
  'NUMBER_OF_PROCESSORS',
  'PROCESSOR_ARCHITECTURE',
]);
const neededPrefixes = ['HONNIN_', 'LC_', 'XDG_'];

/**
 * The environment for a child: only what is known to be needed. NODE_OPTIONS, NODE_REPL_*, NODE_V8_COVERAGE,
 * ELECTRON_RUN_AS_NODE, LD_PRELOAD, SSLKEYLOGFILE, PCSCLITE_CSOCK_NAME and whatever comes next year stay outside.
 */
export function cleanEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  const clean: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    const upper = name.toUpperCase();
    if (value !== undefined && (needed.has(upper) || neededPrefixes.some((prefix) => upper.startsWith(prefix)))) {
      clean[name] = value;
    }
  }
  return clean;
}

/**
 * What the glass may do in Electron: nothing but show the core's own pages and use the camera. Pure functions; main.ts
 * hangs them on Electron's events. R 3-20; the order follows Electron's own security checklist.
 */

/** The glass's origin, http://127.0.0.1:PORT, and what it was allowed. */
export interface GlassRights {
  readonly origin: string;
  /** The configured patient camera is opened by the glass. */
  readonly camera: boolean;
}

/** Main frame, frames and redirects alike: only pages of our own origin. */
export function mayNavigate(target: string, { origin }: GlassRights): boolean {
  const url = parsed(target);
  return (
    url !== undefined &&
    url.origin === origin &&
    isPlain(url) &&
    (url.pathname === '/' || url.pathname.endsWith('.html'))
  );
}

/**
 * Every request of the renderer. Besides our own origin only WebSockets on loopback: the bridge, and the one-time frame
 * sink of a recognition child, which listens on a port of its own. blob: is how a worker hands over pictures.
 */
export function mayRequest(target: string, { origin }: GlassRights): boolean {
  const url = parsed(target);
  if (url === undefined || !isPlain(url)) return false;
  if (url.protocol === 'ws:') return url.hostname === '127.0.0.1' && url.port !== '';
  return url.origin === origin && (url.protocol === 'http:' || url.protocol === 'blob:');
}

export interface MediaDetails {
  readonly mediaTypes?: readonly string[] | undefined;
  readonly securityOrigin?: string | undefined;
  readonly requestingUrl?: string | undefined;
}

/** getUserMedia: video alone, for our own origin. Everything else a page can ask for is refused. */
export function mayUse(permission: string, details: MediaDetails, rights: GlassRights): boolean {
  const types = details.mediaTypes ?? [];
  const isVideoAlone = types.length > 0 && types.every((type) => type === 'video');
  return permission === 'media' && rights.camera && isVideoAlone && comesFrom(details, rights);
}

export interface CheckDetails {
  readonly mediaType?: string | undefined;
  readonly securityOrigin?: string | undefined;
  readonly requestingUrl?: string | undefined;
}

/** The silent question whether a permission is there already (enumerateDevices, permissions.query). */
export function mayHave(permission: string, details: CheckDetails, rights: GlassRights): boolean {
  return permission === 'media' && rights.camera && details.mediaType === 'video' && comesFrom(details, rights);
}

/** Chromium gives the origin of the frame, its address, or both; at least one must be there and all must be ours. */
function comesFrom(
  details: { securityOrigin?: string | undefined; requestingUrl?: string | undefined },
  rights: GlassRights,
): boolean {
  const places = [details.securityOrigin, details.requestingUrl].filter((place) => place !== undefined);
  return places.length > 0 && places.every((place) => parsed(place)?.origin === rights.origin);
}

export interface Key {
  readonly key: string;
  readonly control: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
}

/**
 * Keys that reach the page: what a tactile keypad and screen readers' plain keys send. Shortcuts (Ctrl+R, Ctrl+Shift+I,
 * Alt+F4, F11 …) and the browser keys of large keyboards do not.
 */
export function mayPress({ key, control, alt, meta }: Key): boolean {
  if (control || alt || meta) return false;
  return !/^F\d{1,2}$|^(?:Browser|Launch|Media|ContextMenu|PrintScreen|Help$)/.test(key);
}

/** Options of our own command line that the shell hands to the core, in development only. */
const passedOn = new Set(['--patient', '--facility', '--from', '--port']);

/**
 * Arguments with which the shell refuses to start. Chromium and Node act on switches by themselves
 * (--remote-debugging-port, --inspect, --js-flags, --load-extension, --disable-web-security, --no-sandbox, …, over a
 * thousand), so there is an allow-list and not a list of bad ones; a packaged kiosk takes no argument at all.
 * `args` are all after the program.
 */
export function refusedArguments(args: readonly string[], isPackaged: boolean): string[] {
  if (isPackaged) return [...args];
  return args.filter((arg) => arg.startsWith('-') && !passedOn.has(arg.split('=')[0] ?? ''));
}

/** Variables of the environment by which Electron, Chromium or Node can be opened or steered, those that are set. */
export function refusedVariables(env: NodeJS.ProcessEnv): string[] {
  const names =
    /^(?:NODE_OPTIONS|NODE_REPL_.*|NODE_V8_COVERAGE|ELECTRON_RUN_AS_NODE|ELECTRON_ENABLE_.*|ELECTRON_DEBUG_.*|ELECTRON_NO_ASAR|SSLKEYLOGFILE|LD_PRELOAD|LD_AUDIT)$/i;
  return Object.keys(env).filter((name) => names.test(name) && (env[name] ?? '') !== '');
}

function parsed(address: string): URL | undefined {
  return URL.canParse(address) ? new URL(address) : undefined;
}

/** Without a user name in it: http://127.0.0.1:1@evil.example/ */
function isPlain(url: URL): boolean {
  return url.username === '' && url.password === '';
}

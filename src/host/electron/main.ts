/**
 * Electron's main process: one window on the core's glass. Nothing of the journey is here, and no addon: secrets, PC/SC
 * and ONNX live in plain Node processes. The rules are policy.ts, the core process is core-process.ts.
 */
import { app, BrowserWindow, Menu, session, type Session, type WebContents } from 'electron';
import path from 'node:path';
import { startCore, type CoreLine } from './core-process.ts';
import { corePlace } from './place.ts';
import {
  mayHave,
  mayNavigate,
  mayPress,
  mayRequest,
  mayUse,
  refusedArguments,
  refusedVariables,
  type GlassRights,
} from './policy.ts';
import { windowOptions } from './window-options.ts';

const refusedExit = 3;
const firstPause = 1_000;
const longestPause = 30_000;

const { isPackaged } = app;
const refused = [
  ...refusedArguments(process.argv.slice(1), isPackaged),
  ...(isPackaged ? refusedVariables(process.env) : []),
];
/** What follows the script in development goes to the core. */
const coreArguments = isPackaged ? [] : process.argv.slice(2);

/** Nobody may do anything before the core has said who it is. */
let rights: GlassRights = { origin: 'none:', camera: false };
let glass: BrowserWindow | undefined;
let opened = 0;
const sessions = new Map<string, Session>();
let stopCore: () => void = () => undefined;

if (refused.length > 0) {
  console.error(
    `起動オプションが許可されていません。/ Refused at start: ${refused.map((one) => one.split('=')[0]).join(' ')}`,
  );
  app.exit(refusedExit);
} else if (app.requestSingleInstanceLock()) {
  start();
} else {
  app.exit(0);
}

function start(): void {
  app.enableSandbox();
  app.on('web-contents-created', (_event, contents) => guard(contents));
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, callback) => {
    event.preventDefault();
    callback(false);
  });
  app.on('select-client-certificate', (event) => event.preventDefault());
  app.on('login', (event) => event.preventDefault());
  // The window is replaced after each patient; only the operator ends the kiosk.
  app.on('window-all-closed', () => undefined);
  app.on('will-quit', () => stopCore());
  void app.whenReady().then(() => {
    Menu.setApplicationMenu(null);
    runCore(firstPause);
  });
}

/** Keeps a core running: one that ends is started again, with growing pauses while it does not come up. */
function runCore(pause: number): void {
  let nextPause = Math.min(pause * 2, longestPause);
  const root = isPackaged ? path.join(process.resourcesPath, 'core') : path.resolve(import.meta.dirname, '../../..');
  stopCore = startCore(corePlace({ platform: process.platform, root }), coreArguments, {
    opened: (line) => {
      nextPause = firstPause;
      openGlass(line);
    },
    ended: () => setTimeout(() => runCore(nextPause), pause),
  });
}

/**
 * Opens a window in a renderer process that never saw the patient before, and ends the one before. The glass asks for it
 * by loading itself anew. Two sessions take turns, both in memory only: a renderer process belongs to one session, so
 * the new window cannot be given the old one's process.
 */
function openGlass(line: CoreLine): void {
  rights = { origin: new URL(line.address).origin, camera: line.camera };
  opened += 1;
  const before = glass;
  const window = new BrowserWindow(windowOptions(sessionOfTurn(opened), isPackaged));
  glass = window;
  before?.destroy();
  const renew = () => {
    if (glass === window) openGlass(line);
  };
  const { webContents } = window;
  webContents.once('did-finish-load', () => {
    webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) renew();
    });
  });
  webContents.on('render-process-gone', () => setTimeout(renew, firstPause));
  // A core that is just ending serves no page; the next core opens its own glass.
  window.loadURL(line.address).catch(() => undefined);
}

function sessionOfTurn(turn: number): Session {
  const name = `glass-${turn % 2}`;
  const known = sessions.get(name);
  if (known !== undefined) return known;
  const made = session.fromPartition(name, { cache: false });
  restrict(made);
  sessions.set(name, made);
  return made;
}

function restrict(own: Session): void {
  own.setPermissionRequestHandler((_contents, permission, callback, details) =>
    callback(mayUse(permission, details, rights)),
  );
  own.setPermissionCheckHandler((_contents, permission, _origin, details) => mayHave(permission, details, rights));
  own.setDevicePermissionHandler(() => false);
  own.setDisplayMediaRequestHandler(null);
  own.webRequest.onBeforeRequest(({ url }, callback) => callback({ cancel: !mayRequest(url, rights) }));
  own.on('will-download', (event) => event.preventDefault());
}

/** Every web contents there will ever be, also one that something else than us would create. */
function guard(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => {
    if (!mayNavigate(event.url, rights)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    if (!mayNavigate(event.url, rights)) event.preventDefault();
  });
  contents.on('before-input-event', (event, input) => {
    if (!mayPress(input)) event.preventDefault();
  });
}

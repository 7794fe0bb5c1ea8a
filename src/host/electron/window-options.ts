import type { BrowserWindowConstructorOptions, Session, WebPreferences } from 'electron';

/**
 * A page without any privilege. There is no preload script: the glass speaks to the core over a WebSocket on loopback and
 * needs nothing of Electron, so nothing of Electron is exposed to it.
 */
export function webPreferences(session: Session, isPackaged: boolean): WebPreferences {
  return {
    session,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
    plugins: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    disableDialogs: true,
    devTools: !isPackaged,
    // The voice speaks before anyone has touched the screen.
    autoplayPolicy: 'no-user-gesture-required',
    backgroundThrottling: false,
  };
}

export function windowOptions(session: Session, isPackaged: boolean): BrowserWindowConstructorOptions {
  return {
    kiosk: true,
    fullscreen: true,
    frame: false,
    resizable: false,
    minimizable: false,
    closable: !isPackaged,
    autoHideMenuBar: true,
    backgroundColor: '#ffffff',
    webPreferences: webPreferences(session, isPackaged),
  };
}

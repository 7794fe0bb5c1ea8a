import type { Session } from 'electron';
import { expect, test } from 'vitest';
import { windowOptions } from '../../../src/host/electron/window-options.ts';

/** Stands for a session: it is only handed on. */
const session = Object.freeze({}) as Session;

test('a packaged kiosk shows a page without privileges', () => {
  const { kiosk, fullscreen, closable, webPreferences } = windowOptions(session, true);
  expect({ kiosk, fullscreen, closable }).toEqual({ kiosk: true, fullscreen: true, closable: false });
  expect(webPreferences).toMatchObject({
    session,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    devTools: false,
  });
  expect(webPreferences).not.toHaveProperty('preload');
});

test('developer tools exist in development only', () => {
  expect(windowOptions(session, false).webPreferences?.devTools).toBe(true);
});

import { describe, expect, test } from 'vitest';
import {
  mayHave,
  mayNavigate,
  mayPress,
  mayRequest,
  mayUse,
  refusedArguments,
  refusedVariables,
  type GlassRights,
} from '../../../src/host/electron/policy.ts';

const origin = 'http://127.0.0.1:4711';
const rights: GlassRights = { origin, camera: true };
const nothing: GlassRights = { origin: 'none:', camera: false };

describe('navigation', () => {
  test.each([`${origin}/?t=abc`, `${origin}/index.html?t=abc`, `${origin}/practice.html`])('to %s', (target) => {
    expect(mayNavigate(target, rights)).toBe(true);
    expect(mayNavigate(target, nothing)).toBe(false);
  });

  test.each([
    'http://127.0.0.1:4712/',
    'http://localhost:4711/',
    'https://127.0.0.1:4711/',
    'http://127.0.0.1:4711@evil.example/',
    'http://user@127.0.0.1:4711/',
    'http://127.0.0.1.evil.example:4711/',
    `${origin}/assets/a.js`,
    `blob:${origin}/1`,
    'file:///etc/passwd',
    'data:text/html,x',
    'javascript:alert(1)',
    'about:blank',
    'chrome://gpu',
    'devtools://devtools/bundled/inspector.html',
    'view-source:http://127.0.0.1:4711/',
    'ms-settings:',
    '',
    'no address',
  ])('never to %s', (target) => {
    expect(mayNavigate(target, rights)).toBe(false);
    expect(mayNavigate(target, nothing)).toBe(false);
  });
});

describe('requests', () => {
  test.each([
    `${origin}/assets/a.js`,
    `${origin}/?t=x`,
    'ws://127.0.0.1:4711/glass?t=x',
    'ws://127.0.0.1:9/token',
    `blob:${origin}/1`,
  ])('to %s', (target) => expect(mayRequest(target, rights)).toBe(true));

  test.each([
    'http://127.0.0.1:4712/',
    'https://example.org/',
    'ws://localhost:4711/',
    'ws://192.168.0.1:4711/',
    'ws://user@127.0.0.1:4711/',
    'wss://127.0.0.1:4711/',
    'blob:http://127.0.0.1:4712/1',
    'file:///etc/passwd',
    'data:text/plain,x',
    'devtools://devtools/',
    'chrome-extension://abc/x.js',
    '',
  ])('never to %s', (target) => expect(mayRequest(target, rights)).toBe(false));
});

describe('permissions', () => {
  const video = { mediaTypes: ['video'], securityOrigin: `${origin}/`, requestingUrl: `${origin}/?t=x` };

  test('the configured camera for our own page', () => {
    expect(mayUse('media', video, rights)).toBe(true);
    expect(mayHave('media', { mediaType: 'video', securityOrigin: origin }, rights)).toBe(true);
    expect(mayHave('media', { mediaType: 'video', requestingUrl: `${origin}/` }, rights)).toBe(true);
  });

  test.each([
    ['a microphone', 'media', { ...video, mediaTypes: ['audio'] }],
    ['camera and microphone', 'media', { ...video, mediaTypes: ['video', 'audio'] }],
    ['an unsaid kind', 'media', { ...video, mediaTypes: [] }],
    ['another origin', 'media', { ...video, securityOrigin: 'http://127.0.0.1:4712/' }],
    ['a frame of another origin', 'media', { ...video, requestingUrl: 'https://evil.example/' }],
    ['no origin at all', 'media', { mediaTypes: ['video'] }],
    ['the screen', 'display-capture', video],
  ])('not %s', (_what, permission, details) => {
    expect(mayUse(permission, details, rights)).toBe(false);
  });

  test('not when no camera is configured for the glass', () => {
    expect(mayUse('media', video, { origin, camera: false })).toBe(false);
    expect(mayHave('media', { mediaType: 'video', securityOrigin: origin }, { origin, camera: false })).toBe(false);
  });

  test.each([
    'geolocation',
    'notifications',
    'midi',
    'midiSysex',
    'pointerLock',
    'fullscreen',
    'openExternal',
    'clipboard-read',
    'clipboard-sanitized-write',
    'usb',
    'hid',
    'serial',
    'nfc',
    'smart-card',
    'fileSystem',
    'idle-detection',
    'keyboardLock',
    'window-management',
    'speaker-selection',
    'storage-access',
    'local-fonts',
    'payment-handler',
    'unknown',
    'made-up-next-year',
  ])('never %s', (permission) => {
    expect(mayUse(permission, video, rights)).toBe(false);
    expect(mayHave(permission, { mediaType: 'video', securityOrigin: origin }, rights)).toBe(false);
  });

  test('never a microphone, not even in a question', () => {
    for (const mediaType of ['audio', 'unknown', undefined]) {
      expect(mayHave('media', { mediaType, securityOrigin: origin }, rights)).toBe(false);
    }
  });
});

describe('keys', () => {
  const plain = { control: false, alt: false, meta: false };
  test.each(['1', 'Enter', 'Backspace', '*', 'Tab', 'ArrowLeft', ' ', 'Escape', 'F'])('%j reaches the page', (key) => {
    expect(mayPress({ ...plain, key })).toBe(true);
  });

  test.each([
    'F1',
    'F5',
    'F11',
    'F12',
    'F24',
    'BrowserBack',
    'BrowserHome',
    'LaunchApplication1',
    'MediaPlayPause',
    'ContextMenu',
    'PrintScreen',
    'Help',
  ])('%s does not', (key) => expect(mayPress({ ...plain, key })).toBe(false));

  test.each([
    { key: 'r', control: true },
    { key: 'I', control: true },
    { key: 'F4', alt: true },
    { key: 'ArrowLeft', alt: true },
    { key: 'q', meta: true },
  ])('no shortcut: %j', (pressed) => expect(mayPress({ ...plain, ...pressed })).toBe(false));
});

describe('start', () => {
  test.each([
    '--remote-debugging-port=9222',
    '--remote-debugging-pipe',
    '--inspect',
    '--inspect=0.0.0.0:9229',
    '--inspect-brk',
    '--js-flags=--allow-natives-syntax',
    '--disable-web-security',
    '--no-sandbox',
    '--load-extension=/x',
    '--user-data-dir=/x',
    '--ignore-certificate-errors',
    '--use-fake-ui-for-media-stream',
    '--enable-logging',
    '--made-up-next-year',
    '-r',
    '--',
  ])('%s is refused, packaged or not', (arg) => {
    expect(refusedArguments(['main.ts', arg], false)).toEqual([arg]);
    expect(refusedArguments([arg], true)).toEqual([arg]);
  });

  test('our own options only in development', () => {
    const own = ['--facility=x', '--patient', 'face'];
    expect(refusedArguments(['/checkout/src/host/electron/main.ts', ...own], false)).toEqual([]);
    expect(refusedArguments(own, true)).toEqual(own);
    expect(refusedArguments([], true)).toEqual([]);
  });

  test('variables that open doors', () => {
    const doors = {
      NODE_OPTIONS: '--inspect',
      ELECTRON_RUN_AS_NODE: '1',
      ELECTRON_ENABLE_LOGGING: '1',
      SSLKEYLOGFILE: '/x',
      LD_PRELOAD: '/x',
    };
    expect(refusedVariables({ ...doors, PATH: '/bin', NODE_REPL_HISTORY: '', CHROME_DESKTOP: 'x' })).toEqual(
      Object.keys(doors),
    );
  });
});

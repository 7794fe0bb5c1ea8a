import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { startStaticServer, type StaticServer } from '../../src/host/static-server.ts';

const token = 'a'.repeat(48);
const upgrades: string[] = [];
const sockets = new WebSocketServer({ noServer: true });
let folder: string;
let server: StaticServer;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'honnin-static-'));
  const root = path.join(folder, 'ui');
  mkdirSync(path.join(root, 'assets'), { recursive: true });
  writeFileSync(path.join(folder, 'secret.txt'), 'outside');
  writeFileSync(path.join(root, 'index.html'), '<p>glass');
  writeFileSync(path.join(root, 'practice.html'), '<p>dock');
  writeFileSync(path.join(root, 'other.html'), '<p>not listed');
  for (const name of ['a.js', 'a.css', 'a.woff2', 'a.svg', 'a.unknown'])
    writeFileSync(path.join(root, 'assets', name), name);
  symlinkSync(path.join(folder, 'secret.txt'), path.join(root, 'link.txt'));
  server = await startStaticServer({
    root,
    token,
    pages: ['index.html', 'practice.html'],
    onUpgrade: (pathname, ...upgrade) => {
      upgrades.push(pathname);
      sockets.handleUpgrade(...upgrade, (socket) => socket.send('welcome'));
    },
  });
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

/** One request whose path is sent exactly as written. */
async function ask(target: string, host = `127.0.0.1:${server.port}`, method = 'GET') {
  const asked = request({
    host: '127.0.0.1',
    port: server.port,
    path: target,
    method,
    headers: { host },
    agent: false,
  });
  asked.end();
  const [response] = await once(asked, 'response');
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

describe('pages', () => {
  test('are given to who knows the token', async () => {
    expect(await ask(`/?t=${token}`)).toMatchObject({ status: 200, body: '<p>glass' });
    expect(await ask(`/practice.html?t=${token}`)).toMatchObject({ status: 200, body: '<p>dock' });
    expect((await fetch(server.addressOf('index.html'))).status).toBe(200);
    expect((await fetch(server.addressOf('practice.html'))).status).toBe(200);
  });

  test.each(['/', '/?t=', '/?t=b', `/?t=${'a'.repeat(47)}`, `/?t=${'a'.repeat(49)}`, '/practice.html', '/index.html'])(
    'are refused for %s',
    async (target) => {
      expect(await ask(target)).toMatchObject({ status: 403, body: '' });
    },
  );

  test('that are not named do not exist', async () => {
    expect(await ask(`/other.html?t=${token}`)).toMatchObject({ status: 404, body: '' });
  });
});

describe('files', () => {
  test.each([
    ['/assets/a.js', 'text/javascript; charset=utf-8'],
    ['/assets/a.css', 'text/css; charset=utf-8'],
    ['/assets/a.woff2', 'font/woff2'],
    ['/assets/a.svg', 'image/svg+xml'],
    ['/assets/a.unknown', 'application/octet-stream'],
  ])('%s comes as %s', async (target, type) => {
    const answer = await ask(target);
    expect(answer).toMatchObject({ status: 200, body: path.basename(target) });
    expect(answer.headers).toMatchObject({
      'content-type': type,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
  });

  test.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/..\\secret.txt',
    '/link.txt',
    '/assets',
    '/assets/a.js%00.css',
    '//secret.txt',
    'http://127.0.0.1/../secret.txt',
  ])('%s leads nowhere', async (target) => {
    const answer = await ask(target);
    expect([403, 404]).toContain(answer.status);
    expect(answer.body).toBe('');
  });

  test('are only read', async () => {
    expect((await ask('/assets/a.js', undefined, 'POST')).status).toBe(405);
    expect(await ask('/assets/a.js', undefined, 'HEAD')).toMatchObject({ status: 200, body: '' });
  });
});

test('the policy allows no inline script and no foreign source', async () => {
  const policy = String((await ask(`/?t=${token}`)).headers['content-security-policy']);
  expect(policy).toContain("default-src 'self'");
  expect(policy).toContain("connect-src 'self' ws://127.0.0.1:*");
  expect(policy).toContain("frame-ancestors 'self'");
  expect(policy).not.toMatch(/unsafe|script-src|https?:|\* /);
});

test.each(['evil.example', 'evil.example:80', '127.0.0.1', '127.0.0.1:1'])('a Host of %j is refused', async (host) => {
  const answer = await ask(`/?t=${token}`, host);
  expect([400, 403]).toContain(answer.status);
  expect(answer.body).not.toContain('glass');
});

test('localhost is the same machine', async () => {
  expect((await ask(`/?t=${token}`, `localhost:${server.port}`)).status).toBe(200);
});

test('it listens on 127.0.0.1 only', async () => {
  const elsewhere = connect(server.port, '127.0.0.2');
  const [error] = await once(elsewhere, 'error');
  expect(error).toMatchObject({ code: 'ECONNREFUSED' });
});

describe('sockets', () => {
  /** What the client heard, or the status with which it was turned away. */
  function open(target: string, options: { origin?: string; host?: string }): Promise<string> {
    const headers = options.host === undefined ? {} : { host: options.host };
    const origin = options.origin === undefined ? {} : { origin: options.origin };
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}${target}`, { headers, ...origin });
    return new Promise((resolve) => {
      socket.on('message', (data) => {
        resolve(data instanceof Buffer ? data.toString() : 'not a buffer');
        socket.terminate();
      });
      socket.on('error', (error) => resolve(error.message));
    });
  }

  test('are handed on with the token and the own Origin', async () => {
    upgrades.length = 0;
    expect(await open(`/glass?t=${token}`, { origin: server.origin })).toBe('welcome');
    expect(await open(`/dock?t=${token}`, { origin: server.origin })).toBe('welcome');
    expect(upgrades).toEqual(['/glass', '/dock']);
  });

  test('are turned away otherwise', async () => {
    upgrades.length = 0;
    const own = server.origin;
    const refused = 'Unexpected server response: 403';
    expect(await open('/glass', { origin: own })).toBe(refused);
    expect(await open(`/glass?t=${'b'.repeat(48)}`, { origin: own })).toBe(refused);
    expect(await open(`/glass?t=${token}`, {})).toBe(refused);
    expect(await open(`/glass?t=${token}`, { origin: 'null' })).toBe(refused);
    expect(await open(`/glass?t=${token}`, { origin: 'http://evil.example' })).toBe(refused);
    expect(await open(`/glass?t=${token}`, { origin: own.replace('http', 'https') })).toBe(refused);
    expect(await open(`/glass?t=${token}`, { origin: 'http://127.0.0.1:1' })).toBe(refused);
    expect(await open(`/glass?t=${token}`, { origin: 'http://evil.example', host: 'evil.example' })).toBe(refused);
    expect(upgrades).toEqual([]);
  });
});

test('a missing build is an error, not an empty glass', async () => {
  const start = startStaticServer({ root: path.join(folder, 'nowhere'), token, onUpgrade: () => undefined });
  await expect(start).rejects.toThrow('ENOENT');
});

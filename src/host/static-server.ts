import { createHash, timingSafeEqual } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import path from 'node:path';
import type { Duplex } from 'node:stream';

export interface StaticServerOptions {
  /** Folder of the built glass (dist/ui). Its files are listed once, at the start. */
  readonly root: string;
  /** 0 or absent: a free port. */
  readonly port?: number;
  /** The random word of this start; pages and sockets are open only to who knows it. */
  readonly token: string;
  /** The HTML pages to serve. The practice dock is one more page, which a product start does not name. */
  readonly pages?: readonly string[];
  /** Gets each WebSocket upgrade with the right token and Origin; owns the socket from then on. */
  readonly onUpgrade: (pathname: string, request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

export interface StaticServer {
  readonly port: number;
  /** http://127.0.0.1:PORT, without a slash: what a browser sends as Origin. */
  readonly origin: string;
  /** The address to open, token included. Not to be written into a log. */
  addressOf(page: string): string;
  /** Closes the server and its plain connections; upgraded sockets belong to their owner. */
  close(): Promise<void>;
}

const types: { readonly [extension: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.wasm': 'application/wasm',
  '.wav': 'audio/wav',
  '.mp3': 'audio/mpeg',
};

/** No inline script or style, nothing from elsewhere; frames of the camera go to children on other ports of loopback. */
const policy = [
  "default-src 'self'",
  "connect-src 'self' ws://127.0.0.1:*",
  "img-src 'self' data:",
  "media-src 'self' mediastream: blob:",
  "style-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ');

const headers: { readonly [name: string]: string } = {
  'Content-Security-Policy': policy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Permissions-Policy': 'camera=(self), microphone=(), geolocation=(), usb=(), serial=(), hid=(), display-capture=()',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

/**
 * Serves the glass on 127.0.0.1 and hands on WebSocket upgrades. Other sites open in a browser on the same machine are
 * kept out by the Host header (DNS rebinding), the Origin of sockets and the token; other users of the machine by the
 * token. Only files found under `root` at the start exist, so no path can lead elsewhere.
 *
 * Rejects when `root` cannot be read or, with a sentence for people, when the port is taken.
 */
export async function startStaticServer(options: StaticServerOptions): Promise<StaticServer> {
  const files = listFiles(options.root);
  const pages = new Set(options.pages ?? ['index.html']);
  const isToken = sameAs(options.token);
  let hosts: readonly string[] = [];

  const server = createServer((request, response) => {
    const asked = requested(request);
    if (asked === undefined || !hosts.includes(request.headers.host ?? '')) return refuse(response, 403);
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405);
    const name = asked.pathname === '/' ? 'index.html' : asked.pathname.slice(1);
    const file = files.get(name);
    const isPage = name.endsWith('.html');
    if (file === undefined || (isPage && !pages.has(name))) return refuse(response, 404);
    if (isPage && !isToken(asked.token)) return refuse(response, 403);
    void send(response, file, request.method === 'HEAD');
  });

  server.on('upgrade', (request, socket, head) => {
    const asked = requested(request);
    const host = request.headers.host ?? '';
    const mayEnter = hosts.includes(host) && request.headers.origin === `http://${host}` && isToken(asked?.token ?? '');
    if (asked === undefined || !mayEnter) return turnAway(socket);
    options.onUpgrade(asked.pathname, request, socket, head);
  });

  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', (cause) => reject(new Error(portTrouble(options.port ?? 0, cause.message), { cause })));
    server.listen(options.port ?? 0, '127.0.0.1', () => {
      const bound = server.address();
      if (bound === null || typeof bound === 'string') return reject(new Error('static server: no port'));
      resolve(bound.port);
    });
  });
  hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const origin = `http://127.0.0.1:${port}`;

  return {
    port,
    origin,
    addressOf: (page) => `${origin}/${page === 'index.html' ? '' : page}?t=${encodeURIComponent(options.token)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function portTrouble(port: number, cause: string): string {
  return `ポート ${port} を使えません。ほかの番号にするか、使っているプログラムを終わらせてください。(port ${port} cannot be used: choose another, or end the program that has it; ${cause})`;
}

/** Names below `root` with forward slashes → absolute paths. Links are left out: they may lead outside. */
function listFiles(root: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    files.set(path.relative(root, file).split(path.sep).join('/'), file);
  }
  return files;
}

function requested(request: IncomingMessage): { pathname: string; token: string } | undefined {
  const base = 'http://127.0.0.1';
  const target = request.url ?? '';
  // A second slash would be read as a host name.
  if (!target.startsWith('/') || target.startsWith('//') || !URL.canParse(target, base)) return undefined;
  const url = new URL(target, base);
  return { pathname: url.pathname, token: url.searchParams.get('t') ?? '' };
}

/** Compares with a secret word in a time that depends on neither its content nor its length. */
function sameAs(secret: string): (given: string) => boolean {
  const expected = digest(secret);
  return (given) => timingSafeEqual(digest(given), expected);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

async function send(response: ServerResponse, file: string, headOnly: boolean): Promise<void> {
  let content: Buffer;
  try {
    content = await readFile(file);
  } catch {
    return refuse(response, 404);
  }
  const type = types[path.extname(file)] ?? 'application/octet-stream';
  response.writeHead(200, { ...headers, 'Content-Type': type, 'Content-Length': content.length });
  response.end(headOnly ? undefined : content);
}

function refuse(response: ServerResponse, status: 403 | 404 | 405): void {
  response.writeHead(status, { ...headers, 'Content-Type': 'text/plain; charset=utf-8' }).end();
}

function turnAway(socket: Duplex): void {
  socket.on('error', () => socket.destroy());
  socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
}

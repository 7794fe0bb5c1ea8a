import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { WebSocketServer, type WebSocket } from 'ws';
import { packFrame, planeBytes } from '../../actors/camera/frames.ts';
import type { FromGlass, TextBundle, ToGlass } from '../../vocabulary/bridge.ts';

/** Stands in for the core: serves the built glass and says what it is told to say. */
export interface FakeCore {
  readonly address: string;
  /** Sends to the glass that connected last. */
  readonly say: (message: ToGlass) => void;
  readonly heard: readonly FromGlass[];
  /** Breaks the line to the glass. */
  readonly hangUp: () => void;
  readonly close: () => Promise<void>;
}

const types: { readonly [ext: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

export async function fakeCore(folder: string, texts: { readonly [locale: string]: TextBundle }): Promise<FakeCore> {
  const heard: FromGlass[] = [];
  let glass: WebSocket | undefined;
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://127.0.0.1').pathname;
    const file = join(folder, normalize(path === '/' ? '/index.html' : path));
    readFile(file).then(
      (bytes) =>
        response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' }).end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket, request) => {
    if (request.url?.startsWith('/preview') === true) {
      socket.on('message', () => socket.send(packFrame(somebody())));
      return;
    }
    glass = socket;
    const hello: ToGlass = { kind: 'hello', practice: true, texts };
    socket.send(JSON.stringify(hello));
    socket.on('message', (data) => heard.push(JSON.parse(data instanceof Buffer ? data.toString() : 'null')));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  return {
    address: `http://127.0.0.1:${port}/?t=looking`,
    say: (message) => glass?.send(JSON.stringify(message)),
    heard,
    hangUp: () => glass?.terminate(),
    close: () =>
      new Promise((closed) => {
        sockets.clients.forEach((socket) => socket.terminate());
        server.close(() => closed());
      }),
  };
}

const inside = (x: number, y: number, cx: number, cy: number, rx: number, ry: number): boolean =>
  ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 <= 1;

/** A plain drawn person, 320 × 240: enough to see where the oval lies. */
function somebody() {
  const width = 320;
  const height = 240;
  const planes = new Uint8Array(new ArrayBuffer(planeBytes(width, height, 'i420')));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const hair = inside(x, y, 160, 84, 56, 62) && y < 92;
      const eyes = inside(x, y, 140, 104, 6, 4) || inside(x, y, 180, 104, 6, 4);
      const face = inside(x, y, 160, 112, 48, 60);
      const coat = inside(x, y, 160, 250, 110, 74);
      planes[y * width + x] = eyes ? 50 : face && !(hair && y < 80) ? 178 : hair ? 48 : coat ? 96 : 150;
      if (y % 2 === 1 || x % 2 === 1) continue;
      const chroma = width * height + (y / 2) * (width / 2) + x / 2;
      planes[chroma] = face ? 112 : coat ? 145 : 128;
      planes[chroma + (width * height) / 4] = face ? 146 : coat ? 118 : 128;
    }
  }
  return { width, height, format: 'i420' as const, time: 0, planes };
}

import { randomBytes, timingSafeEqual } from 'node:crypto';
import { WebSocket, WebSocketServer } from 'ws';
import { pullAt, unpackFrame, type ExposureStep, type Frame } from './frames.ts';
import type { SinkAddress } from './port.ts';

/** Largest packed frame taken: 1920 × 1080 I420 and its header, with room. */
const largestMessage = 4_000_000;

/** What a pull brings: 'lost' when the camera went away, 'broken' for bytes that are no frame. */
export type Pulled = Frame | 'lost' | 'broken';

/** The receiving end inside a recognition child. Frames live in this process only and go with it. */
export interface FrameSink {
  readonly address: SinkAddress;
  /**
   * Asks the camera for its newest frame, if it can at this exposure; waits for the camera to connect. Asked twice at once
   * it answers both alike.
   */
  next(exposure?: ExposureStep): Promise<Pulled>;
  close(): void;
}

/**
 * Opens a WebSocket on 127.0.0.1 that accepts exactly one client, which must present the one-time token as the path.
 * `allowedOrigin` is what a browser client must name; practice cameras send no Origin.
 */
export function openFrameSink(allowedOrigin?: string): Promise<FrameSink> {
  const token = randomBytes(24).toString('hex');
  let client: WebSocket | undefined;
  let everConnected = false;
  let closed = false;
  /** The one question under way and how to answer it. */
  let waiting:
    { readonly promise: Promise<Pulled>; readonly answer: (frame: Pulled) => void; readonly pull: string } | undefined;
  const settle = (frame: Pulled) => {
    const question = waiting;
    waiting = undefined;
    question?.answer(frame);
  };

  const server = new WebSocketServer({
    host: '127.0.0.1',
    port: 0,
    maxPayload: largestMessage,
    perMessageDeflate: false,
    verifyClient: ({ origin, req }: { origin: string | undefined; req: { url?: string | undefined } }) => {
      if (everConnected || (origin !== undefined && origin !== allowedOrigin)) return false;
      const given = Buffer.from((req.url ?? '').slice(1));
      return given.length === token.length && timingSafeEqual(given, Buffer.from(token));
    },
  });
  server.on('connection', (socket) => {
    everConnected = true;
    client = socket;
    socket.binaryType = 'nodebuffer';
    socket.on('message', (data, isBinary) => {
      if (!(data instanceof Buffer)) return settle('broken');
      if (!isBinary || waiting === undefined) {
        data.fill(0);
        return settle('broken');
      }
      // ws hands out a slice of its own memory; an own off-heap copy can be overwritten after use.
      const packed = new Uint8Array(new ArrayBuffer(data.length));
      packed.set(data);
      data.fill(0);
      const frame = unpackFrame(packed);
      if (!('broken' in frame)) return settle(frame);
      packed.fill(0);
      settle('broken');
    });
    socket.on('close', () => settle('lost'));
    socket.on('error', () => socket.terminate());
    if (waiting !== undefined) socket.send(waiting.pull);
  });

  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.on('listening', () => {
      const bound = server.address();
      if (bound === null || typeof bound === 'string') return reject(new Error('frame sink: no port'));
      resolve({
        address: { port: bound.port, token },
        next: (exposure = 0) => {
          if (closed || (everConnected && client?.readyState !== WebSocket.OPEN)) return Promise.resolve('lost');
          if (waiting !== undefined) return waiting.promise;
          const { promise, resolve: answer } = Promise.withResolvers<Pulled>();
          waiting = { promise, answer, pull: pullAt(exposure) };
          client?.send(waiting.pull);
          return promise;
        },
        close: () => {
          closed = true;
          settle('lost');
          client?.terminate();
          server.close();
        },
      });
    });
  });
}

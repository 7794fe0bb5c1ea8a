import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import * as v from 'valibot';
import { WebSocketServer, type WebSocket } from 'ws';
import { packFrame, pullWord, type Frame } from '../../actors/camera/frames.ts';
import { behaviours } from '../../actors/practice/patient.ts';
import { devices } from '../../vocabulary/events.ts';
import { serverMoods, type DockState, type FromDock, type ToDock } from '../../vocabulary/dock.ts';

/** Bytes of the photo for a practice card of one's own: grey, 240 × 320. */
export const ownPhotoBytes = 76_800;

const fromDockSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('place'), patient: v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/)) }),
  v.strictObject({ kind: v.literal('remove') }),
  v.strictObject({ kind: v.literal('behaviour'), behaviour: v.picklist(behaviours) }),
  v.strictObject({ kind: v.literal('device'), device: v.picklist(devices), up: v.boolean() }),
  v.strictObject({
    kind: v.literal('server'),
    mood: v.picklist(serverMoods),
    seconds: v.pipe(v.number(), v.minValue(0), v.maxValue(60)),
  }),
  v.strictObject({ kind: v.literal('camera'), camera: v.picklist(['practice', 'glass']) }),
]);
export type DockOrder = v.InferOutput<typeof fromDockSchema> & FromDock;

export interface DockParts {
  readonly state: () => DockState;
  readonly onOrder: (order: DockOrder) => void;
  /** A photo taken with the user's own camera, grey 240 × 320. */
  readonly onPhoto: (grey: Uint8Array<ArrayBuffer>) => void;
  /** The newest picture of the practice camera, for the oval on the glass. */
  readonly preview: () => Promise<Frame>;
}

/** The practice dock's WebSocket ends. The upgrades are checked (token, origin) by the core before they come here. */
export class Dock {
  readonly #parts: DockParts;
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: ownPhotoBytes, perMessageDeflate: false });
  readonly #docks = new Set<WebSocket>();

  constructor(parts: DockParts) {
    this.#parts = parts;
  }

  upgrade(path: '/dock' | '/preview', headers: { readonly [name: string]: string }, socket: Socket): void {
    // ws asks the request for method, url and headers only; the socket came over from the core's own HTTP server.
    const request = { method: 'GET', url: path, headers } as unknown as IncomingMessage;
    this.#server.handleUpgrade(request, socket, Buffer.alloc(0), (client) => {
      client.on('error', () => client.terminate());
      if (path === '/dock') this.#attachDock(client);
      else this.#attachPreview(client);
    });
  }

  push(): void {
    this.#send({ kind: 'state', state: this.#parts.state() });
  }

  trace(line: string): void {
    this.#send({ kind: 'trace', line });
  }

  #attachDock(client: WebSocket): void {
    this.#docks.add(client);
    client.on('close', () => this.#docks.delete(client));
    client.on('message', (data, isBinary) => {
      if (!(data instanceof Buffer)) return;
      if (isBinary) {
        if (data.length !== ownPhotoBytes) return;
        const grey = new Uint8Array(new ArrayBuffer(data.length));
        grey.set(data);
        data.fill(0);
        this.#parts.onPhoto(grey);
        return;
      }
      const order = parseOrder(data.toString('utf8'));
      if (order !== undefined) this.#parts.onOrder(order);
    });
    this.push();
  }

  #attachPreview(client: WebSocket): void {
    client.on('message', (data, isBinary) => {
      if (isBinary || !(data instanceof Buffer) || data.toString('latin1') !== pullWord) return;
      this.#parts.preview().then(
        (frame) => {
          const packed = packFrame(frame);
          if (client.readyState === 1) client.send(packed, { binary: true }, () => packed.fill(0));
        },
        () => client.close(),
      );
    });
  }

  #send(message: ToDock): void {
    const text = JSON.stringify(message);
    for (const dock of this.#docks) if (dock.readyState === 1) dock.send(text);
  }
}

function parseOrder(text: string): DockOrder | undefined {
  try {
    const parsed = v.safeParse(fromDockSchema, JSON.parse(text));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

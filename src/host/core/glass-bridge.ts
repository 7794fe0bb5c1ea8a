import * as v from 'valibot';
import type { WebSocket } from 'ws';
import type { SinkAddress, CameraPort } from '../../actors/camera/port.ts';
import type { DevicePort, DeviceState } from '../../actors/devices/device-jobs.ts';
import type { FromGlass, LightLevel, PadKey, TextBundle, ToGlass } from '../../vocabulary/bridge.ts';
import { touches, type TouchEvent } from '../../vocabulary/events.ts';
import { fitsFields, type FieldTable } from '../../vocabulary/fields.ts';
import type { View } from '../../vocabulary/view.ts';

/** A renderer that renews itself is away for a moment; only longer than this the display counts as lost, ms. */
const displayGrace = 5_000;

const messageSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('ready'), panel: v.pipe(v.string(), v.regex(/^[\w.@x-]{1,32}$/)) }),
  v.strictObject({ kind: v.literal('touch'), event: v.looseObject({ type: v.string() }) }),
  v.strictObject({ kind: v.literal('key'), code: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)) }),
  v.strictObject({ kind: v.literal('camera'), state: v.picklist(['open', 'refused', 'lost']) }),
]);

/** A message of the glass, or undefined for anything outside the contract. */
export function parseFromGlass(text: string): FromGlass | undefined {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = v.safeParse(messageSchema, message);
  if (!parsed.success) return undefined;
  if (parsed.output.kind !== 'touch') return parsed.output;
  const { type, ...fields } = parsed.output.event;
  if (!isTouchName(type)) return undefined;
  const spec: FieldTable = touches[type];
  if (!fitsFields(spec, fields)) return undefined;
  return { kind: 'touch', event: { ...fields, type } as TouchEvent };
}

function isTouchName(type: string): type is keyof typeof touches {
  return Object.hasOwn(touches, type);
}

export interface GlassParts {
  readonly practice: boolean;
  readonly texts: { readonly [locale: string]: TextBundle };
  readonly onTouch: (event: TouchEvent) => void;
  readonly onKey: (code: string) => void;
  readonly onRefused: () => void;
}

/**
 * The glass as the core sees it: one renderer at a time (a new one takes the place of the old), told what to draw.
 * It is the display device and, when the user chose so, the patient camera.
 */
export class GlassBridge {
  readonly #parts: GlassParts;
  #socket: WebSocket | undefined;
  #view: ToGlass | undefined;
  #watchers = new Set<(state: DeviceState) => void>();
  #leaving: NodeJS.Timeout | undefined;
  #lost = true;

  constructor(parts: GlassParts) {
    this.#parts = parts;
  }

  attach(socket: WebSocket): void {
    this.#socket?.close();
    this.#socket = socket;
    socket.on('message', (data, isBinary) => {
      // The glass sends short words only; a binary message is none.
      const message = isBinary || !(data instanceof Buffer) ? undefined : parseFromGlass(data.toString('utf8'));
      if (message === undefined) {
        this.#parts.onRefused();
        socket.close(1008);
        return;
      }
      this.#take(message);
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      if (this.#socket !== socket) return;
      this.#socket = undefined;
      clearTimeout(this.#leaving);
      this.#leaving = setTimeout(() => this.#setLost(true), displayGrace);
      this.#leaving.unref();
    });
    this.#send({ kind: 'hello', practice: this.#parts.practice, texts: this.#parts.texts });
    if (this.#view !== undefined) this.#send(this.#view);
  }

  show(view: View, pad: readonly PadKey[] | null): void {
    this.#view = { kind: 'view', view, pad };
    this.#send(this.#view);
  }

  sound(sound: string): void {
    this.#send({ kind: 'sound', sound });
  }

  light(level: LightLevel): void {
    this.#send({ kind: 'light', level });
  }

  /** The next patient gets a renderer that never saw this one. */
  renew(): void {
    this.#send({ kind: 'renew' });
  }

  /** The display as a device: up while a renderer is connected and ready. */
  readonly display: DevicePort = {
    check: () => Promise.resolve(!this.#lost),
    watch: (changed) => {
      this.#watchers.add(changed);
      return () => void this.#watchers.delete(changed);
    },
  };

  /** The browser's camera: it feeds the child directly, the core only says where. */
  readonly camera: CameraPort = {
    stream: (sink: SinkAddress) => {
      this.#send({ kind: 'stream', camera: 'patient', port: sink.port, token: sink.token });
      let running = true;
      return () => {
        if (running) this.#send({ kind: 'streamStop' });
        running = false;
      };
    },
  };

  close(): void {
    clearTimeout(this.#leaving);
    this.#socket?.close();
  }

  #take(message: FromGlass): void {
    if (message.kind === 'ready') {
      clearTimeout(this.#leaving);
      this.#setLost(false);
    } else if (message.kind === 'touch') this.#parts.onTouch(message.event);
    else if (message.kind === 'key') this.#parts.onKey(message.code);
  }

  #setLost(lost: boolean): void {
    if (lost === this.#lost) return;
    this.#lost = lost;
    for (const changed of this.#watchers) changed(lost ? 'lost' : 'up');
  }

  #send(message: ToGlass): void {
    if (this.#socket?.readyState === 1) this.#socket.send(JSON.stringify(message));
  }
}

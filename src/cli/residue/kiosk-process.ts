import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { WebSocket } from 'ws';
import { coreExecArgv } from '../../host/hardening/start-options.ts';
import type { PadKey, ToGlass } from '../../vocabulary/bridge.ts';
import type { DockState, FromDock, ToDock } from '../../vocabulary/dock.ts';
import type { View } from '../../vocabulary/view.ts';

const honnin = fileURLToPath(new URL('../honnin.ts', import.meta.url));

/** What is read of the core's messages; they are our own, so only their kind is checked. */
const messageSchema = v.looseObject({ kind: v.string() });

/**
 * A kiosk as `npm start` runs it, in a process of its own, seen from outside: its glass and its dock are we. So nothing that
 * a patient knows is in the kiosk before the patient gives it.
 */
export class KioskProcess {
  readonly #child: ChildProcess;
  readonly #glass: WebSocket;
  readonly #dock: WebSocket;
  #view: View | undefined;
  #pad: readonly PadKey[] | null = null;
  #state: DockState | undefined;
  #onView: () => void = () => undefined;
  #onState: (state: DockState) => void = () => undefined;

  /** `args`: further words for `honnin start`. @throws Error when the kiosk does not come up. */
  static async start(args: readonly string[]): Promise<KioskProcess> {
    const child = spawn(process.execPath, [...coreExecArgv(), honnin, 'start', '--no-open', ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const addresses = await addressesOf(child);
    const sockets = await Promise.all(addresses.map(open));
    const [dock, glass] = sockets;
    if (dock === undefined || glass === undefined) throw new Error('residue: the kiosk told no addresses');
    return new KioskProcess(child, glass, dock);
  }

  private constructor(child: ChildProcess, glass: WebSocket, dock: WebSocket) {
    this.#child = child;
    this.#glass = glass;
    this.#dock = dock;
    glass.on('message', (data) => {
      const message = parsed(data) as ToGlass | undefined;
      if (message?.kind === 'renew') this.#ready();
      if (message?.kind !== 'view') return;
      this.#view = message.view;
      this.#pad = message.pad;
      this.#onView();
    });
    dock.on('message', (data) => {
      const message = parsed(data) as ToDock | undefined;
      if (message?.kind !== 'state') return;
      this.#state = message.state;
      this.#onState(message.state);
    });
    this.#ready();
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get view(): View | undefined {
    return this.#view;
  }

  get pad(): readonly PadKey[] | null {
    return this.#pad;
  }

  get state(): DockState | undefined {
    return this.#state;
  }

  listen(onView: () => void, onState: (state: DockState) => void): void {
    this.#onView = onView;
    this.#onState = onState;
    if (this.#state !== undefined) onState(this.#state);
    if (this.#view !== undefined) onView();
  }

  touch(type: string): void {
    this.#glass.send(JSON.stringify({ kind: 'touch', event: { type } }));
  }

  key(code: string): void {
    this.#glass.send(JSON.stringify({ kind: 'key', code }));
  }

  order(order: FromDock): void {
    this.#dock.send(JSON.stringify(order));
  }

  async stop(): Promise<void> {
    this.#glass.terminate();
    this.#dock.terminate();
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await gone;
  }

  #ready(): void {
    this.#glass.send(JSON.stringify({ kind: 'ready', panel: 'residue' }));
  }
}

/** Addresses of dock and glass, in this order, as the kiosk prints them. */
function addressesOf(child: ChildProcess): Promise<readonly URL[]> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the kiosk ended at its start (exit ${code ?? 'by signal'})`)));
    if (child.stdout === null) return reject(new Error('residue: no output of the kiosk'));
    const found: URL[] = [];
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [address] = /http:\S+/.exec(line) ?? [];
      if (address !== undefined) found.push(new URL(address));
      if (found.length === 2) resolve(found);
    });
    return undefined;
  });
}

function open(page: URL, index: number): Promise<WebSocket> {
  const address = new URL(index === 0 ? '/dock' : '/bridge', page);
  address.search = page.search;
  address.protocol = 'ws:';
  const socket = new WebSocket(address, { origin: page.origin, perMessageDeflate: false });
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket));
    socket.once('error', reject);
  });
}

function parsed(data: unknown): { readonly kind: string } | undefined {
  if (!(data instanceof Buffer)) return undefined;
  const message = v.safeParse(messageSchema, JSON.parse(data.toString('utf8')));
  return message.success ? message.output : undefined;
}

import type { FromGlass, ToGlass } from '../../vocabulary/bridge.ts';

const firstPause = 250;
const longestPause = 4000;
/** A line that lives this long was a good one: the next break starts with the short pause again. */
const goodLine = 5000;

export interface BridgeHandlers {
  readonly opened: () => void;
  readonly closed: () => void;
  readonly message: (message: ToGlass) => void;
}

export interface Bridge {
  readonly send: (message: FromGlass) => void;
  readonly close: () => void;
}

/** Address of one of the core's sockets, with the token this page was opened with. */
export function socketAddress(path: string, place: Location): string {
  const token = new URLSearchParams(place.search).get('t') ?? '';
  return `ws://${place.host}${path}?t=${encodeURIComponent(token)}`;
}

/** The line to the core. It comes back by itself: first after 250 ms, later every 4 s. What is sent while it is down is lost. */
export function openBridge(address: string, handlers: BridgeHandlers): Bridge {
  let socket: WebSocket | null = null;
  let pause = firstPause;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;

  const connect = (): void => {
    const line = new WebSocket(address);
    socket = line;
    let since = Number.POSITIVE_INFINITY;
    line.addEventListener('open', () => {
      since = performance.now();
      handlers.opened();
    });
    line.addEventListener('message', ({ data }) => {
      const message = typeof data === 'string' ? readMessage(data) : null;
      if (message !== null) handlers.message(message);
    });
    line.addEventListener('close', () => {
      if (ended) return;
      handlers.closed();
      if (performance.now() - since > goodLine) pause = firstPause;
      timer = setTimeout(connect, pause);
      pause = Math.min(pause * 2, longestPause);
    });
  };
  connect();

  return {
    send: (message) => {
      if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
    },
    close: () => {
      ended = true;
      clearTimeout(timer);
      socket?.close();
    },
  };
}

const kinds: ReadonlySet<string> = new Set([
  'hello',
  'view',
  'sound',
  'stream',
  'streamStop',
  'renew',
] satisfies ToGlass['kind'][]);

/** The core is our own and schema-checked; here only the kind is looked at, so that a newer core cannot break an older glass. */
function readMessage(text: string): ToGlass | null {
  try {
    const message: unknown = JSON.parse(text);
    return isMessage(message) ? message : null;
  } catch {
    return null;
  }
}

function isMessage(message: unknown): message is ToGlass {
  return typeof message === 'object' && message !== null && 'kind' in message && kinds.has(String(message.kind));
}

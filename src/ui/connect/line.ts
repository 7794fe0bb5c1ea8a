const firstPause = 250;
const longestPause = 4000;
/** A line that lives this long was a good one: the next break starts with the short pause again. */
const goodLine = 5000;

export interface LineHandlers {
  readonly opened: () => void;
  readonly closed: () => void;
  /** One text message. */
  readonly heard: (text: string) => void;
}

export interface Line<Out> {
  readonly send: (message: Out) => void;
  readonly sendBytes: (bytes: Uint8Array<ArrayBuffer>) => void;
  readonly close: () => void;
}

/** Address of one of the core's sockets, with the token this page was opened with. */
export function socketAddress(path: string, place: Location): string {
  const token = new URLSearchParams(place.search).get('t') ?? '';
  return `ws://${place.host}${path}?t=${encodeURIComponent(token)}`;
}

/** A line to the core. It comes back by itself: first after 250 ms, later every 4 s. What is sent while it is down is lost. */
export function openLine<Out>(address: string, handlers: LineHandlers): Line<Out> {
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
      if (typeof data === 'string') handlers.heard(data);
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
  const open = (): WebSocket | null => (socket?.readyState === WebSocket.OPEN ? socket : null);

  return {
    send: (message) => open()?.send(JSON.stringify(message)),
    sendBytes: (bytes) => open()?.send(bytes),
    close: () => {
      ended = true;
      clearTimeout(timer);
      socket?.close();
    },
  };
}

/** Reads a message whose `kind` is one of those known, or null. The core is our own; an older page skips what it does not know. */
export function readKind<M extends { readonly kind: string }>(text: string, kinds: readonly M['kind'][]): M | null {
  const known = (message: unknown): message is M =>
    typeof message === 'object' && message !== null && 'kind' in message && kinds.some((kind) => kind === message.kind);
  try {
    const message: unknown = JSON.parse(text);
    return known(message) ? message : null;
  } catch {
    return null;
  }
}

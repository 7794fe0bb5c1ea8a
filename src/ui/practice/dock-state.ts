import { createSignal, type Accessor } from 'solid-js';
import type { DockState, FromDock, ToDock } from '../../vocabulary/dock.ts';
import { openLine, readKind } from '../connect/line.ts';

/** Lines of the trace that stay on the page. */
const keptLines = 300;

export interface DockLine {
  /** Null while there is no line to the core. */
  readonly state: Accessor<DockState | null>;
  readonly trace: Accessor<readonly string[]>;
  readonly forgetTrace: () => void;
  readonly send: (message: FromDock) => void;
  readonly sendPhoto: (grey: Uint8Array<ArrayBuffer>) => void;
}

export function createDockLine(address: string): DockLine {
  const [state, setState] = createSignal<DockState | null>(null);
  const [trace, setTrace] = createSignal<readonly string[]>([]);
  const line = openLine<FromDock>(address, {
    opened: () => undefined,
    closed: () => setState(null),
    heard: (text) => {
      const message = readKind<ToDock>(text, ['state', 'trace']);
      if (message?.kind === 'state') setState(message.state);
      if (message?.kind === 'trace') setTrace((lines) => [...lines.slice(-keptLines + 1), message.line]);
    },
  });
  return { state, trace, forgetTrace: () => setTrace([]), send: line.send, sendPhoto: line.sendBytes };
}

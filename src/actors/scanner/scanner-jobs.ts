import { randomFillSync } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { JobOutcome, World } from '../../vocabulary/jobs.ts';
import type { CameraPort } from '../camera/port.ts';
import { noTrayLight, type TrayLight } from '../devices/tray-light.ts';
import type { Vault } from '../vault.ts';
import type { CalendarDate } from './calendar.ts';
import { mayRead, type Engine, type Hardware } from './engine.ts';
import { codeBLength } from './judge.ts';
import { briefLength, padOffset, writeBrief, type ChildMessage } from './messages.ts';
import { spawnScanner, WarmChildren, type ScannerChild, type SpawnScanner } from './warm-child.ts';

export interface ScannerParts {
  readonly vault: Vault;
  readonly tray: CameraPort;
  /** None unless said otherwise. */
  readonly light?: TrayLight;
  /** The card's expiry as its chip tells it without a key, when it was asked. */
  readonly chipExpiry: () => CalendarDate | undefined;
  readonly today: () => CalendarDate;
  /** models/front-reader.onnx */
  readonly network: string;
  /** models/front-layouts.yaml unless said otherwise. */
  readonly layouts?: string;
  /** The own network unless said otherwise; another engine is refused with real hardware, which is assumed. */
  readonly engine?: Engine;
  readonly hardware?: Hardware;
  readonly spawnChild?: SpawnScanner;
}

export interface Scanner {
  readonly jobs: Pick<World, 'scanner.read'>;
  /** Children that saw a card and are not gone yet: 0 is what a wipe has to find. */
  inUse(): number;
  /** Ends every child, the warm one too. */
  close(): void;
}

const defaultLayouts = fileURLToPath(new URL('../../../models/front-layouts.yaml', import.meta.url));

export function createScannerJobs(parts: ScannerParts): Pick<World, 'scanner.read'> {
  return createScanner(parts).jobs;
}

/** @throws when the engine may not read what this hardware shows. */
export function createScanner(parts: ScannerParts): Scanner {
  const { network, layouts = defaultLayouts, spawnChild = spawnScanner } = parts;
  const { engine = 'network', hardware = 'real' } = parts;
  if (!mayRead(engine, hardware)) throw new Error(`${engine} is for practice hardware only`);
  const children = new WarmChildren({ network, layouts, engine, hardware }, spawnChild);
  return {
    jobs: { 'scanner.read': (_input, answer) => readFront(parts, children, answer) },
    inUse: () => children.inUse(),
    close: () => children.close(),
  };
}

/** One child, one card: it is ended as soon as it has answered, and the vault can end it before. */
function readFront(
  { vault, tray, light = noTrayLight, chipExpiry, today }: ScannerParts,
  children: WarmChildren,
  answer: (outcome: JobOutcome<'scanner.read'>) => void,
): () => void {
  const child = children.take();
  const receiver = new CodeReceiver();
  let stopCamera: (() => void) | undefined;
  let over = false;

  light.on();
  const end = () => child.end();
  vault.adopt('tray', end);

  const finish = (outcome?: JobOutcome<'scanner.read'>) => {
    if (over) return;
    over = true;
    light.off();
    stopCamera?.();
    receiver.wipe();
    child.end();
    children.refill();
    if (outcome !== undefined) answer(outcome);
  };
  const deliver = () => {
    if (!over && receiver.complete) finish(receiver.deliver(vault) ? { outcome: 'read' } : { outcome: 'crashed' });
  };
  const onMessage = (message: ChildMessage) => {
    if (over) return;
    switch (message.say) {
      case 'ready':
        stopCamera = tray.stream({ port: message.port, token: message.token });
        receiver.begin(child, today(), chipExpiry(), deliver);
        return;
      case 'hint':
        answer({ outcome: 'hint', reason: message.reason });
        return;
      case 'read':
        receiver.announced = true;
        deliver();
        return;
      case 'refused':
        finish({ outcome: 'refused', reason: message.reason });
        return;
      case 'cameraLost':
        finish({ outcome: 'cameraLost' });
    }
  };
  child.listen(onMessage, () => {
    vault.disown('tray', end);
    finish({ outcome: 'crashed' });
  });
  return () => finish();
}

/** Takes the 14 masked digits from the child's pipe and unmasks them right in the vault. */
class CodeReceiver {
  announced = false;
  readonly #brief = new Uint8Array(new ArrayBuffer(briefLength));
  readonly #masked = new Uint8Array(new ArrayBuffer(codeBLength));
  #received = 0;

  get complete(): boolean {
    return this.announced && this.#received === codeBLength;
  }

  begin(child: ScannerChild, today: CalendarDate, chipExpiry: CalendarDate | undefined, onBytes: () => void): void {
    writeBrief(this.#brief, today, chipExpiry);
    randomFillSync(this.#brief, padOffset);
    child.pipe.on('data', (bytes: Uint8Array) => {
      this.#masked.set(bytes.subarray(0, codeBLength - this.#received), this.#received);
      this.#received = Math.min(codeBLength, this.#received + bytes.length);
      onBytes();
    });
    child.pipe.write(this.#brief);
  }

  /** True when they are digits and now lie in the vault. */
  deliver(vault: Vault): boolean {
    let digits = true;
    vault.put('front', (buffer) => {
      for (let at = 0; at < codeBLength; at++) {
        const byte = (this.#masked[at] ?? 0) ^ (this.#brief[padOffset + at] ?? 0);
        if (byte < 0x30 || byte > 0x39) digits = false;
        buffer[at] = byte;
      }
      return codeBLength;
    });
    if (!digits) vault.wipe('front');
    return digits;
  }

  wipe(): void {
    this.#brief.fill(0);
    this.#masked.fill(0);
  }
}

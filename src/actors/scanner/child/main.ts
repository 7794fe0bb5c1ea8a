import { Socket } from 'node:net';
import { openFrameSink } from '../../camera/frame-sink.ts';
import { codeBLength, writeCodeB } from '../judge.ts';
import { engines, openReader } from '../engine.ts';
import { loadLayouts } from '../layouts.ts';
import { briefLength, padOffset, readBrief, type ChildMessage } from '../messages.ts';
import { practiceMount } from '../mount.ts';
import { scan } from './scan.ts';

/**
 * The scanner child: `node main.ts NETWORK LAYOUTS ENGINE HARDWARE`. Gets ready, waits on fd 3 for the order to begin, reads one card and
 * is ended by the core. Pictures of the card never leave this process.
 */
const [, , networkFile = '', layoutsFile = '', engineName, hardwareName] = process.argv;
const engine = engines.find((name) => name === engineName) ?? 'network';
// Whatever is not said to be practice is real.
const hardware = hardwareName === 'practice' ? 'practice' : 'real';
const layouts = loadLayouts(layoutsFile);

process.on('disconnect', () => process.exit(0));

const pipe = new Socket({ fd: 3, readable: true, writable: true });
const brief = new Uint8Array(new ArrayBuffer(briefLength));
const briefed = new Promise<void>((resolve) => {
  let filled = 0;
  pipe.on('data', (bytes: Uint8Array) => {
    brief.set(bytes.subarray(0, briefLength - filled), filled);
    filled = Math.min(briefLength, filled + bytes.length);
    bytes.fill(0);
    if (filled === briefLength) resolve();
  });
  pipe.on('error', () => process.exit(1));
});

const reader = await openReader(engine, hardware, { network: networkFile, layouts, mount: practiceMount });
await reader.warmUp();
const sink = await openFrameSink();
tell({ say: 'ready', ...sink.address });

await briefed;
const { judge: thresholds, eras, generations } = layouts;
const rules = { thresholds, eras, generations, ...readBrief(brief) };
const verdict = await scan(sink, reader, rules, (reason) => tell({ say: 'hint', reason }));
reader.wipe();
sink.close();
if (verdict === 'cameraLost') tell({ say: verdict });
else if (verdict.accepted) await handOver(verdict);
else tell({ say: 'refused', reason: verdict.reason });

async function handOver(read: { birth: number; expiry: number; code: number }): Promise<void> {
  const digits = new Uint8Array(new ArrayBuffer(codeBLength));
  writeCodeB(read, digits);
  for (let at = 0; at < codeBLength; at++) digits[at] = (digits[at] ?? 0) ^ (brief[padOffset + at] ?? 0);
  await new Promise<void>((resolve) => pipe.write(digits, () => resolve()));
  digits.fill(0);
  brief.fill(0);
  tell({ say: 'read' });
}

function tell(message: ChildMessage): void {
  process.send?.(message);
}

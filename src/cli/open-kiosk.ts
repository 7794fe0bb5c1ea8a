import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lineFile } from '../host/core/trace-file.ts';
import { facilitySettings, productRoot, yamlFiles } from '../host/core/files.ts';
import type { Step } from '../host/core/runtime.ts';
import { startKiosk, type Kiosk, type KioskOptions } from '../host/kiosk.ts';
import { loadFlow, type LoadedFlow } from '../machines/load.ts';
import { loadTexts } from '../machines/texts.ts';
import type { TextBundle } from '../vocabulary/bridge.ts';
import { createTraceRecorder, traceHead } from '../machines/trace/record.ts';
import { ProblemsError } from '../machines/problem.ts';

export interface Opened {
  readonly kiosk: Kiosk;
  readonly loaded: LoadedFlow;
  readonly texts: { readonly [locale: string]: TextBundle };
  readonly traceFile: string;
  /** Seconds from the start of this process until the kiosk waited for its first patient. */
  readonly startToIdle: () => number | undefined;
  /** Writes what is still held back (a run of keys); for the end. */
  readonly closeTrace: () => void;
}

export type OpenOptions = Omit<KioskOptions, 'loaded' | 'texts' | 'onFault' | 'listener'> & {
  /** Name of the trace file below out/traces. */
  readonly traceName: string;
  readonly panel: string;
};

/** Reads flow, settings and wording, starts a kiosk on practice hardware, and writes its trace. */
export async function openKiosk(options: OpenOptions): Promise<Opened> {
  const flowFiles = yamlFiles(join(productRoot, 'flows'));
  const loaded = loadFlow(flowFiles, facilitySettings(options.facility));
  const localeFiles = yamlFiles(join(productRoot, 'locales'));
  const overlay = options.facility === undefined ? undefined : yamlFiles(join(options.facility, 'locales'));
  const { bundles, problems } = loadTexts(localeFiles, loaded.flow, overlay);
  if (problems.length > 0) throw new ProblemsError(problems, (file) => overlay?.get(file) ?? localeFiles.get(file));

  const traceFile = join(productRoot, 'out', 'traces', `${options.traceName}.jsonl`);
  const write = lineFile(traceFile, (cause) => console.error(`記録を書けません (trace): ${cause}`));
  const started = performance.now();
  let kiosk: Kiosk | undefined;
  const head = traceHead({
    flowFiles,
    localeFiles,
    loaded,
    panel: options.panel,
    app: versionOf('package.json'),
    xstate: versionOf('node_modules/xstate/package.json'),
  });
  const recorder = createTraceRecorder(head, (line) => {
    write(line);
    kiosk?.hardware.order({ order: 'trace', line });
  });
  const timer = new FaceTimer();
  let idleAfter: number | undefined;
  kiosk = await startKiosk({
    ...options,
    loaded,
    texts: bundles,
    onFault: (where, error) =>
      console.error(`不具合 (fault) ${where}: ${error instanceof Error ? error.message : 'unknown'}`),
    onReaderNote: (note) => console.error(`読み取り機 (card reader): ${note}`),
    listener: {
      onStep: (step: Step) => {
        const now = performance.now() - started;
        recorder.event(now, step.event, step.leaves, step.effects);
        timer.step(now, step.event.type);
        if (step.leaves.includes('journey.idle')) idleAfter ??= performance.now() / 1000;
        kiosk?.hardware.order({
          order: 'core',
          states: [...step.leaves],
          alive: [...(kiosk?.vault.alive() ?? [])],
          lastSeconds: timer.seconds,
        });
      },
    },
  });
  return { kiosk, loaded, texts: bundles, traceFile, startToIdle: () => idleAfter, closeTrace: () => recorder.flush() };
}

function versionOf(file: string): string {
  const description: { readonly version?: string } = JSON.parse(readFileSync(join(productRoot, file), 'utf8'));
  return description.version ?? '?';
}

/** Measures R 3-23's span: from the touch of 「顔認証」 to the answer of the qualification. */
class FaceTimer {
  #touched: number | undefined;
  seconds: number | null = null;

  step(now: number, event: string): void {
    if (event === 'PICK.FACE') this.#touched = now;
    if (event === 'program.qualify.ok' && this.#touched !== undefined) {
      this.seconds = (now - this.#touched) / 1000;
      this.#touched = undefined;
    }
  }
}

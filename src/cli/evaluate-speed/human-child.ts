import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as v from 'valibot';

/**
 * Times @vladmandic/human (wasm with SIMD, one thread) on one picture, in a process of its own: its browser build only
 * starts where it takes the process for a browser's worker. Asked by `evaluate matcher --speed`.
 */
const askSchema = v.variant('ask', [
  v.strictObject({
    ask: v.literal('load'),
    /** Name of a file → where it lies. */
    files: v.record(v.string(), v.string()),
    width: v.number(),
    height: v.number(),
    /** RGB, row by row. */
    pixels: v.instance(Uint8Array),
  }),
  v.strictObject({ ask: v.literal('run') }),
]);

export type HumanTells =
  { readonly tell: 'ready'; readonly faces: number } | { readonly tell: 'ran'; readonly ms: number };

interface Human {
  readonly tf: { readonly getBackend: () => string; readonly tensor: (values: unknown, shape: number[]) => Tensor };
  readonly load: () => Promise<void>;
  readonly detect: (input: Tensor) => Promise<{ readonly face: readonly { readonly embedding?: readonly number[] }[] }>;
}
interface Tensor {
  readonly dispose: () => void;
}

/** No such place: it only tells the files apart from those of a disk, which this build would want XMLHttpRequest for. */
const place = 'https://human.invalid/';

const parent = process;
let human: Human | undefined;
let picture: { readonly pixels: Int32Array; readonly shape: number[] } | undefined;

parent.on('message', (message) => {
  const ask = v.parse(askSchema, message);
  void (ask.ask === 'load' ? load(ask.files, ask.width, ask.height, ask.pixels) : run()).then((words) => {
    parent.send?.(words);
  });
});
parent.on('disconnect', () => parent.exit());

async function load(
  files: { readonly [name: string]: string },
  width: number,
  height: number,
  pixels: Uint8Array,
): Promise<HumanTells> {
  pretendToBeABrowsersWorker(files);
  human = await programFrom(files['human.esm.js'] ?? '');
  await human.load();
  if (human.tf.getBackend() !== 'wasm') throw new Error('@vladmandic/human did not start on wasm');
  picture = { pixels: Int32Array.from(pixels), shape: [1, height, width, 3] };
  const input = human.tf.tensor(picture.pixels, picture.shape);
  const { face } = await human.detect(input);
  input.dispose();
  return { tell: 'ready', faces: face.filter(({ embedding }) => (embedding?.length ?? 0) > 0).length };
}

async function run(): Promise<HumanTells> {
  if (human === undefined || picture === undefined) throw new Error('run before load');
  const input = human.tf.tensor(picture.pixels, picture.shape);
  const started = performance.now();
  await human.detect(input);
  const ms = performance.now() - started;
  input.dispose();
  return { tell: 'ran', ms };
}

function pretendToBeABrowsersWorker(files: { readonly [name: string]: string }): void {
  const kinds: { readonly [ending: string]: string } = { '.wasm': 'application/wasm', '.json': 'application/json' };
  const pretended = {
    fetch: async (address: unknown) => {
      const name = basename(String(address));
      const kind = kinds[extname(name)] ?? 'application/octet-stream';
      return new Response(readFileSync(files[name] ?? ''), { headers: { 'content-type': kind } });
    },
    WorkerGlobalScope: () => {},
    importScripts: () => {},
    self: globalThis,
    location: { href: place },
    // Without it the backend takes one thread, as our engine does.
    SharedArrayBuffer: undefined,
    process: undefined,
  };
  for (const [name, value] of Object.entries(pretended))
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}

async function programFrom(file: string): Promise<Human> {
  const folder = mkdtempSync(join(tmpdir(), 'honnin-human-'));
  try {
    // A file of the cache has no ending that says what it is.
    const program = join(folder, 'human.mjs');
    copyFileSync(file, program);
    const loaded: unknown = await import(pathToFileURL(program).href);
    const { default: make } = v.parse(v.looseObject({ default: v.function() }), loaded);
    const off = { enabled: false };
    const made: unknown = Reflect.construct(make, [
      {
        backend: 'wasm',
        wasmPath: place,
        modelBasePath: place,
        debug: false,
        async: false,
        // Every picture anew: nothing is taken from the one before.
        cacheSensitivity: 0,
        skipAllowed: false,
        filter: off,
        face: {
          enabled: true,
          detector: { rotation: false, maxDetected: 1 },
          mesh: { enabled: true },
          description: { enabled: true },
          iris: off,
          emotion: off,
          antispoof: off,
          liveness: off,
        },
        body: off,
        hand: off,
        gesture: off,
        object: off,
        segmentation: off,
      },
    ]);
    if (!isHuman(made)) throw new Error('@vladmandic/human is of another shape');
    return made;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function isHuman(made: unknown): made is Human {
  return v.is(v.looseObject({ tf: v.unknown(), load: v.function(), detect: v.function() }), made);
}

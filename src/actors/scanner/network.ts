import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Homography } from './homography.ts';
import type { FieldLayout, FrontLayouts } from './layouts.ts';
import { sample, type Picture } from './picture.ts';

/** The network halves the width twice. */
const pixelsPerStep = 4;

/** Reads strips of print: one session, one thread, no arena, own buffers for input and output. */
export interface LineNetwork {
  /** Makes room for strips as wide as `pixels`; the strip is its own until the next call on it. */
  strip(pixels: number): Strip;
}

export interface Strip {
  /** Grey values 0 … 1, row by row; overwritten by `run`'s caller. */
  readonly input: Float32Array;
  /** Log probabilities, symbol-major. */
  readonly output: Float32Array;
  readonly steps: number;
  run(): Promise<void>;
  wipe(): void;
}

/** @throws when the file is no network of this kind. */
export async function openNetwork(file: string, layouts: FrontLayouts): Promise<LineNetwork> {
  const session = await InferenceSession.create(file, {
    executionProviders: ['cpu'],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    // With the arena, copies of the strips stay in memory (measured: traps).
    enableCpuMemArena: false,
    graphOptimizationLevel: 'all',
  });
  const { height, alphabet } = layouts.network;
  const symbols = Array.from(alphabet).length + 1;
  return {
    strip: (pixels) => {
      const steps = pixels / pixelsPerStep;
      const input = new Float32Array(new ArrayBuffer(height * pixels * 4));
      const output = new Float32Array(new ArrayBuffer(symbols * steps * 4));
      const x = new Tensor('float32', input, [1, 1, height, pixels]);
      const lp = new Tensor('float32', output, [1, symbols, steps]);
      return {
        input,
        output,
        steps,
        run: async () => {
          await session.run({ x }, { lp });
        },
        wipe: () => {
          input.fill(0);
          output.fill(0);
        },
      };
    },
  };
}

/** Cuts a field's strip out of the picture, upright and at the network's scale. `dx`, `dy`: shift of the print, mm. */
export function cutStrip(
  picture: Picture,
  cardToPicture: Homography,
  field: FieldLayout,
  shift: { dx: number; dy: number },
  network: FrontLayouts['network'],
  out: Float32Array,
): void {
  const { height } = network;
  const pixelsPerMillimetre = field.pixelsPerMillimetre ?? network.pixelsPerMillimetre;
  // The map written out (homography.ts): a point object per pixel would cost more than the rest.
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = cardToPicture;
  for (let y = 0; y < height; y++) {
    const v = field.y + shift.dy + (y + 0.5) / pixelsPerMillimetre;
    for (let x = 0; x < field.pixels; x++) {
      const u = field.x + shift.dx + (x + 0.5) / pixelsPerMillimetre;
      const depth = g * u + h * v + 1;
      const grey = sample(picture, (a * u + b * v + c) / depth, (d * u + e * v + f) / depth);
      // The network was trained on whole grey levels.
      out[y * field.pixels + x] = Math.round(grey) / 255;
    }
  }
}

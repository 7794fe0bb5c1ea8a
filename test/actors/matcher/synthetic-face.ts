import type { Landmarks } from '../../../src/actors/matcher/engine/landmarks.ts';
import { UprightFaces, type UprightFace } from '../../../src/actors/matcher/quality/upright-face.ts';

/**
 * A head of 68 points in eye distances, right of the picture, down, and towards the camera; only the points that the
 * product uses are placed with care. Flat pictures have depth 0.
 */
const ring = (x: number, y: number, rx: number, ry: number, n: number): [number, number][] =>
  Array.from({ length: n }, (_, i) => [
    x - rx * Math.cos((2 * Math.PI * i) / n),
    y - ry * Math.sin((2 * Math.PI * i) / n),
  ]);
const eye = (x: number): [number, number][] => [
  [x - 0.22, 0],
  [x - 0.08, -0.07],
  [x + 0.08, -0.07],
  [x + 0.22, 0],
  [x + 0.08, 0.07],
  [x - 0.08, 0.07],
];
const plane: [number, number][] = [
  ...Array.from({ length: 17 }, (_, i): [number, number] => [
    -1.05 + (2.1 * i) / 16,
    0.3 + 1.5 * Math.sin((Math.PI * i) / 16),
  ]),
  ...Array.from({ length: 10 }, (_, i): [number, number] => [-0.8 + (1.6 * i) / 9, -0.35]),
  [0, 0.05],
  [0, 0.2],
  [0, 0.37],
  [0, 0.55],
  [-0.22, 0.68],
  [-0.1, 0.72],
  [0, 0.74],
  [0.1, 0.72],
  [0.22, 0.68],
  ...eye(-0.5),
  ...eye(0.5),
  ...ring(0, 1.12, 0.38, 0.15, 12),
  ...ring(0, 1.12, 0.36, 0.06, 8),
];
const headDepth = (i: number): number => {
  if (i < 17) return -0.6 + 0.5 * Math.sin((Math.PI * i) / 16);
  if (i >= 27 && i <= 30) return 0.08 + ((i - 27) / 3) * 0.35;
  if (i >= 31 && i <= 35) return 0.25;
  return 0;
};

const noseTip = 0.55;
const depths = {
  head: headDepth,
  flat: () => 0,
  folded: (_: number, x: number) => -Math.tan(0.5) * Math.abs(x),
  creased: (_: number, __: number, y: number) => -Math.tan(0.5) * Math.abs(y - noseTip),
};

export interface Held {
  /** Radians, positive to the right of the picture. */
  readonly yaw?: number;
  readonly pitch?: number;
  /** `folded`: along the nose, either half leaning back by 29°; `creased`: across its tip, likewise. */
  readonly shape?: 'head' | 'flat' | 'folded' | 'creased';
  /** Pixels per eye distance, and where the middle of the eyes lies. */
  readonly size?: number;
  readonly x?: number;
  readonly y?: number;
}

/** The 68 points as a pinhole camera 8 eye distances (half a metre) away sees them. */
export function seen({ yaw = 0, pitch = 0, shape = 'head', size = 60, x = 160, y = 100 }: Held = {}): Landmarks {
  const points = new Float64Array(new ArrayBuffer(16 * 68));
  plane.forEach(([px, py], i) => {
    const depth = depths[shape](i, px, py);
    const turnedX = px * Math.cos(yaw) + depth * Math.sin(yaw);
    const turnedZ = depth * Math.cos(yaw) - px * Math.sin(yaw);
    const nodY = py * Math.cos(pitch) + turnedZ * Math.sin(pitch);
    const nodZ = turnedZ * Math.cos(pitch) - py * Math.sin(pitch);
    const scale = (size * 8) / (8 - nodZ);
    points[2 * i] = x + turnedX * scale;
    points[2 * i + 1] = y + nodY * scale;
  });
  return points;
}

/** The same face brought upright, drawn as dots of several shades where its points lie. */
export function upright(held: Held = {}): UprightFace {
  const landmarks = seen(held);
  const [width, height] = [320, 240];
  const pixels = new Uint8Array(width * height).fill(150);
  for (let i = 17; i < 68; i++) {
    const [x, y] = [landmarks[2 * i] ?? 0, landmarks[2 * i + 1] ?? 0];
    for (let v = Math.max(0, Math.ceil(y - 6)); v < Math.min(height, y + 6); v++) {
      for (let u = Math.max(0, Math.ceil(x - 6)); u < Math.min(width, x + 6); u++) {
        const dark = (60 + 12 * (i % 5)) * Math.exp(-((u - x) ** 2 + (v - y) ** 2) / 6);
        pixels[v * width + u] = Math.max(0, (pixels[v * width + u] ?? 0) - dark);
      }
    }
  }
  const face = new UprightFaces().take({ width, height, pixels }, landmarks);
  if (face === undefined) throw new Error('no face');
  return face;
}

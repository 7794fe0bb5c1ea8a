/** A picture of 8-bit RGB, row by row from the top left. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

/** The picture at one size, as values 0 … 1 in display (gamma) space. */
interface Level {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
}

/** A picture at its own size and at halves of it, so that it can be looked at from afar without glitter. */
export class PictureLevels {
  readonly width: number;
  readonly height: number;
  readonly #levels: Level[] = [];

  constructor(picture: Picture) {
    this.width = picture.width;
    this.height = picture.height;
    const { width, height } = picture;
    let level: Level = { width, height, values: Float32Array.from(picture.rgb, (value) => value / 255) };
    this.#levels.push(level);
    while (level.width >= 16 && level.height >= 16) {
      level = halve(level);
      this.#levels.push(level);
    }
  }

  /** Which level has about one texel per sample when `texelsPerSample` of the full picture fall into one. */
  levelFor(texelsPerSample: number): number {
    const level = Math.round(Math.log2(Math.max(1, texelsPerSample)));
    return Math.min(level, this.#levels.length - 1);
  }

  /** Reads a channel at a place (0 … 1 from the top left), bilinear. */
  read(levelNumber: number, u: number, v: number, channel: number): number {
    const level = this.#levels[levelNumber];
    if (level === undefined) return 0;
    const { width, height, values } = level;
    const x = Math.min(Math.max(u * width - 0.5, 0), width - 1.001);
    const y = Math.min(Math.max(v * height - 0.5, 0), height - 1.001);
    const column = Math.trunc(x);
    const row = Math.trunc(y);
    const right = x - column;
    const down = y - row;
    const a = (row * width + column) * 3 + channel;
    const b = a + width * 3;
    const above = (values[a] ?? 0) * (1 - right) + (values[a + 3] ?? 0) * right;
    const below = (values[b] ?? 0) * (1 - right) + (values[b + 3] ?? 0) * right;
    return above * (1 - down) + below * down;
  }
}

function halve({ width, height, values }: Level): Level {
  const half = { width: Math.trunc(width / 2), height: Math.trunc(height / 2) };
  const out = new Float32Array(half.width * half.height * 3);
  for (let y = 0; y < half.height; y++) {
    for (let x = 0; x < half.width; x++) {
      for (let k = 0; k < 3; k++) {
        const a = (y * 2 * width + x * 2) * 3 + k;
        const b = a + width * 3;
        const sum = (values[a] ?? 0) + (values[a + 3] ?? 0) + (values[b] ?? 0) + (values[b + 3] ?? 0);
        out[(y * half.width + x) * 3 + k] = sum / 4;
      }
    }
  }
  return { ...half, values: out };
}

/**
 * The reversible 5/3 wavelet of JPEG 2000 (ISO/IEC 15444-1 Annex F) on one grey picture, in place, so that a picture can be
 * made cheaper to code by rounding its coefficients: the lossless encoder finds exactly the rounded ones again.
 */
export function forwardWavelet(samples: Int32Array, width: number, height: number, levels: number): void {
  for (let level = 0; level < levels; level++) {
    const w = sideAt(width, level);
    const h = sideAt(height, level);
    // Encoders work columns first; the inverse undoes rows first.
    for (let x = 0; x < w; x++) analyse(samples, x, width, h);
    for (let y = 0; y < h; y++) analyse(samples, y * width, 1, w);
  }
}

export function inverseWavelet(samples: Int32Array, width: number, height: number, levels: number): void {
  for (let level = levels - 1; level >= 0; level--) {
    const w = sideAt(width, level);
    const h = sideAt(height, level);
    for (let y = 0; y < h; y++) synthesise(samples, y * width, 1, w);
    for (let x = 0; x < w; x++) synthesise(samples, x, width, h);
  }
}

/** Level of a coefficient: 0 for the finest details, `levels` for the small picture that remains. */
export function levelOf(x: number, y: number, width: number, height: number, levels: number): number {
  for (let level = 0; level < levels; level++) {
    if (x >= sideAt(width, level + 1) || y >= sideAt(height, level + 1)) return level;
  }
  return levels;
}

function sideAt(side: number, level: number): number {
  return Math.ceil(side / 2 ** level);
}

/** One line of `length` samples from `start`, `stride` apart, into low half and high half. */
function analyse(samples: Int32Array, start: number, stride: number, length: number): void {
  if (length < 2) return;
  const line = new Int32Array(length);
  for (let i = 0; i < length; i++) line[i] = samples[start + i * stride] ?? 0;
  for (let i = 1; i < length; i += 2) line[i] = at(line, i) - ((at(line, i - 1) + at(line, i + 1)) >> 1);
  for (let i = 0; i < length; i += 2) line[i] = at(line, i) + ((at(line, i - 1) + at(line, i + 1) + 2) >> 2);
  const low = Math.ceil(length / 2);
  for (let i = 0; i < length; i++) samples[start + (i % 2 === 0 ? i / 2 : low + (i - 1) / 2) * stride] = line[i] ?? 0;
}

function synthesise(samples: Int32Array, start: number, stride: number, length: number): void {
  if (length < 2) return;
  const line = new Int32Array(length);
  const low = Math.ceil(length / 2);
  for (let i = 0; i < length; i++) line[i] = samples[start + (i % 2 === 0 ? i / 2 : low + (i - 1) / 2) * stride] ?? 0;
  for (let i = 0; i < length; i += 2) line[i] = at(line, i) - ((at(line, i - 1) + at(line, i + 1) + 2) >> 2);
  for (let i = 1; i < length; i += 2) line[i] = at(line, i) + ((at(line, i - 1) + at(line, i + 1)) >> 1);
  for (let i = 0; i < length; i++) samples[start + i * stride] = line[i] ?? 0;
}

/** Symmetric extension over both ends of the line. */
function at(line: Int32Array, index: number): number {
  const last = line.length - 1;
  const mirrored = index < 0 ? -index : index > last ? 2 * last - index : index;
  return line[mirrored] ?? 0;
}

/**
 * Reader and writer of packed frames as the camera actors send them (actors/camera/frames.ts has the description; the
 * glass may not import actors): 16 bytes of header, then the planes of I420 or grey.
 */
export interface GlassFrame {
  readonly width: number;
  readonly height: number;
  readonly grey: boolean;
  readonly planes: Uint8Array<ArrayBuffer>;
}

export const headerBytes = 16;
const magic = [0x48, 0x46, 0x52, 0x31] as const;
const largestSide = 4096;

export function i420Bytes(width: number, height: number): number {
  return (width * height * 3) / 2;
}

/** Null when the bytes are not a frame. The planes are a view of the same bytes. */
export function readFrame(packed: ArrayBuffer): GlassFrame | null {
  if (packed.byteLength < headerBytes) return null;
  const header = new DataView(packed);
  if (magic.some((byte, at) => header.getUint8(at) !== byte)) return null;
  const width = header.getUint16(4, true);
  const height = header.getUint16(6, true);
  const format = header.getUint8(8);
  if (format > 1 || width < 2 || height < 2 || width > largestSide || height > largestSide) return null;
  if (width % 2 !== 0 || height % 2 !== 0) return null;
  const grey = format === 1;
  if (packed.byteLength !== headerBytes + (grey ? width * height : i420Bytes(width, height))) return null;
  return { width, height, grey, planes: new Uint8Array(packed, headerBytes) };
}

/** Writes the header of an I420 frame; `time` in milliseconds. */
export function writeHeader(packed: ArrayBuffer, width: number, height: number, time: number): void {
  const header = new DataView(packed);
  magic.forEach((byte, at) => header.setUint8(at, byte));
  header.setUint16(4, width, true);
  header.setUint16(6, height, true);
  header.setUint32(8, 0, true);
  header.setUint32(12, Math.round(time) >>> 0, true);
}

/** Draws a frame into RGBA (BT.601, video range), in place. `rgba` has width × height × 4 bytes. */
export function toRgba(frame: GlassFrame, rgba: Uint8ClampedArray): void {
  const { width, height, planes, grey } = frame;
  const luma = width * height;
  const half = width / 2;
  const quarter = luma / 4;
  for (let row = 0, at = 0, out = 0; row < height; row += 1) {
    const chromaRow = luma + (row >> 1) * half;
    for (let column = 0; column < width; column += 1, at += 1, out += 4) {
      const chroma = chromaRow + (column >> 1);
      const y = 1.164 * ((planes[at] ?? 0) - 16);
      const u = grey ? 0 : (planes[chroma] ?? 128) - 128;
      const v = grey ? 0 : (planes[chroma + quarter] ?? 128) - 128;
      rgba[out] = y + 1.596 * v;
      rgba[out + 1] = y - 0.392 * u - 0.813 * v;
      rgba[out + 2] = y + 2.017 * u;
      rgba[out + 3] = 255;
    }
  }
}

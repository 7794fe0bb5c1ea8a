/**
 * One picture on its way from a camera to the child that looks at it. Binary, so that no byte becomes a string:
 * a header of 16 bytes (little endian) and the planes, tightly packed.
 *
 *   0  u8[4] magic 'HFR1'     4  u16 width      6  u16 height
 *   8  u8 format (0 = I420: Y, then U and V at half size; 1 = grey)   9  u8[3] zero
 *  12  u32 time in ms, any origin, never going backwards
 *
 * The sink pulls: it sends the text 'next', the camera answers with its newest frame. One frame is in flight. A pull may
 * name an exposure other than the camera's own ('next -1': half the light, 'next 1': twice). A camera that cannot change
 * its exposure answers with the frame it has; one that can may need some frames until the wish shows.
 */
export type FrameFormat = 'i420' | 'grey';

export interface Frame {
  /** Even numbers, 2 … 4096. */
  readonly width: number;
  readonly height: number;
  readonly format: FrameFormat;
  /** Milliseconds, the camera's own clock. */
  readonly time: number;
  /** width × height bytes of luma, followed by width/2 × height/2 bytes each of U and V for I420. */
  readonly planes: Uint8Array<ArrayBuffer>;
}

export const frameHeaderBytes = 16;
export const pullWord = 'next';
/** Exposures that a sink can wish for, in steps of one stop (EV) from the camera's own. */
export const exposureSteps = [-2, -1, 0, 1, 2] as const;
export type ExposureStep = (typeof exposureSteps)[number];

/** The text of a pull at this exposure. */
export function pullAt(step: ExposureStep): string {
  return step === 0 ? pullWord : `${pullWord} ${step}`;
}

/** The exposure that a pull wishes for; undefined when the text is no pull. */
export function exposureOf(text: string): ExposureStep | undefined {
  return exposureSteps.find((step) => pullAt(step) === text);
}

const magic = [0x48, 0x46, 0x52, 0x31] as const;
const largestSide = 4096;

export function planeBytes(width: number, height: number, format: FrameFormat): number {
  return format === 'grey' ? width * height : (width * height * 3) / 2;
}

/** Writes header and planes into a fresh off-heap buffer that the caller may reuse and must overwrite. */
export function packFrame(frame: Frame): Uint8Array<ArrayBuffer> {
  const packed = new Uint8Array(new ArrayBuffer(frameHeaderBytes + frame.planes.length));
  const view = new DataView(packed.buffer);
  packed.set(magic, 0);
  view.setUint16(4, frame.width, true);
  view.setUint16(6, frame.height, true);
  view.setUint8(8, frame.format === 'i420' ? 0 : 1);
  view.setUint32(12, frame.time >>> 0, true);
  packed.set(frame.planes, frameHeaderBytes);
  return packed;
}

/** Reads a packed frame without copying the planes, or says why the bytes are not one. */
export function unpackFrame(packed: Uint8Array<ArrayBuffer>): Frame | { readonly broken: string } {
  if (packed.length < frameHeaderBytes) return { broken: 'shorter than its header' };
  if (magic.some((byte, at) => packed[at] !== byte)) return { broken: 'no frame magic' };
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const width = view.getUint16(4, true);
  const height = view.getUint16(6, true);
  const code = view.getUint8(8);
  if (code > 1) return { broken: 'unknown format' };
  const format: FrameFormat = code === 0 ? 'i420' : 'grey';
  if (width < 2 || height < 2 || width > largestSide || height > largestSide) return { broken: 'impossible size' };
  if (width % 2 !== 0 || height % 2 !== 0) return { broken: 'odd size' };
  if (packed.length !== frameHeaderBytes + planeBytes(width, height, format))
    return { broken: 'truncated or too long' };
  return { width, height, format, time: view.getUint32(12, true), planes: packed.subarray(frameHeaderBytes) };
}

import { wishOf } from './camera-control.ts';
import { headerBytes, i420Bytes, writeHeader } from './frame-reader.ts';
import { nv12ToI420, rgbxToI420 } from './to-i420.ts';

/**
 * Serves the patient camera's frames to the recognition child, beside the page's own work. The child pulls with 'next';
 * the newest frame is copied once into a buffer that is used again and overwritten. One frame is in flight.
 */
export interface StreamOrder {
  readonly frames: ReadableStream<VideoFrame>;
  readonly address: string;
}

/** Worker → page: the exposure that the child wishes for, in stops. */
export interface ExposureWish {
  readonly exposure: number;
}

let exposure = 0;
let newest: VideoFrame | null = null;
let asked = false;
let packed = new ArrayBuffer(0);
let scratch = new Uint8Array(0);
let busy = false;

addEventListener('message', ({ data }: MessageEvent<StreamOrder>) => {
  const socket = new WebSocket(data.address);
  socket.binaryType = 'arraybuffer';
  socket.addEventListener('message', (message) => {
    const wish = wishOf(message.data);
    if (wish === null) return;
    if (wish !== exposure) postMessage({ exposure: wish } satisfies ExposureWish);
    exposure = wish;
    asked = true;
    void serve(socket);
  });
  void watch(data.frames, socket);
});

async function watch(frames: ReadableStream<VideoFrame>, socket: WebSocket): Promise<void> {
  const reader = frames.getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    newest?.close();
    newest = value;
    if (asked) await serve(socket);
  }
  newest?.close();
  newest = null;
  socket.close();
  postMessage('ended');
}

async function serve(socket: WebSocket): Promise<void> {
  if (busy || newest === null || socket.readyState !== WebSocket.OPEN) return;
  busy = true;
  asked = false;
  const frame = newest;
  newest = null;
  const time = frame.timestamp / 1000;
  const size = await copy(frame).catch(() => null);
  frame.close();
  if (size === null) {
    asked = true;
  } else {
    writeHeader(packed, size.width, size.height, time);
    socket.send(packed);
    new Uint8Array(packed).fill(0);
    scratch.fill(0);
  }
  busy = false;
}

/** Copies the visible picture as I420 behind the header of `packed`. */
async function copy(frame: VideoFrame): Promise<{ readonly width: number; readonly height: number }> {
  const rect = frame.visibleRect ?? { x: 0, y: 0, width: frame.codedWidth, height: frame.codedHeight };
  const width = rect.width & ~1;
  const height = rect.height & ~1;
  const bytes = headerBytes + i420Bytes(width, height);
  if (packed.byteLength !== bytes) packed = new ArrayBuffer(bytes);
  const planes = new Uint8Array(packed, headerBytes);
  const visible = { x: rect.x, y: rect.y, width, height };
  const luma = width * height;
  const half = width / 2;
  if (frame.format === 'I420') {
    const layout = [
      { offset: 0, stride: width },
      { offset: luma, stride: half },
      { offset: luma + luma / 4, stride: half },
    ];
    await frame.copyTo(planes, { rect: visible, layout });
  } else if (frame.format === 'NV12') {
    const layout = [
      { offset: 0, stride: width },
      { offset: luma, stride: width },
    ];
    await frame.copyTo(room(i420Bytes(width, height)), { rect: visible, layout });
    nv12ToI420(scratch, planes, width, height);
  } else {
    await frame.copyTo(room(luma * 4), { rect: visible, format: 'RGBX', layout: [{ offset: 0, stride: width * 4 }] });
    rgbxToI420(scratch, planes, width, height);
  }
  return { width, height };
}

function room(bytes: number): Uint8Array<ArrayBuffer> {
  if (scratch.length !== bytes) scratch = new Uint8Array(new ArrayBuffer(bytes));
  return scratch;
}

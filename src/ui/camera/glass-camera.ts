import type { FromGlass } from '../../vocabulary/bridge.ts';
import { expose, settle } from './camera-control.ts';
import type { ExposureWish, StreamOrder } from './stream-worker.ts';

/** Chromium's way to the frames of a track (MediaStreamTrackProcessor, not in TypeScript's DOM types). */
interface TrackProcessor {
  readonly readable: ReadableStream<VideoFrame>;
}
declare global {
  // oxlint-disable-next-line no-var
  var MediaStreamTrackProcessor: (new (init: { track: MediaStreamTrack }) => TrackProcessor) | undefined;
}

/** What the matcher was measured with; a camera may give another size, which the frame's header says. */
const wanted: MediaStreamConstraints = {
  audio: false,
  video: { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 }, facingMode: 'user' },
};

export interface GlassCamera {
  /** Opens the camera and serves its frames to the child that waits at the port. */
  readonly start: (port: number, token: string) => void;
  readonly stop: () => void;
}

/** The glass's own camera. `preview` is told the stream to show, and null when it is over. */
export function glassCamera(
  report: (state: Extract<FromGlass, { kind: 'camera' }>['state']) => void,
  preview: (stream: MediaStream | null) => void,
): GlassCamera {
  let current: { readonly stream: MediaStream; readonly worker: Worker } | null = null;
  let order = 0;

  const stop = (): void => {
    order += 1;
    current?.stream.getTracks().forEach((track) => track.stop());
    current?.worker.terminate();
    current = null;
    preview(null);
  };

  const start = async (port: number, token: string): Promise<void> => {
    stop();
    const mine = order;
    const stream = await navigator.mediaDevices.getUserMedia(wanted).catch(() => null);
    const track = stream?.getVideoTracks()[0];
    const Processor = globalThis.MediaStreamTrackProcessor;
    if (mine !== order || stream === null || track === undefined || Processor === undefined) {
      stream?.getTracks().forEach((one) => one.stop());
      if (mine === order) report('refused');
      return;
    }
    const worker = new Worker(new URL('./stream-worker.ts', import.meta.url), { type: 'module' });
    current = { stream, worker };
    void settle(track);
    worker.addEventListener('message', ({ data }: MessageEvent<ExposureWish | 'ended'>) => {
      if (data !== 'ended') void expose(track, data.exposure);
    });
    const frames = new Processor({ track }).readable;
    const message: StreamOrder = { frames, address: `ws://127.0.0.1:${port}/${token}` };
    worker.postMessage(message, [frames]);
    track.addEventListener('ended', () => {
      if (mine === order) {
        stop();
        report('lost');
      }
    });
    preview(stream);
    report('open');
  };

  return { start: (port, token) => void start(port, token), stop };
}

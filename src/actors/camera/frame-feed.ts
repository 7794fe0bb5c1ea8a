import { WebSocket } from 'ws';
import { exposureOf, packFrame, type ExposureStep, type Frame } from './frames.ts';
import type { SinkAddress } from './port.ts';

/**
 * The sending end of a camera that lives in a Node process (the practice camera). For each pull it asks `newest`
 * for a frame, at the exposure wished for if it can, and sends it; the packed copy is overwritten once it is on the wire.
 */
export function feedFrames(sink: SinkAddress, newest: (exposure: ExposureStep) => Promise<Frame>): () => void {
  const socket = new WebSocket(`ws://127.0.0.1:${sink.port}/${sink.token}`, { perMessageDeflate: false });
  socket.on('message', (data, isBinary) => {
    const exposure = isBinary || !(data instanceof Buffer) ? undefined : exposureOf(data.toString('latin1'));
    if (exposure === undefined) return;
    newest(exposure).then(
      (frame) => {
        if (socket.readyState !== WebSocket.OPEN) return;
        const packed = packFrame(frame);
        socket.send(packed, { binary: true }, () => packed.fill(0));
      },
      // A camera that cannot give a frame is gone; the sink then answers 'lost'.
      () => socket.terminate(),
    );
  });
  socket.on('error', () => socket.terminate());
  return () => socket.terminate();
}

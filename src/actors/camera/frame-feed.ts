import { WebSocket } from 'ws';
import { packFrame, pullWord, type Frame } from './frames.ts';
import type { SinkAddress } from './port.ts';

/**
 * The sending end of a camera that lives in a Node process (the practice camera). For each 'next' it asks `newest`
 * for a frame and sends it; the packed copy is overwritten once it is on the wire.
 */
export function feedFrames(sink: SinkAddress, newest: () => Promise<Frame>): () => void {
  const socket = new WebSocket(`ws://127.0.0.1:${sink.port}/${sink.token}`, { perMessageDeflate: false });
  socket.on('message', (data, isBinary) => {
    if (isBinary || !(data instanceof Buffer) || data.toString('latin1') !== pullWord) return;
    newest().then(
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

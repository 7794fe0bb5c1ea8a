import { parentPort, workerData } from 'node:worker_threads';
import type { RenderAnswer, RenderRequest, RenderSize } from './render-protocol.ts';
import { Studio } from './studio.ts';

/* The drawing thread of the practice camera, so that the process which also answers the card stays responsive. */
const port = parentPort;
if (port === null) throw new Error('render-worker: run as a worker thread');
const size = workerData as RenderSize;
const studio = new Studio(size.width, size.height);

port.on('message', (request: RenderRequest) => {
  switch (request.kind) {
    case 'prepare':
      studio.prepare(request.face);
      return;
    case 'frame': {
      const frame = studio.frame(request.face, request.time, request.cues, request.clock, request.light);
      const answer: RenderAnswer = { kind: 'frame', frame };
      port.postMessage(answer, [frame.planes.buffer]);
      return;
    }
    default: {
      const answer: RenderAnswer = { kind: 'chipPhoto', photo: studio.chipPhoto(request.persona) };
      port.postMessage(answer, [answer.photo.grey.buffer]);
    }
  }
});

import { expect, test } from 'vitest';
import type { FrameSink, Pulled } from '../../../src/actors/camera/frame-sink.ts';
import { FramePuller } from '../../../src/actors/matcher/child/frame-puller.ts';

/** A camera that answers when it is told to. */
function slowCamera() {
  const asked: ((frame: Pulled) => void)[] = [];
  let closed = false;
  const sink: FrameSink = {
    address: { port: 1, token: '' },
    next: () => (closed ? Promise.resolve('lost') : new Promise((resolve) => asked.push(resolve))),
    close: () => {
      closed = true;
    },
  };
  return { sink, asked };
}
const frame = () =>
  ({ width: 2, height: 2, format: 'grey', time: 1, planes: new Uint8Array(new ArrayBuffer(4)).fill(9) }) as const;

test('the next frame is pulled before the present one has been looked at', async () => {
  const { sink, asked } = slowCamera();
  const puller = new FramePuller(sink, new AbortController().signal);
  const first = puller.next(0);
  expect(asked).toHaveLength(1);
  asked[0]?.('broken');
  expect((await first).frame).toBe('broken');
  expect(asked).toHaveLength(2);
});

/** A puller whose first frame has come; the next one is due after `paceMs`. */
async function underWay(paceMs: number) {
  const camera = slowCamera();
  const ending = new AbortController();
  const puller = new FramePuller(camera.sink, ending.signal);
  const first = puller.next(paceMs);
  camera.asked[0]?.(frame());
  await first;
  return { ...camera, ending, puller };
}

test('what is on its way when the watching ends is overwritten, and no further frame is pulled', async () => {
  const { asked, ending, puller } = await underWay(0);
  const late = frame();
  ending.abort();
  asked[1]?.(late);
  await puller.scrub();
  expect([...late.planes]).toEqual([0, 0, 0, 0]);
  expect(asked).toHaveLength(2);
});

test('a wait for the next pull ends with the watching', async () => {
  const { sink, asked, ending, puller } = await underWay(600_000);
  ending.abort();
  sink.close();
  await puller.scrub();
  expect(asked).toHaveLength(1);
});

import { once } from 'node:events';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { feedFrames } from '../../../src/actors/camera/frame-feed.ts';
import { openFrameSink, type FrameSink } from '../../../src/actors/camera/frame-sink.ts';
import { packFrame, planeBytes, unpackFrame, type Frame } from '../../../src/actors/camera/frames.ts';
import type { SinkAddress } from '../../../src/actors/camera/port.ts';

vi.mock('../../../src/actors/camera/frames.ts', { spy: true });

const ends: (() => void)[] = [];
afterEach(() => {
  vi.mocked(unpackFrame).mockClear();
  for (const end of ends.splice(0)) end();
});

async function openSink(allowedOrigin?: string): Promise<FrameSink> {
  const sink = await openFrameSink(allowedOrigin);
  ends.push(() => sink.close());
  return sink;
}

function noiseFrame(time: number): Frame {
  const planes = new Uint8Array(new ArrayBuffer(planeBytes(320, 240, 'i420')));
  let state = time + 1;
  for (let at = 0; at < planes.length; at++) {
    state = Math.imul(state, 1_103_515_245) + 12_345;
    planes[at] = state >>> 16;
  }
  return { width: 320, height: 240, format: 'i420', time, planes };
}

function feed(address: SinkAddress, newest: Parameters<typeof feedFrames>[1]): () => void {
  const stop = feedFrames(address, newest);
  ends.push(stop);
  return stop;
}

/** A client by hand; answers once its handshake was taken or refused. */
async function connect(url: string, origin?: string): Promise<{ socket: WebSocket; accepted: boolean }> {
  const socket = new WebSocket(url, origin === undefined ? {} : { origin });
  ends.push(() => socket.terminate());
  const accepted = await new Promise<boolean>((resolve) => {
    socket.on('open', () => resolve(true));
    socket.on('error', () => resolve(false));
  });
  return { socket, accepted };
}

const url = (address: SinkAddress, token = address.token) => `ws://127.0.0.1:${address.port}/${token}`;

describe('frame sink and feed', () => {
  it('carry frames bit by bit, one for each pull', async () => {
    const sink = await openSink();
    let drawn = 0;
    feed(sink.address, () => Promise.resolve(noiseFrame(drawn++)));
    for (let i = 0; i < 5; i++) expect(await sink.next()).toEqual(noiseFrame(i));
    expect(drawn).toBe(5);
  });

  it('carry the wish for an exposure to the camera', async () => {
    const sink = await openSink();
    const wishes: number[] = [];
    feed(sink.address, (exposure) => {
      wishes.push(exposure);
      return Promise.resolve(noiseFrame(0));
    });
    // The first is asked before the camera has connected.
    await sink.next(-2);
    await sink.next();
    await sink.next(1);
    expect(wishes).toEqual([-2, 0, 1]);
  });

  it('answer two pulls at once with the same frame', async () => {
    const sink = await openSink();
    let drawn = 0;
    feed(sink.address, () => Promise.resolve(noiseFrame(drawn++)));
    const [first, second] = await Promise.all([sink.next(), sink.next()]);
    expect(first).toBe(second);
    expect(drawn).toBe(1);
  });

  it('refuse a wrong token and still take the right one', async () => {
    const sink = await openSink();
    const wrong = `${sink.address.token.slice(0, -1)}g`;
    expect((await connect(url(sink.address, wrong))).accepted).toBe(false);
    expect((await connect(url(sink.address, ''))).accepted).toBe(false);
    expect((await connect(url(sink.address))).accepted).toBe(true);
  });

  it('refuse a second client with the same token, also after the first has gone', async () => {
    const sink = await openSink();
    const first = await connect(url(sink.address));
    expect(first.accepted).toBe(true);
    expect((await connect(url(sink.address))).accepted).toBe(false);
    first.socket.terminate();
    await once(first.socket, 'close');
    expect((await connect(url(sink.address))).accepted).toBe(false);
  });

  it('take a browser only from the allowed origin', async () => {
    const sink = await openSink('app://glass');
    expect((await connect(url(sink.address), 'https://elsewhere.example')).accepted).toBe(false);
    expect((await connect(url(sink.address), 'app://glass')).accepted).toBe(true);
    const closed = await openSink();
    expect((await connect(url(closed.address), 'app://glass')).accepted).toBe(false);
  });

  it('call bytes that are no frame broken and go on', async () => {
    const sink = await openSink();
    const { socket } = await connect(url(sink.address));
    const answers: (string | Uint8Array)[] = [
      'a frame, in words',
      new Uint8Array(7),
      packFrame(noiseFrame(9)).slice(0, -1),
    ];
    socket.on('message', () => socket.send(answers.shift() ?? packFrame(noiseFrame(9))));
    expect(await sink.next()).toBe('broken');
    expect(await sink.next()).toBe('broken');
    expect(await sink.next()).toBe('broken');
    expect(await sink.next()).toEqual(noiseFrame(9));
  });

  it('say lost when the camera goes away, during a pull and later', async () => {
    const sink = await openSink();
    const { promise: underWay, resolve: asked } = Promise.withResolvers<void>();
    const stop = feed(sink.address, () => {
      asked();
      return new Promise(() => {});
    });
    const pulled = sink.next();
    await underWay;
    stop();
    expect(await pulled).toBe('lost');
    expect(await sink.next()).toBe('lost');
  });

  it('say lost when the camera cannot draw', async () => {
    const sink = await openSink();
    feed(sink.address, () => Promise.reject(new Error('no picture')));
    expect(await sink.next()).toBe('lost');
  });

  it('say lost after the sink was closed, connected or not', async () => {
    const sink = await openSink();
    const pulled = sink.next();
    sink.close();
    expect(await pulled).toBe('lost');
    expect(await sink.next()).toBe('lost');
  });

  it('keep no byte of a broken frame, nor of one that nobody asked for', async () => {
    const sink = await openSink();
    const { socket } = await connect(url(sink.address));
    socket.send(packFrame(noiseFrame(1)));
    socket.ping();
    await once(socket, 'pong');
    socket.once('message', () => socket.send(packFrame(noiseFrame(2)).slice(0, -1)));
    expect(await sink.next()).toBe('broken');
    socket.once('message', () => socket.send(packFrame(noiseFrame(3))));
    expect(await sink.next()).toEqual(noiseFrame(3));
    const kept = vi.mocked(unpackFrame).mock.calls.filter(([packed]) => packed.some((byte) => byte !== 0));
    expect(kept).toHaveLength(1);
  });

  it('overwrite the packed copy once it is on the wire', async () => {
    const sink = await openSink();
    const frame = noiseFrame(3);
    feed(sink.address, () => Promise.resolve(frame));
    expect(await sink.next()).toEqual(noiseFrame(3));
    // The camera's own planes stay its own: the feed wipes only what it made.
    expect(frame).toEqual(noiseFrame(3));
  });
});

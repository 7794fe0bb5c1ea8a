import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { FrameParser } from '../../../src/actors/card/practice/wire.ts';

function packed(kind: number, payload: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(5 + payload.length);
  new DataView(bytes.buffer).setUint32(0, payload.length);
  bytes[4] = kind;
  bytes.set(payload, 5);
  return bytes;
}

const frames = fc.array(fc.tuple(fc.nat(255), fc.uint8Array({ maxLength: 300 })), { maxLength: 6 });

test('frames arrive whole, however the stream is cut; those that are too long are dropped', () => {
  const property = fc.property(frames, fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (sent, cuts) => {
    const target = new Uint8Array(200);
    const got: (readonly [number, number, readonly number[]])[] = [];
    const parser = new FrameParser(
      (_kind, length) => (length <= target.length ? target : undefined),
      (kind, length) => void got.push([kind, length, length <= target.length ? [...target.subarray(0, length)] : []]),
    );
    const stream = Buffer.concat(sent.map(([kind, payload]) => packed(kind, payload)));
    for (let at = 0, i = 0; at < stream.length; i++) {
      const next = at + (cuts[i % cuts.length] ?? 1);
      expect(parser.feed(stream.subarray(at, next))).toBe(true);
      at = next;
    }
    expect(got).toEqual(
      sent.map(([kind, payload]) => [kind, payload.length, payload.length <= 200 ? [...payload] : []]),
    );
  });
  fc.assert(property, { numRuns: 2_000 });
});

test('any bytes are taken or refused: frames never hold more than was fed', () => {
  const property = fc.property(fc.array(fc.uint8Array({ maxLength: 64 })), (chunks) => {
    let announced = 0;
    let taken = 0;
    const place = (_kind: number, length: number) => {
      announced = length;
      return new Uint8Array(length);
    };
    const parser = new FrameParser(place, (_kind, length) => {
      expect(length).toBe(announced);
      taken += 5 + length;
    });
    for (const chunk of chunks) if (!parser.feed(chunk)) break;
    expect(taken).toBeLessThanOrEqual(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  });
  fc.assert(property, { numRuns: 2_000 });
});

test('an impossible length is refused', () => {
  const parser = new FrameParser(
    () => undefined,
    () => undefined,
  );
  expect(parser.feed(Uint8Array.of(1, 0, 0, 0, 1))).toBe(false);
});

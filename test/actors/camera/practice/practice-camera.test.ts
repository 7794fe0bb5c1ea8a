import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { openFrameSink } from '../../../../src/actors/camera/frame-sink.ts';
import { createPracticeCamera } from '../../../../src/actors/camera/practice/practice-camera.ts';
import { Studio, type Face } from '../../../../src/actors/camera/practice/studio.ts';

const studio = new Studio(64, 48);
let clock = 0;
const camera = createPracticeCamera({ width: 64, height: 48, framesPerSecond: 10, now: () => clock });
const looks: Face = { persona: 0, behaviour: 'looks' };
const nobody: Face = { persona: 0, behaviour: 'nobody' };

describe('practice camera', () => {
  beforeEach(() => {
    clock += 10_000;
    camera.setPatient(undefined);
  });
  afterAll(() => camera.stop());

  it('shows what the studio draws, from the moment the patient was set', async () => {
    camera.setPatient({ face: looks });
    clock += 1800;
    const frame = await camera.newest();
    expect([frame.width, frame.height, frame.format, frame.time]).toEqual([64, 48, 'i420', clock]);
    expect(frame.planes).toEqual(studio.frame(looks, 1800, [], 0).planes);
  });

  it('draws once for two who ask at once', async () => {
    const [first, second] = await Promise.all([camera.newest(), camera.newest()]);
    expect(first).toBe(second);
    clock += 100;
    expect(await camera.newest()).not.toBe(first);
  });

  it('shows what the screen asked for, and forgets it when the patient appears anew', async () => {
    camera.setPatient({ face: looks });
    clock += 5000;
    camera.setCue('turnLeft');
    camera.setCue('turnLeft');
    clock += 1600;
    const asked = [{ cue: 'turnLeft', from: 5000, until: Infinity } as const];
    expect((await camera.newest()).planes).toEqual(studio.frame(looks, 6600, asked, 0).planes);
    camera.setCue('none');
    clock += 200;
    const asking = [{ cue: 'turnLeft', from: 5000, until: 6600 } as const];
    expect((await camera.newest()).planes).toEqual(studio.frame(looks, 6800, asking, 0).planes);
    camera.appear();
    clock += 2000;
    expect((await camera.newest()).planes).toEqual(studio.frame(looks, 2000, [], 0).planes);
  });

  it('shows the empty room when there is no patient', async () => {
    clock += 500;
    expect((await camera.newest()).planes).toEqual(studio.frame(undefined, 500, [], 0).planes);
  });

  it('feeds a sink, and the patient appears when it begins', async () => {
    camera.setPatient({ face: nobody });
    clock += 5000;
    const sink = await openFrameSink();
    const stop = camera.stream(sink.address);
    clock += 700;
    const frame = await sink.next();
    expect(frame).toMatchObject({ width: 64, height: 48, planes: studio.frame(nobody, 700, [], 0).planes });
    stop();
    stop();
    expect(await sink.next()).toBe('lost');
    sink.close();
  });

  it('photographs the holder of a card', async () => {
    const { grey, width, height } = await camera.chipPhoto(0);
    expect([width, height]).toEqual([240, 320]);
    expect(Buffer.compare(grey, studio.chipPhoto(0).grey)).toBe(0);
  });

  it('draws no more than its rate', async () => {
    const real = createPracticeCamera({ width: 64, height: 48, framesPerSecond: 20 });
    await real.newest();
    const from = performance.now();
    for (let i = 0; i < 4; i++) await real.newest();
    // Timers may fire a millisecond early.
    expect(performance.now() - from).toBeGreaterThan(4 * 50 - 60);
    real.stop();
  });

  it('rejects once it is stopped, also what is under way', async () => {
    const stopped = createPracticeCamera({ width: 64, height: 48, framesPerSecond: 10 });
    const underWay = stopped.newest();
    stopped.stop();
    await expect(underWay).rejects.toThrow('stopped');
    await expect(stopped.newest()).rejects.toThrow('stopped');
  });
});

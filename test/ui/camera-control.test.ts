import { expect, it } from 'vitest';
import { exposureOf, exposureSteps, pullAt } from '../../src/actors/camera/frames.ts';
import { expose, settle, wishOf, type ControlledTrack } from '../../src/ui/camera/camera-control.ts';

type Offered = ReturnType<NonNullable<ControlledTrack['getCapabilities']>>;

/** A camera that offers so much; remembers what it was told. */
function cameraWith(offered: Offered | undefined, refuses = false) {
  const told: unknown[] = [];
  const track: ControlledTrack = {
    ...(offered === undefined ? {} : { getCapabilities: () => offered }),
    applyConstraints: ({ advanced }) => {
      told.push(...advanced);
      return refuses ? Promise.reject(new Error('OverconstrainedError')) : Promise.resolve();
    },
  };
  return { track, told };
}

it('a camera that offers nothing is told nothing', async () => {
  for (const offered of [undefined, {}, { exposureMode: ['manual'], focusMode: ['manual'] }]) {
    const { track, told } = cameraWith(offered);
    await settle(track);
    await expose(track, -1);
    expect(told).toEqual([]);
  }
});

it('focus, exposure and frame rate are set as far as they are offered', async () => {
  const { track, told } = cameraWith({
    exposureMode: ['manual', 'continuous'],
    focusMode: ['continuous'],
    frameRate: { max: 15 },
  });
  await settle(track);
  expect(told).toEqual([{ focusMode: 'continuous', exposureMode: 'continuous', frameRate: 15 }]);
});

it('an exposure is asked for within the range of the camera', async () => {
  const { track, told } = cameraWith({ exposureCompensation: { min: -1, max: 3 } });
  await expose(track, -2);
  await expose(track, 2);
  expect(told).toEqual([{ exposureCompensation: -1 }, { exposureCompensation: 2 }]);
});

it('a driver that refuses breaks nothing', async () => {
  const { track } = cameraWith({ exposureCompensation: { min: -3, max: 3 }, focusMode: ['continuous'] }, true);
  await expect(settle(track)).resolves.toBeUndefined();
  await expect(expose(track, 1)).resolves.toBeUndefined();
});

it('the glass understands the pulls that the children send', () => {
  for (const step of exposureSteps) expect(wishOf(pullAt(step))).toBe(step);
  for (const word of ['', 'next 3', 'next -1 ', 7, null]) {
    expect(wishOf(word)).toBeNull();
    expect(exposureOf(String(word))).toBeUndefined();
  }
});

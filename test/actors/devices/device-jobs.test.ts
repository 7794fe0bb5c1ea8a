import { expect, it } from 'vitest';
import { createDeviceJobs, type DevicePort, type DevicePorts } from '../../../src/actors/devices/device-jobs.ts';
import { devices, type DeviceName, type Happening } from '../../../src/vocabulary/events.ts';
import type { JobOutcome } from '../../../src/vocabulary/jobs.ts';

type Outcome = JobOutcome<'devices.selfTest'>;

/** All devices work but those named. */
function portsWithout(...broken: readonly DeviceName[]): DevicePorts {
  const port = (device: DeviceName): DevicePort => ({
    check: () => (broken.includes(device) ? Promise.reject(new Error('unplugged')) : Promise.resolve(true)),
    watch: () => () => {},
  });
  const [reader, camera, scanner, matcher, display, program, light] = devices.map(port);
  if (!reader || !camera || !scanner || !matcher || !display || !program || !light) throw new Error('a device is new');
  return { reader, camera, scanner, matcher, display, program, light };
}

async function selfTest(ports: DevicePorts): Promise<{ outcome: Outcome; told: readonly Happening[] }> {
  const told: Happening[] = [];
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  createDeviceJobs(ports, (happening) => told.push(happening))['devices.selfTest']({}, resolve);
  return { outcome: await promise, told };
}

it('all works', async () => {
  expect(await selfTest(portsWithout())).toEqual({ outcome: { outcome: 'ok' }, told: [] });
});

it('without a recognition device the kiosk works without face; without reader, display or program not at all', async () => {
  for (const device of ['camera', 'scanner', 'matcher'] as const)
    expect((await selfTest(portsWithout(device))).outcome).toEqual({ outcome: 'degraded' });
  for (const device of ['reader', 'display', 'program'] as const)
    expect((await selfTest(portsWithout(device, 'camera'))).outcome).toEqual({ outcome: 'failed', device });
});

it('a broken tray light fails nothing and the staff hear of it', async () => {
  const told: Happening[] = [{ type: 'DEVICE.LOST', device: 'light' }];
  expect(await selfTest(portsWithout('light'))).toEqual({ outcome: { outcome: 'ok' }, told });
  expect(await selfTest(portsWithout('light', 'matcher'))).toEqual({ outcome: { outcome: 'degraded' }, told });
});

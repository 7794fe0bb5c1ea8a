import { devices, type DeviceName, type Happening } from '../../vocabulary/events.ts';
import type { World } from '../../vocabulary/jobs.ts';

export type DeviceState = 'up' | 'lost' | 'unknown';

/** One piece of the kiosk as the device watch sees it. */
export interface DevicePort {
  /** Asks now; used by the self-test. */
  check(): Promise<boolean>;
  /** Tells every change from now on. 'unknown': something that is not configured was connected (R 3-20). */
  watch(changed: (state: DeviceState) => void): () => void;
}

export type DevicePorts = { readonly [D in DeviceName]: DevicePort };

/** Without these nobody can be received; without the others the PIN still works. */
const essential: readonly DeviceName[] = ['reader', 'display', 'program'];

/** Does without: a card may be read by the light of the room. */
const optional: DeviceName = 'light';

/**
 * Self-test and watch over the configured devices. The reader's own loss is told by `reader.watch` too; both words mean
 * the same, and the machine takes the second as no news. A tray light that fails the self-test is told as lost and fails
 * nothing.
 */
export function createDeviceJobs(
  ports: DevicePorts,
  tell: (happening: Happening) => void,
): Pick<World, 'devices.watch' | 'devices.selfTest'> {
  return {
    'devices.watch': () => {
      const stops = devices.map((device) =>
        ports[device].watch((state) => {
          if (state === 'up') tell({ type: 'DEVICE.BACK', device });
          else tell({ type: state === 'lost' ? 'DEVICE.LOST' : 'DEVICE.UNKNOWN', device });
        }),
      );
      return () => stops.forEach((stop) => stop());
    },
    'devices.selfTest': (_input, answer) => {
      let stopped = false;
      void testAll(ports).then((found) => {
        if (stopped) return;
        const missing = devices.filter((device) => device !== optional && !found.get(device));
        if (found.get(optional) === false) tell({ type: 'DEVICE.LOST', device: optional });
        const fatal = missing.find((device) => essential.includes(device));
        if (fatal !== undefined) answer({ outcome: 'failed', device: fatal });
        else answer({ outcome: missing.length === 0 ? 'ok' : 'degraded' });
      });
      return () => {
        stopped = true;
      };
    },
  };
}

/** A device whose check fails in any way counts as missing. */
async function testAll(ports: DevicePorts): Promise<ReadonlyMap<DeviceName, boolean>> {
  return new Map(
    await Promise.all(
      devices.map(async (device) => {
        const works = await ports[device].check().catch(() => false);
        return [device, works] as const;
      }),
    ),
  );
}

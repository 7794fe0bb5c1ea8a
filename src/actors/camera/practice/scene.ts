import type { Triple } from './curves.ts';
import type { Pose } from './pose.ts';
import { unit } from './shadow-map.ts';

export interface Light {
  /** Where the main lamp stands: to the viewer's right and up, radians. */
  readonly azimuth: number;
  readonly elevation: number;
  readonly key: number;
  readonly fill: number;
  readonly ambient: number;
  /** 0 neutral … 1 warm. */
  readonly warmth: number;
}

export const backgrounds = ['room', 'dusk', 'garden', 'plain'] as const;
export type Background = (typeof backgrounds)[number];

/** Everything about one picture except who is in it. */
export interface Scene {
  readonly pose: Pose;
  /** 0 open … 1 closed. */
  readonly blink: number;
  /** Sine of the eyes' own turn to the viewer's right and up. */
  readonly gaze: readonly [number, number];
  readonly light: Light;
  /**
   * Light of the kiosk's panel on what stands `panelDistance` before it, in the units of `Light`: the lamps of a room give
   * about `roomLight` from the front. What is behind the patient gets next to nothing of it.
   */
  readonly panel: number;
  readonly exposure: number;
  /** Amplitude of the sensor's noise as a share of full scale. */
  readonly noise: number;
  /** Seeds the noise of this picture. */
  readonly frame: number;
  readonly background: Background;
}

export const standardLight: Light = { azimuth: 0.5, elevation: 0.5, key: 1, fill: 0.45, ambient: 0.55, warmth: 0 };

/** What key, fill and sky of `standardLight` together send to a face that looks into the camera. */
export const roomLight = 2.4;
/** cm. */
const panelDistance = 46;

/** The panel's light at another distance: it falls off with the square. */
export function panelAt({ panel, pose }: Pick<Scene, 'panel' | 'pose'>): number {
  return panel * (panelDistance / pose.distance) ** 2;
}

export const standardScene: Scene = {
  pose: { yaw: 0, pitch: 0, roll: 0, x: 0, y: 2, distance: 46 },
  blink: 0,
  gaze: [0, 0],
  light: standardLight,
  panel: 0,
  exposure: 1,
  noise: 0.012,
  frame: 0,
  background: 'room',
};

export function keyDirection({ azimuth, elevation }: Light): Triple {
  const flat = Math.cos(elevation);
  return [Math.sin(azimuth) * flat, Math.sin(elevation), Math.cos(azimuth) * flat];
}

/** The fill light stands opposite to the key light. */
export function fillDirection({ azimuth }: Light): Triple {
  return unit([-Math.sin(azimuth) * 0.8, 0.15, 0.55]);
}

/** Linear RGB of what is behind the patient, at a place of the picture (0 … 1 from the top left). */
export function backgroundAt(background: Background, u: number, v: number): Triple {
  switch (background) {
    case 'room': {
      const wall = 0.55 - 0.25 * v + 0.12 * Math.exp(-(((u - 0.2) / 0.15) ** 2));
      const skirting = v > 0.7;
      const cabinet = step(u, 0.72, 0.73) * step(u, 0.93, 0.92);
      return [
        wall * 0.95 * (skirting ? 0.75 : 1) * (1 - 0.35 * cabinet),
        wall * 0.97 * (skirting ? 0.72 : 1) * (1 - 0.3 * cabinet),
        wall * (skirting ? 0.7 : 1) * (1 - 0.25 * cabinet),
      ];
    }
    case 'dusk': {
      const wall = 0.12 + 0.1 * u;
      return [wall, wall * 1.05, wall * 1.2];
    }
    case 'garden':
      return [0.35 + 0.25 * u, 0.4 - 0.1 * v, 0.3 + 0.1 * Math.sin(u * 9)];
    default:
      return [0.72, 0.74, 0.78];
  }
}

function step(x: number, from: number, to: number): number {
  const t = Math.min(1, Math.max(0, (x - from) / (to - from)));
  return t * t * (3 - 2 * t);
}

import { mix, smoothstep } from './curves.ts';
import { roomLight } from './scene.ts';

/** When the kiosk asked for a level of its panel's light; the earliest first. */
export interface LightStep {
  /** 0 dim … 1 bright. */
  readonly level: number;
  /** ms on the patient's clock. */
  readonly from: number;
}

/** How a panel's light reaches the picture. */
export interface PanelLight {
  /** How much brighter a face at the usual distance gets from dim to bright, as a share of the room's light. */
  readonly share: number;
  /** From asking to the first change in the picture, ms: bridge, display, camera. */
  readonly delay: number;
}

/** A 10-inch panel of 300 cd/m² whose border and ground change, in a room of 500 lx: 3 – 6 % by the inverse-square law. */
export const usualPanel: PanelLight = { share: 0.045, delay: 90 };
/** The glass fades from one level to the other, ms (src/ui/styles). */
const fading = 60;

/** Light of the panel as `Scene.panel`, beyond what it gives when dim, which counts as the room's. Bright at first. */
export function panelLight(steps: readonly LightStep[], time: number, { share, delay }: PanelLight): number {
  let level = 1;
  for (const step of steps) level = mix(level, step.level, smoothstep(0, fading, time - step.from - delay));
  return roomLight * share * level;
}

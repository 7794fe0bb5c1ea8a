import type { DeviceName } from './events.ts';

/**
 * The practice dock's own channel (WebSocket /dock, JSON; product builds do not contain it). It moves simulated hardware
 * and shows the machine's states; it can do nothing to the machine itself.
 */
export const serverMoods = ['online', 'slow', 'down', 'maintenance', 'missing', 'hang', 'garbage'] as const;
export type ServerMood = (typeof serverMoods)[number];

export interface DockState {
  readonly patients: readonly { readonly name: string; readonly title: string }[];
  /** Name of the patient whose card lies in the hand or in the tray. */
  readonly patient: string;
  readonly card: 'hand' | 'tray';
  readonly behaviour: string;
  readonly behaviours: readonly string[];
  readonly devices: { readonly [D in DeviceName]: boolean };
  readonly server: ServerMood;
  readonly serverSeconds: number;
  readonly camera: 'practice' | 'glass';
  /** Active leaf states of the machine. */
  readonly states: readonly string[];
  /** Seconds from 「顔認証」 to the end of the qualification, when the last journey got there. */
  readonly lastSeconds: number | null;
  /** Secrets alive in the vault. */
  readonly alive: readonly string[];
}

/** Core → dock. `trace` carries one line of the trace as it is written. */
export type ToDock =
  { readonly kind: 'state'; readonly state: DockState } | { readonly kind: 'trace'; readonly line: string };

/** Dock → core. A binary message is 76,800 bytes of grey, 240 × 320: the photo for a practice card of one's own. */
export type FromDock =
  | { readonly kind: 'place'; readonly patient: string }
  | { readonly kind: 'remove' }
  | { readonly kind: 'behaviour'; readonly behaviour: string }
  | { readonly kind: 'device'; readonly device: DeviceName; readonly up: boolean }
  | { readonly kind: 'server'; readonly mood: ServerMood; readonly seconds: number }
  | { readonly kind: 'camera'; readonly camera: 'practice' | 'glass' };

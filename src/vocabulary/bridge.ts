import type { TouchEvent } from './events.ts';
import type { View } from './view.ts';

/** One key of the pad: a random code for this opening and the label to draw. What is sent back is the code alone. */
export interface PadKey {
  readonly code: string;
  /** '0'…'9' */
  readonly label: string;
}

/** A text bundle: flat keys to texts with `{placeholders}`, already merged with the clinic's own wording. */
export type TextBundle = { readonly [key: string]: string };

/**
 * The panel's light: 1 bright, as at all times but while a face is looked at; then 0 dim or 1 by the code that is shown,
 * and 0.5 around it (actors/matcher/cues/light-codes.ts).
 */
export const lightLevels = [0, 0.5, 1] as const;
export type LightLevel = (typeof lightLevels)[number];

/** Core → glass. */
export type ToGlass =
  | { readonly kind: 'hello'; readonly practice: boolean; readonly texts: { readonly [locale: string]: TextBundle } }
  | { readonly kind: 'view'; readonly view: View; readonly pad: readonly PadKey[] | null }
  | { readonly kind: 'sound'; readonly sound: string }
  | { readonly kind: 'light'; readonly level: LightLevel }
  /** Open the named camera and serve frames (actors/camera/frames.ts) to ws://127.0.0.1:<port>/<token>. */
  | { readonly kind: 'stream'; readonly camera: 'patient'; readonly port: number; readonly token: string }
  | { readonly kind: 'streamStop' }
  /** Load yourself anew: the journey that held secrets is over. */
  | { readonly kind: 'renew' };

/** Glass → core. */
export type FromGlass =
  | { readonly kind: 'ready'; readonly panel: string }
  | { readonly kind: 'touch'; readonly event: TouchEvent }
  | { readonly kind: 'key'; readonly code: string }
  | { readonly kind: 'camera'; readonly state: 'open' | 'refused' | 'lost' };

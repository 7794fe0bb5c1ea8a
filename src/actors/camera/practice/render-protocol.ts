import type { Frame } from '../frames.ts';
import type { GreyPicture } from './chip-photo.ts';
import type { CueSpan } from './cue.ts';
import type { LightStep } from './panel-light.ts';
import type { Face } from './studio.ts';

/** What the camera asks of its drawing thread; the thread answers one question after the other, in order. */
export type RenderRequest =
  | { readonly kind: 'prepare'; readonly face: Face }
  | {
      readonly kind: 'frame';
      readonly face: Face | undefined;
      readonly time: number;
      readonly cues: readonly CueSpan[];
      readonly light: readonly LightStep[];
      readonly clock: number;
    }
  | { readonly kind: 'chipPhoto'; readonly persona: number };

export type RenderAnswer =
  { readonly kind: 'frame'; readonly frame: Frame } | { readonly kind: 'chipPhoto'; readonly photo: GreyPicture };

export interface RenderSize {
  readonly width: number;
  readonly height: number;
}

/**
 * Exposure, focus and frame rate of a camera in the browser, as far as its driver offers them (W3C MediaStream Image
 * Capture; Chromium has them, TypeScript's DOM types do not). What is not offered is left alone. Not yet tried on a real
 * camera.
 */
interface Offered {
  readonly exposureMode?: readonly string[];
  /** EV. */
  readonly exposureCompensation?: { readonly min: number; readonly max: number };
  readonly focusMode?: readonly string[];
  readonly frameRate?: { readonly max?: number };
}

interface Controls {
  exposureMode?: string;
  exposureCompensation?: number;
  focusMode?: string;
  frameRate?: number;
}

export interface ControlledTrack {
  getCapabilities?(): Offered;
  applyConstraints(constraints: { readonly advanced: Controls[] }): Promise<void>;
}

/** Frames a second that recognition was measured with. */
const wantedRate = 30;

/** Once after opening: focus and exposure follow the picture, frames come as often as they are used. */
export function settle(track: ControlledTrack): Promise<void> {
  const { exposureMode = [], focusMode = [], frameRate } = offeredBy(track);
  const controls: Controls = {};
  if (focusMode.includes('continuous')) controls.focusMode = 'continuous';
  if (exposureMode.includes('continuous')) controls.exposureMode = 'continuous';
  if (frameRate?.max !== undefined) controls.frameRate = Math.min(wantedRate, frameRate.max);
  return apply(track, controls);
}

/** Exposes by so many stops more or less than the camera would by itself. */
export function expose(track: ControlledTrack, step: number): Promise<void> {
  const { exposureCompensation: range } = offeredBy(track);
  if (range === undefined) return Promise.resolve();
  return apply(track, { exposureCompensation: Math.min(range.max, Math.max(range.min, step)) });
}

function offeredBy(track: ControlledTrack): Offered {
  return track.getCapabilities?.() ?? {};
}

/** A driver that refuses what it offered is taken as it is. */
async function apply(track: ControlledTrack, controls: Controls): Promise<void> {
  if (Object.keys(controls).length > 0) await track.applyConstraints({ advanced: [controls] }).catch(() => {});
}

/** The exposure that a pull of the recognition child wishes for (actors/camera/frames.ts); null when the text is no pull. */
export function wishOf(pull: unknown): number | null {
  const found = typeof pull === 'string' ? /^next(?: (-?[12]))?$/.exec(pull) : null;
  return found === null ? null : Number(found[1] ?? 0);
}

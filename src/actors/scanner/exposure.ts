import { exposureSteps, type ExposureStep } from '../camera/frames.ts';
import type { FrameReading } from './reading.ts';

/** Changes for one card: twice darker, or once each way. More only takes time that the patient waits. */
const mostChanges = 2;

/**
 * Asks for a second exposure when light spoils the first: a lamp that burns print out at one exposure leaves it dark at a
 * shorter one. What both show is added up by the judge. Whether the camera obeys is not asked; it may not be able to.
 */
export class ExposureChooser {
  #step: ExposureStep = 0;
  #changes = 0;

  /** The exposure for the next frame. */
  get step(): ExposureStep {
    return this.#step;
  }

  /** Takes note of what spoilt a frame. */
  after({ unread, flaw }: Pick<FrameReading, 'unread' | 'flaw'>): void {
    const reason = unread ?? flaw;
    const change = reason === 'glare' ? -1 : reason === 'dark' ? 1 : 0;
    const step = exposureSteps.find((each) => each === this.#step + change);
    if (change === 0 || step === undefined || this.#changes >= mostChanges) return;
    this.#step = step;
    this.#changes++;
  }
}

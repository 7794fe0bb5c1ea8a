import type { ScanReason } from '../../vocabulary/jobs.ts';
import { Candidates } from './candidates.ts';

/** What spoils the print where it had to be read. */
export type Flaw = Extract<ScanReason, 'glare' | 'dark' | 'dirty'>;

/** What one frame said. Made once and used again for frame after frame; integers and numbers only. */
export class FrameReading {
  /** Tells whether two frames are the very same picture. */
  fingerprint = 0;
  /** Why nothing was read, or undefined when the fields were. */
  unread: ScanReason | undefined;
  /** Which of the layouts' generations the card is of. */
  generation = 0;
  /** The likeliest reason for weak posteriors. */
  flaw: Flaw = 'dirty';
  /** Top left corner of the card in mm from the frame's top left; tells movement between frames. */
  cornerX = 0;
  cornerY = 0;
  readonly birth = new Candidates();
  readonly expiry = new Candidates();
  readonly code = new Candidates();

  wipe(): void {
    this.fingerprint = 0;
    this.unread = undefined;
    this.generation = 0;
    this.flaw = 'dirty';
    this.cornerX = 0;
    this.cornerY = 0;
    this.birth.wipe();
    this.expiry.wipe();
    this.code.wipe();
  }
}

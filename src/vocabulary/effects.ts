/** What a transition may ask of the host besides the jobs. An effect answers nothing and cannot fail. */
export const effects = [
  /** Lays out the keypad for a secret and forgets what was typed. The layout never leaves pad and glass. */
  'pad.openPin',
  'pad.openStaffCode',
  'pad.close',
  'sound.success',
  'sound.attention',
  'sound.cardLeft1',
  'sound.cardLeft2',
  'sound.cardLeft3',
  /** Calls the staff: staff console, log. */
  'staff.notify',
  /** Gives the next patient a fresh renderer (a browser keeps copies of what it showed; docs/measurements.md). */
  'glass.renew',
] as const;
export type EffectName = (typeof effects)[number];

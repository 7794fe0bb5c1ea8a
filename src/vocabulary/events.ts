import type { FieldTable, FieldValues } from './fields.ts';

export const locales = ['ja', 'ja-easy', 'en'] as const;
export type Locale = (typeof locales)[number];

/** `light`: the ring of lamps over the tray. */
export const devices = ['reader', 'camera', 'scanner', 'matcher', 'display', 'program', 'light'] as const;
export type DeviceName = (typeof devices)[number];

/** Touches on the glass. A touch is let through only when the present view offers it. */
export const touches = {
  TOUCH: {},
  'PICK.FACE': {},
  'PICK.PIN': {},
  HELP: {},
  BACK: {},
  CANCEL: {},
  YES: {},
  NO: {},
  AGREE: {},
  REFUSE: {},
  'AGREE.ALL': {},
  'REFUSE.ALL': {},
  EACH: {},
  /** One key of the pad was pressed; which one is known to the vault alone. */
  'PIN.KEY': {},
  'PIN.DELETE': {},
  'PIN.SUBMIT': {},
  'STAFF.OPEN': {},
  'STAFF.VISUAL': {},
  'STAFF.PAUSE': {},
  'STAFF.RESUME': {},
  'STAFF.YES': {},
  'STAFF.NO': {},
  'STAFF.CLOSE': {},
  'ACCESS.LOCALE': { locale: { oneOf: locales } },
  'ACCESS.TEXT': { size: { from: 0, to: 3 } },
  'ACCESS.CONTRAST': { on: { from: 0, to: 1 } },
  'ACCESS.VOICE': { on: { from: 0, to: 1 } },
  'ACCESS.REACH': { on: { from: 0, to: 1 } },
} as const satisfies { readonly [event: string]: FieldTable };

/** What the world does unasked. Every state of the journey handles each of these or says `ignore:`. */
export const happenings = {
  'CARD.IN': {},
  'CARD.OUT': {},
  'DEVICE.LOST': { device: { oneOf: devices } },
  'DEVICE.BACK': { device: { oneOf: devices } },
  'DEVICE.UNKNOWN': { device: { oneOf: devices } },
  /** Our own mistake: a job threw or answered outside its contract. The visit ends, everything is wiped. */
  FAULT: {},
} as const satisfies { readonly [event: string]: FieldTable };

/** Events by which one region of the flow tells the others; raised inside the machine, never sent from outside. */
export const signals = {
  /** A patient's journey begins: the card is prepared beside the choice of the method (R 3-23). */
  'JOURNEY.START': {},
  /** The identity is decided: nothing that served to decide it is needed any more. */
  'IDENTITY.DONE': {},
  'PATIENT.DONE': {},
  'FACE.AGAIN': {},
  'MODE.VISUAL': {},
  'MODE.PAUSE': {},
  'MODE.SELF': {},
} as const satisfies { readonly [event: string]: FieldTable };

export type TouchName = keyof typeof touches;
export type HappeningName = keyof typeof happenings;
export type SignalName = keyof typeof signals;

type Events<T extends { readonly [event: string]: FieldTable }> = {
  [K in keyof T]: { readonly type: K } & FieldValues<T[K]>;
}[keyof T];
export type TouchEvent = Events<typeof touches>;
export type Happening = Events<typeof happenings>;

/**
 * The ring of lamps over the tray. On while a card is read, off afterwards. Neither call fails or waits: whether it works is
 * for the device watch to say.
 */
export interface TrayLight {
  readonly on: () => void;
  readonly off: () => void;
}

/** A kiosk without a ring. */
export const noTrayLight: TrayLight = { on: () => {}, off: () => {} };

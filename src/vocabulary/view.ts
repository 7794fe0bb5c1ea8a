import type { Locale, TouchName } from './events.ts';
import type { ErrorId } from './errors.ts';

/** Kinds of screen the glass can draw. What stands on them comes from the flow (`text:`, `offers:`) and the locales. */
export const screens = [
  'boot',
  'idle',
  'busy',
  'method',
  'face',
  'pad',
  'ask',
  'consent',
  'consentAll',
  'notice',
  'finish',
  'takeCard',
  'staff',
  'outOfService',
] as const;
export type ScreenName = (typeof screens)[number];

export const steps = ['card', 'identity', 'consent', 'end'] as const;
export type StepName = (typeof steps)[number];

export interface Access {
  readonly locale: Locale;
  /** 0 = standard … 3 = largest. */
  readonly textSize: number;
  readonly contrast: boolean;
  readonly voice: boolean;
  /** Low reach: everything to touch is in the lower half. */
  readonly reach: boolean;
}

/** What the glass is to show: one plain value, a function of the machine's snapshot. It carries keys of texts, never secrets. */
export interface View {
  readonly screen: ScreenName;
  readonly step: StepName | null;
  /** Id of the texts: `<text>.title`, `<text>.body`, `<text>.choices.<TOUCH>`; see locales/. */
  readonly text: string;
  /** Values for the placeholders of those texts: `{pinLeft}` … Words are looked up as `word.<value>`. */
  readonly values: { readonly [name: string]: number | string };
  /** The touches that would do something now, in the order to show them. */
  readonly choices: readonly TouchName[];
  /** The patient waits for the kiosk; show progress after 0.5 s. */
  readonly waiting: boolean;
  /** The failure to name in small print. */
  readonly error: ErrorId;
  /** Keys typed so far and how many there must be, when a pad is shown. */
  readonly pad: { readonly typed: number; readonly length: number } | null;
  readonly staffCalled: boolean;
  readonly access: Access;
}

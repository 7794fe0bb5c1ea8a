import type { Component } from 'solid-js';
import type { ScreenName } from '../../vocabulary/view.ts';
import * as records from './records.tsx';
import * as scenes from './scenes.tsx';

/** The picture that belongs to a text; a text without its own gets the one of its screen. */
const ofText: { readonly [text: string]: Component } = {
  idle: scenes.CardIn,
  reading: scenes.CardStays,
  qualify: scenes.Asking,
  qualifyLong: scenes.Asking,
  registering: scenes.Asking,
  committing: scenes.Asking,
  registerAsk: scenes.CardStays,
  still: scenes.Still,
  consentStill: scenes.Still,
  pinOnly: scenes.Digits,
  pinWrong: scenes.Digits,
  pinLastTry: scenes.Locked,
  visual: scenes.Compare,
  needStaff: scenes.Person,
  desk: scenes.Desk,
  guide: scenes.Desk,
  deviceLost: scenes.Desk,
  cardTakenEarly: scenes.CardIn,
  finish: scenes.CardOut,
  finishNoConsent: scenes.CardOut,
  grace: scenes.CardOut,
  finishAway: scenes.Done,
  wipe: scenes.Wiping,
  consentAll: records.AllRecords,
  surgery: records.Surgery,
  drugs: records.Drugs,
  treatment: records.Treatment,
  checkup: records.Checkup,
  highCost: records.HighCost,
  subsidy: records.Subsidy,
  prescription: records.Prescription,
};

const ofScreen: { readonly [S in ScreenName]: Component } = {
  boot: scenes.Starting,
  idle: scenes.CardIn,
  busy: scenes.CardStays,
  method: scenes.Person,
  face: scenes.Person,
  pad: scenes.Digits,
  ask: scenes.Still,
  consent: records.AllRecords,
  consentAll: records.AllRecords,
  notice: scenes.Person,
  finish: scenes.Done,
  takeCard: scenes.CardOut,
  staff: scenes.Person,
  outOfService: scenes.Resting,
};

export function pictureOf(screen: ScreenName, text: string): Component {
  return ofText[text] ?? ofScreen[screen];
}

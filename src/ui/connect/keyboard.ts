import type { FromGlass, PadKey } from '../../vocabulary/bridge.ts';
import type { TouchName } from '../../vocabulary/events.ts';
import type { View } from '../../vocabulary/view.ts';
import { placeChoices } from '../texts/choices.ts';

/** Touches that carry no field: everything but the ACCESS switches. */
export type PlainTouch = Exclude<TouchName, `ACCESS.${string}`>;

export function isPlain(touch: TouchName): touch is PlainTouch {
  return !touch.startsWith('ACCESS.');
}

export function touchMessage(touch: PlainTouch): FromGlass {
  return { kind: 'touch', event: { type: touch } };
}

/**
 * What a key of a tactile keypad means on this screen, or null. On the pad 0–9 are the digits, Enter sends and Backspace
 * takes one back; elsewhere 1, 2, 3 are the answers in order, Enter the only answer, Backspace the way back.
 * `*` always calls the staff.
 */
export function meaningOfKey(key: string, view: View, pad: readonly PadKey[] | null): FromGlass | null {
  const { answers, help, ways } = placeChoices(view);
  if (key === '*') return help ? touchMessage('HELP') : null;
  if (pad !== null && view.screen === 'pad') {
    if (key === 'Enter') return touchMessage('PIN.SUBMIT');
    if (key === 'Backspace') return touchMessage('PIN.DELETE');
    const pressed = pad.find((one) => one.label === key);
    return pressed === undefined ? null : { kind: 'key', code: pressed.code };
  }
  const only = answers.length === 1 ? answers[0] : undefined;
  const chosen = key === 'Enter' ? only : /^[1-9]$/.test(key) ? answers[Number(key) - 1] : undefined;
  if (chosen !== undefined && isPlain(chosen)) return touchMessage(chosen);
  const back = ways.find((way) => way === 'BACK' || way === 'STAFF.CLOSE');
  return key === 'Backspace' && back !== undefined && isPlain(back) ? touchMessage(back) : null;
}

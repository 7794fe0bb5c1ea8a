import type { TextBundle } from '../../vocabulary/bridge.ts';
import { errorCodes } from '../../vocabulary/errors.ts';
import type { TouchName } from '../../vocabulary/events.ts';
import type { View } from '../../vocabulary/view.ts';

/** Looks a key up in the language shown. A missing text is empty, never a key on the glass. */
export type Lookup = (key: string) => string;

/** Falls back to standard Japanese, so that a language that lacks one text still says something. */
export function lookupIn(texts: { readonly [locale: string]: TextBundle }, locale: string): Lookup {
  const own = texts[locale];
  const standard = texts['ja'];
  return (key) => own?.[key] ?? standard?.[key] ?? '';
}

/** Fills `{name}` with the value; a word value is put into the language by `word.<name>.<value>`. */
export function fill(text: string, values: View['values'], look: Lookup): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? String(value) : look(`word.${name}.${value}`);
  });
}

export function choiceLabel(view: View, touch: TouchName, look: Lookup): string {
  return look(`${view.text}.choices.${touch}`) || look(`choices.${touch}`);
}

/** A second, smaller line under a choice: `notes.<TOUCH>`. */
export function choiceNote(touch: TouchName, look: Lookup): string {
  return look(`notes.${touch}`);
}

/** The word for a value that is shown: hint, reason, answer. */
export function word(view: View, name: string, look: Lookup): string {
  const value = view.values[name];
  return typeof value === 'string' ? look(`word.${name}.${value}`) : '';
}

/** What the screen says. */
export interface Saying {
  readonly title: string;
  readonly body: string;
  /** The next step, when the rest is taken up by what happened. */
  readonly next: string;
  /** What the staff should know: only where the patient has nothing to touch, so that nobody has to read around it. */
  readonly staff: string;
  /** The small code. */
  readonly code: string;
}

/** Screens that name what happened in place of their own words. */
const errorIsHeadline: ReadonlySet<string> = new Set(['desk', 'guide', 'faceAgain']);
/** Screens that keep their headline and explain with the failure's sentence. */
const errorIsBody: ReadonlySet<string> = new Set(['faceOff', 'takeCard']);
/** Screens on which the code of the failure is shown in small print. */
const showsCode: ReadonlySet<View['screen']> = new Set([
  'method',
  'notice',
  'finish',
  'takeCard',
  'staff',
  'outOfService',
]);

export function saying(view: View, look: Lookup): Saying {
  const own = (part: string): string => fill(look(`${view.text}.${part}`), view.values, look);
  const failed = (part: string): string =>
    view.error === 'none' ? '' : fill(look(`error.${view.error}.${part}`), view.values, look);
  const unset = view.text === 'staffWrong' && view.error === 'STAFF_CODE_UNSET';
  const headline = (errorIsHeadline.has(view.text) || unset) && failed('title') !== '';
  const explained = errorIsBody.has(view.text) && failed('body') !== '';
  const coded = showsCode.has(view.screen) && view.error !== 'none' && 'error' in view.values;
  return {
    title: headline ? failed('title') : own('title'),
    body: headline || explained ? failed('body') : own('body'),
    next: headline && view.screen === 'notice' ? own('body') : '',
    staff: coded && view.choices.every((touch) => touch.startsWith('ACCESS.')) ? failed('staff') : '',
    code: coded ? errorCodes[view.error] : '',
  };
}

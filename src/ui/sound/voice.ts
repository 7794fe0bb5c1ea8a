import type { Locale } from '../../vocabulary/events.ts';
import type { View } from '../../vocabulary/view.ts';
import { placeChoices } from '../texts/choices.ts';
import { choiceLabel, saying, word, type Lookup } from '../texts/texts.ts';

const speechLanguage: { readonly [L in Locale]: string } = { ja: 'ja-JP', 'ja-easy': 'ja-JP', en: 'en-US' };

/** The `lang` of the page. */
export const pageLanguage: { readonly [L in Locale]: string } = { ja: 'ja', 'ja-easy': 'ja', en: 'en' };

/**
 * What the voice says about a screen: headline, sentence, next step and which key is which answer. Never what was typed
 * or answered: those stand in `values` and in the list of the last screen, which are not read here.
 */
export function spoken(view: View, look: Lookup): string {
  const { title, body, next } = saying(view, look);
  const { answers } = placeChoices(view);
  const keys = answers.map((touch, index) =>
    look('frame.voiceChoice')
      .replace('{key}', String(index + 1))
      .replace('{label}', choiceLabel(view, touch, look)),
  );
  return [title, body, next, ...keys].filter((part) => part !== '').join(' ');
}

/** The concrete hint beside the camera. */
export function spokenHint(view: View, look: Lookup): string {
  return word(view, 'hint', look) || word(view, 'scanReason', look);
}

export function speak(text: string, locale: Locale): void {
  if (!('speechSynthesis' in globalThis) || text === '') return;
  speechSynthesis.cancel();
  const utterance = new SpeechSynthesisUtterance(text.replaceAll(/[ \n]+/g, ' '));
  utterance.lang = speechLanguage[locale];
  utterance.rate = 0.95;
  speechSynthesis.speak(utterance);
}

export function hush(): void {
  if ('speechSynthesis' in globalThis) speechSynthesis.cancel();
}

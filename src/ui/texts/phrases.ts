/**
 * Cuts Japanese into phrases that must not be broken over two lines: a run of kanji, katakana, letters or digits with the
 * hiragana that follows it (受付の｜人を｜よぶ). A polite お or ご before kanji belongs to the next phrase (カードを｜お取り…).
 * A rule of thumb, not a grammar: a wrong cut costs an early line break and nothing else. Text that has spaces of its own
 * (やさしい日本語, English) breaks at these alone.
 */
const opener = '[（「『(]*';
const solid = '[\\p{Script=Han}\\p{Script=Katakana}ー々A-Za-z0-9{}.%]+';
const tail = '(?:(?![おご]\\p{Script=Han})\\p{Script=Hiragana})*';
const closer = '[、。，．）」』！？：…)・]*';
const phrase = new RegExp(
  `${opener}(?:[おご](?=\\p{Script=Han}))?(?:${solid}${tail}|\\p{Script=Hiragana}${tail}|[^])${closer}`,
  'gu',
);

export function phrases(text: string): readonly string[] {
  if (text.includes(' ') || !/\p{Script=Hiragana}|\p{Script=Han}/u.test(text)) return [text];
  return text.match(phrase) ?? [text];
}

/** What a status word (SW1 SW2, ISO/IEC 7816-4 clause 5.6) means to us. Everything not named is 'refused'. */
export type Status = 'ok' | 'missing' | 'locked' | 'wrong' | 'refused';

export function statusOf(word: number): Status {
  if (word === 0x9000) return 'ok';
  // File or application not found; referenced data not found (answered for an absent key).
  if (word === 0x6a82 || word === 0x6a88) return 'missing';
  // card.md: an exhausted counter answers 6984, some cards say 6983.
  if (word === 0x6983 || word === 0x6984) return 'locked';
  // 63Cx tells the tries left, 6300 says no more than "wrong".
  if ((word & 0xfff0) === 0x63c0 || word === 0x6300) return 'wrong';
  return 'refused';
}

/** The x of 63Cx; undefined for any other word. */
export function triesIn(word: number): number | undefined {
  return (word & 0xfff0) === 0x63c0 ? word & 0x0f : undefined;
}

/** True when the two bytes can be a status word at all: 61xx … 6Fxx or 9xxx. */
export function isStatusWord(word: number): boolean {
  const first = word >> 8;
  return (first >= 0x61 && first <= 0x6f) || (first >= 0x90 && first <= 0x9f);
}

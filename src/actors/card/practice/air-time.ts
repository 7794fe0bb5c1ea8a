/** Bit rates of ISO/IEC 14443 by their usual names, kbit/s; 0 answers at once. */
export type CardSpeed = 0 | 106 | 212 | 424;
const bitsPerSecond = { 106: 105_937.5, 212: 211_875, 424: 423_750 } as const;

/** Frames of 256 bytes: protocol byte, 253 bytes of information, 2 bytes CRC. */
const frameInformation = 253;
const frameOverhead = 3;
/** 10 bit times per character: start, 8 data, stop. */
const bitsPerCharacter = 10;
/** Turn-around between frames: 23 bit times and 0.25 ms. */
const gapBits = 23;
const gapMs = 0.25;
/** Card's and reader's own work per APDU: a guess that fits published timings (card.md), not measured on a card. */
const workMs = 3;

/** Milliseconds that one command and its answer spend between reader and card, by the model of card.md. */
export function airTime(commandBytes: number, answerBytes: number, speed: CardSpeed): number {
  if (speed === 0) return 0;
  const bitMs = 1000 / bitsPerSecond[speed];
  const frames = framesOf(commandBytes) + framesOf(answerBytes);
  // Each chained frame but the last of a direction is acknowledged.
  const acknowledgements = frames - 2;
  const characters = commandBytes + answerBytes + (frames + acknowledgements) * frameOverhead;
  return characters * bitsPerCharacter * bitMs + (frames + acknowledgements) * (gapBits * bitMs + gapMs) + workMs;
}

function framesOf(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / frameInformation));
}

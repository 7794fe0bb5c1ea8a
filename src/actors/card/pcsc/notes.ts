/** What the reader's log may say: closed words, nothing of a card's content. */
export const pcscNotes = [
  /** The service is away, or has forgotten us. */
  'serviceLost',
  'serviceBack',
  /** The configured reader is not among the service's readers. */
  'readerLost',
  'readerBack',
  /** Two readers fit the configured name: neither is used (R 3-20). */
  'readerAmbiguous',
  /** A context or connection from before a restart or a sleep was renewed. */
  'stale',
  /** Another program holds the card. */
  'sharing',
  /** The card was reset or lost contact in the middle of our work. */
  'cardLost',
  /** We let go of a card that nobody spoke to for the longest idle time. */
  'idle',
  /** The driver answered what no card can have said. */
  'driver',
] as const;
export type PcscNote = (typeof pcscNotes)[number];

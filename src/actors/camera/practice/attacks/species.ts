/** What impostors of the evaluation hold before the patient camera; all show the face of the card's owner. */
export const species = [
  /** The photo of the chip, grey, enlarged to 18 cm. */
  'cardPhoto',
  /** A coloured portrait on paper, 8.5, 13 and 18 cm wide. */
  'printSmall',
  'printMiddle',
  'printLarge',
  /** A sheet that fills the whole view, its edges out of sight. */
  'printFilling',
  /** A coloured portrait bent around the impostor's own face. */
  'printBent',
  /** The same folded along the nose: a crude relief. */
  'printFolded',
  /** The face cut out of a life-size print, with holes for the impostor's living eyes. */
  'mask',
  'phone',
  'tablet',
  'tabletFilling',
  /** A recording of the right person who looks about, blinks and turns to both sides, on a tablet. */
  'replay',
  /** A small print held beside the living face of another person. */
  'photoBeside',
  /** A coloured portrait creased across the tip of the nose, and one curled up and down from there. */
  'printCreased',
  'printCurled',
  /** Two portraits that look to either side, one behind the other; the foremost is pulled away, again and again. */
  'printsPulled',
] as const;
/** Real relief, or real views of a head: how often it passes is measured, not promised. */
const measured: readonly Species[] = ['printFolded', 'printCreased', 'printCurled', 'printsPulled'];
/** Those that no visit may accept. */
export const refusedSpecies = species.filter((kind) => !measured.includes(kind));
export type Species = (typeof species)[number];

/** Ways in which the card's owner stands there in person. */
export const conditions = [
  'looks',
  'tremor',
  'slow',
  'wheelchair',
  'glasses',
  'still',
  'looksLater',
  'maskOff',
  'cap',
] as const;
export type Condition = (typeof conditions)[number];

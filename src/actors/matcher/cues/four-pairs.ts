/** Of the four pairs three must show a shift against the plane: a single bad frame spoils two. */
const agreeing = 3;
/**
 * What lies beyond a sheet is told from noise by how far the pairs are apart: their mean counts less so many standard
 * deviations. A bent print with 0.27, 0.26, 0.16 and −0.04 would be a head if three of four were enough. Views of one side
 * follow each other closely, as a rule: what they have in common, the wrong place of an edge, say, does not tell them apart.
 */
const deviations = 1.25;
/**
 * A nose moves less beyond a sheet than against the plane of eyes and mouth: it counts so many times. Chosen by us, with
 * `deviations`, the sets of views (depth.ts) and `parallax.shown` of models.yaml, on readings of 288 clips of drawn people, of
 * 480 bent, folded, creased and curled prints of 120 real faces and of the 40 deepest of 300 bent prints of drawn ones; what
 * came of it stands in docs/measurements/spoofs.md.
 */
const beyondSheetWeight = 1.625;

/**
 * The nose of a head cannot move much further against the plane of eyes and mouth than landmarks see the head turn, which is
 * how far they see the nose move (`Pose.turn`): nobody in 262 clips of drawn people needed more than 1.13 times the turn to
 * show enough. The three deepest of 117 masks with holes for living eyes had 1.6 to 2.8 times theirs (docs/measurements/spoofs.md).
 */
const mostOfTurn = 1.3;

/** What two views to either side show, pair by pair. */
export interface FourPairs {
  /** Shifts of the nose against the plane of eyes and mouth, eye distances. */
  readonly plain: readonly number[];
  /** Its shifts beyond a sheet. They take long, and are asked for only if the plain ones show enough. */
  readonly beyondSheet: () => readonly number[];
  /** From one side to the other, of `Pose.turn`, in the mean. */
  readonly turn: number;
}

/**
 * The depth that the pairs of two views to either side show together, in eye distances: what most of them show against the
 * plane, or what they show beyond a sheet, whichever is less.
 * @returns 0 when the plain shifts are no more than `known`, or more than any head shows.
 */
export function shownByFour({ plain, beyondSheet, turn }: FourPairs, known: number): number {
  const byMost = [...plain].sort((a, b) => b - a)[agreeing - 1] ?? 0;
  if (byMost <= known || byMost > mostOfTurn * turn) return 0;
  return Math.min(byMost, beyondSheetWeight * beyondNoise(beyondSheet()));
}

function beyondNoise(shifts: readonly number[]): number {
  const mean = meanOf(shifts);
  return mean - deviations * Math.sqrt(meanOf(shifts.map((shift) => (shift - mean) ** 2)));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

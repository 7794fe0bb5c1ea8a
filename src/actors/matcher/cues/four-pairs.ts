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
 * came of it stands in docs/measurements/matcher.md.
 */
const beyondSheetWeight = 1.625;

/**
 * The depth that the pairs of two views to either side show together, in eye distances: what most of them show against the
 * plane, or what they show beyond a sheet, whichever is less.
 * @param plain shifts of the nose against the plane of eyes and mouth.
 * @param beyondSheet its shifts beyond a sheet; they take long, and are asked for only if the plain ones show more than `known`.
 * @returns 0 when they do not.
 */
export function shownByFour(plain: readonly number[], beyondSheet: () => readonly number[], known: number): number {
  const byMost = [...plain].sort((a, b) => b - a)[agreeing - 1] ?? 0;
  return byMost <= known ? 0 : Math.min(byMost, beyondSheetWeight * beyondNoise(beyondSheet()));
}

function beyondNoise(shifts: readonly number[]): number {
  const mean = meanOf(shifts);
  return mean - deviations * Math.sqrt(meanOf(shifts.map((shift) => (shift - mean) ** 2)));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

import { reducedGradients, type Gradients } from './gradients.ts';
import type { Corners, Point } from './homography.ts';
import type { TrayMount } from './mount.ts';
import { byte, type Picture } from './picture.ts';

/** How far the card may lie from where the mount says, in mm, and how it may be turned, in degrees. */
const reach = 5.5;
const largestTurn = 11;
const turnSteps = 45;
/** Card edges searched on a picture of about this many pixels per mm: fast, and noise is averaged away. */
const coarseScale = 3.35;
/** Below this many pixels per mm the print cannot be read anyway. */
const leastScale = 5;
/** Candidates kept per side. */
const keptPerSide = 6;
/** Weaker edges are noise of the tray. Sobel units. */
const leastContrast = 4;
/** Sum of the four sides' contrast less the penalties of form; an empty tray stays under 35, cards reach 60 … 240 (measured by us). */
const leastScore = 50;

/** A straight edge: `offset + slope × (t − middle)` across, at `t` along. Along is x for top and bottom, y for the others. */
interface Edge {
  readonly offset: number;
  readonly slope: number;
  readonly middle: number;
  /** Mean signed contrast across: positive when it gets brighter downwards or rightwards. */
  readonly contrast: number;
}
interface Side {
  readonly lying: boolean;
  readonly from: number;
  readonly to: number;
  readonly expected: number;
}

/** The card's corners in pixels of the picture, or undefined when no card-shaped edges are found. */
export function findCard(
  picture: Picture,
  card: { width: number; height: number },
  mount: TrayMount,
): Corners | undefined {
  const scale = (picture.width * mount.cardWidth) / card.width;
  if (scale < leastScale || picture.height < card.height * leastScale) return undefined;
  const reduction = Math.max(1, Math.round(scale / coarseScale));
  const gradients = reducedGradients(picture, reduction);
  const sides = expectedSides(picture, card, mount, reduction);
  const found = bestFrame(gradients, sides, card, scale / reduction);
  gradients.horizontal.fill(0);
  gradients.vertical.fill(0);
  if (found === undefined) return undefined;
  const [top, right, bottom, left] = sides.map((side, at) => refine(picture, side, found[at], reduction));
  if (top === undefined || right === undefined || bottom === undefined || left === undefined) return undefined;
  return [crossing(top, left), crossing(top, right), crossing(bottom, right), crossing(bottom, left)];
}

/** Top, right, bottom, left in reduced pixels, without the rounded corners. */
function expectedSides(
  picture: Picture,
  card: { width: number; height: number },
  mount: TrayMount,
  reduction: number,
): readonly Side[] {
  const scale = (picture.width * mount.cardWidth) / card.width / reduction;
  const x = (picture.width * mount.centreX) / reduction;
  const y = (picture.height * mount.centreY) / reduction;
  const halfWidth = (card.width * scale) / 2;
  const halfHeight = (card.height * scale) / 2;
  const lying = { lying: true, from: Math.round(x - halfWidth * 0.86), to: Math.round(x + halfWidth * 0.86) };
  const standing = { lying: false, from: Math.round(y - halfHeight * 0.8), to: Math.round(y + halfHeight * 0.8) };
  return [
    { ...lying, expected: y - halfHeight },
    { ...standing, expected: x + halfWidth },
    { ...lying, expected: y + halfHeight },
    { ...standing, expected: x - halfWidth },
  ];
}

/** The four edges that together look most like a card, in the order of `sides`. */
function bestFrame(
  gradients: Gradients,
  sides: readonly Side[],
  card: { width: number; height: number },
  scale: number,
): readonly Edge[] | undefined {
  const [tops = [], rights = [], bottoms = [], lefts = []] = sides.map((side) =>
    edgeCandidates(gradients, side, Math.round(reach * scale)),
  );
  let best: readonly Edge[] | undefined;
  let bestScore = leastScore;
  for (const top of tops) {
    for (const bottom of bottoms) {
      for (const left of lefts) {
        for (const right of rights) {
          const score = frameScore(top, right, bottom, left, card, scale);
          if (score <= bestScore) continue;
          bestScore = score;
          best = [top, right, bottom, left];
        }
      }
    }
  }
  return best;
}

function frameScore(
  top: Edge,
  right: Edge,
  bottom: Edge,
  left: Edge,
  card: { width: number; height: number },
  scale: number,
): number {
  const width = right.offset - left.offset;
  const height = bottom.offset - top.offset;
  const aspect = Math.abs(Math.log(width / height / (card.width / card.height)));
  const size = Math.abs(Math.log(width / (card.width * scale)));
  const unparallel = Math.abs(top.slope - bottom.slope) + Math.abs(left.slope - right.slope);
  const unsquare = Math.abs(top.slope + left.slope) + Math.abs(bottom.slope + right.slope);
  // Tilt by 10° changes the aspect by 1.5 %; more means that an edge was lost and another line took its place.
  const penalty =
    aspect * 120 +
    Math.max(0, aspect - 0.015) * 600 +
    Math.max(0, size - 0.06) * 200 +
    unparallel * 150 +
    unsquare * 60;
  // A card is brighter, or darker, than the tray on all four sides alike.
  const inward = [top.contrast, -bottom.contrast, left.contrast, -right.contrast];
  const brighter = inward.filter((contrast) => contrast > 0).length;
  const odd = 4 - Math.max(brighter, 4 - brighter);
  return inward.reduce((sum, contrast) => sum + Math.abs(contrast), 0) - penalty - odd * 12;
}

/** The strongest straight edges near the expected place, no two alike. */
function edgeCandidates(gradients: Gradients, side: Side, range: number): readonly Edge[] {
  const middle = (side.from + side.to) / 2;
  const contrasts = new Float64Array(2 * range + 1);
  const edges: Edge[] = [];
  for (let step = 0; step < turnSteps; step++) {
    const degrees = -largestTurn + (2 * largestTurn * step) / (turnSteps - 1);
    const slope = Math.tan((degrees * Math.PI) / 180);
    meanContrasts(gradients, side, slope, range, contrasts);
    for (let at = 0; at < contrasts.length; at++) {
      const contrast = contrasts[at] ?? 0;
      const strength = Math.abs(contrast);
      // Beside a line that lies better on the same edge it says nothing new.
      const better = Math.max(Math.abs(contrasts[at - 1] ?? 0), Math.abs(contrasts[at + 1] ?? 0));
      if (strength <= leastContrast || strength < better) continue;
      edges.push({ offset: side.expected + at - range, slope, middle, contrast });
    }
  }
  edges.sort((a, b) => Math.abs(b.contrast) - Math.abs(a.contrast));
  const kept: Edge[] = [];
  for (const edge of edges) {
    const alike = kept.some((k) => Math.abs(k.offset - edge.offset) <= 2.5 && Math.abs(k.slope - edge.slope) <= 0.05);
    if (!alike) kept.push(edge);
    if (kept.length >= keptPerSide) break;
  }
  return kept;
}

/** Pixels along a line between two samples. */
const alongStep = 2;

/**
 * The mean contrast across, of parallel lines at −range … range reduced pixels from where the side is expected: one pass
 * along the line, each sample giving its share to all of them.
 */
function meanContrasts(g: Gradients, side: Side, slope: number, range: number, out: Float64Array): void {
  const across = side.lying ? g.vertical : g.horizontal;
  const stride = side.lying ? g.height : g.width;
  const [alongLimit, acrossLimit] = side.lying ? [g.width - 1, g.height - 1] : [g.height - 1, g.width - 1];
  const middle = (side.from + side.to) / 2;
  out.fill(0);
  let count = 0;
  for (let t = Math.max(1, side.from); t <= side.to && t < alongLimit; t += alongStep) {
    const first = Math.round(side.expected + slope * (t - middle)) - range;
    const start = t * stride + first;
    const from = Math.max(0, 1 - first);
    const to = Math.min(2 * range, acrossLimit - 1 - first);
    for (let at = from; at <= to; at++) out[at] = (out[at] ?? 0) + (across[start + at] ?? 0);
    count++;
  }
  for (let at = 0; at < out.length; at++) out[at] = count > 10 ? (out[at] ?? 0) / count : 0;
}

/** Fits the edge again on the full picture: one point of steepest change every 8 pixels, then a robust line. */
function refine(
  picture: Picture,
  side: Side,
  coarse: Edge | undefined,
  reduction: number,
): (Edge & { lying: boolean }) | undefined {
  if (coarse === undefined) return undefined;
  // Centre of a block of `reduction` pixels, in pixels of the full picture.
  const full = (position: number) => position * reduction + (reduction - 1) / 2;
  const middle = coarse.middle * reduction;
  const along: number[] = [];
  const across: number[] = [];
  for (let t = side.from * reduction; t <= side.to * reduction; t += 8) {
    const guess = full(coarse.offset + coarse.slope * (t / reduction - coarse.middle));
    const steepest = steepestNear(picture, side.lying, t, guess, Math.sign(coarse.contrast));
    if (steepest === undefined) continue;
    along.push(t - middle);
    across.push(steepest);
  }
  const start = { offset: full(coarse.offset), slope: coarse.slope };
  const line = along.length < 8 ? start : robustLine(along, across, start);
  return { ...line, middle, contrast: coarse.contrast, lying: side.lying };
}

function steepestNear(picture: Picture, lying: boolean, t: number, guess: number, sign: number): number | undefined {
  const { width, height, pixels } = picture;
  let best: number | undefined;
  /** Less than three grey levels per pixel, summed over 20, is noise. */
  let steepness = 60;
  for (let shift = -7; shift <= 7; shift++) {
    const s = Math.round(guess + shift);
    const x = lying ? t : s;
    const y = lying ? s : t;
    if (x < 3 || y < 3 || x >= width - 3 || y >= height - 3) continue;
    let change = 0;
    for (let k = -2; k <= 2; k++) {
      const at = lying ? y * width + x + k : (y + k) * width + x;
      const stride = lying ? width : 1;
      change += byte(pixels, at + stride) + byte(pixels, at + 2 * stride);
      change -= byte(pixels, at - stride) + byte(pixels, at - 2 * stride);
    }
    if (change * sign <= steepness) continue;
    steepness = change * sign;
    best = s;
  }
  return best;
}

/** Least squares, four rounds, points further than 1.2 px from the line counting less and less. */
function robustLine(along: readonly number[], across: readonly number[], start: { offset: number; slope: number }) {
  let { offset, slope } = start;
  let weights = along.map(() => 1);
  for (let round = 0; round < 4; round++) {
    let w = 0;
    let wt = 0;
    let ws = 0;
    let wtt = 0;
    let wts = 0;
    along.forEach((t, at) => {
      const weight = weights[at] ?? 0;
      const s = across[at] ?? 0;
      w += weight;
      wt += weight * t;
      ws += weight * s;
      wtt += weight * t * t;
      wts += weight * t * s;
    });
    const determinant = w * wtt - wt * wt;
    if (Math.abs(determinant) < 1e-9) break;
    slope = (w * wts - wt * ws) / determinant;
    offset = (ws - slope * wt) / w;
    const [b, m] = [offset, slope];
    weights = along.map((t, at) => {
      const distance = Math.abs((across[at] ?? 0) - b - m * t);
      return distance < 1.2 ? 1 : (1.2 / distance) ** 2;
    });
  }
  return { offset, slope };
}

/** Where a lying edge (y of x) and a standing one (x of y) meet. */
function crossing(lying: Edge, standing: Edge): Point {
  const x =
    (standing.offset + standing.slope * (lying.offset - lying.slope * lying.middle - standing.middle)) /
    (1 - standing.slope * lying.slope);
  return { x, y: lying.offset + lying.slope * (x - lying.middle) };
}

import { cropSize } from '../engine/aligned-crop.ts';
import { px, py } from '../engine/geometry.ts';
import { offHeapFloats } from '../engine/picture.ts';
import { uprightEyes, type UprightFace } from '../quality/upright-face.ts';
import { shownByFour } from './four-pairs.ts';
import { nosePoints, noseShift, planePoints, type FacePoints } from './parallax.ts';
import { PatchFinder, type FoundPatch, type PatchSize } from './patch-finder.ts';
import { inside, moveBeyondSheet, outline, type Moved } from './sheet.ts';

/** Half the sides of what is looked for, pixels of `UprightFace`: about a corner of eye or mouth, and about the tip of the nose. */
const cornerPatch: PatchSize = { x: 7, y: 6 };
const tipPatch: PatchSize = { x: 6, y: 5 };
/** How far from where the landmarks say a patch is looked for, pixels. */
const reach = 6;
/**
 * Below such a likeness a patch was not found: a corner then stays where the landmarks say, a nose shows nothing, and points
 * of a sheet are left out. Behind the outline the room differs from view to view.
 */
const leastLikeness = { corner: 0.3, tip: 0.5, inside: 0.5, outline: 0.4 };
/** With fewer corners found the plane would be the landmarks' once more. */
const leastCorners = 3;
/** The tip of the nose, and the middle below it. */
const noseTip = [30, 33];
/**
 * Patches of one view are seldom found in another that looks too far to the other side. So the furthest views are compared,
 * and by themselves those among the views turned by no more than some 20°, 30° and 40° (of `Pose.turn`).
 */
const nearer = [0.13, 0.19, 0.25];
/** So many views furthest to each side are kept. */
const kept = 2;

/**
 * A kept view whose nose is not found in so many good frames in a row is dropped: of a head turned by 49° landmarks now and
 * then say that it looks nearly straight, and such a view would be compared in vain for the rest of the try.
 */
const unseenFrames = 3;

interface KeptView {
  /** Of the frames that were looked at. */
  readonly frame: number;
  readonly turn: number;
  readonly grey: Float32Array<ArrayBuffer>;
  readonly points: Float64Array<ArrayBuffer>;
  /** In how many good frames in a row its nose was not found. */
  unseen: number;
}
type LookedAt = Pick<KeptView, 'grey' | 'points'>;

/** How far the nose moved from one view to another. Several sets of views ask for the same pairs: each is measured once. */
class Measure {
  readonly #known = new Map<string, number>();
  readonly #measure: (from: LookedAt, to: LookedAt) => number;

  constructor(measure: (from: LookedAt, to: LookedAt) => number) {
    this.#measure = measure;
  }

  between(from: KeptView, to: KeptView): number {
    const key = `${from.frame} ${to.frame}`;
    const shift = this.#known.get(key) ?? this.#measure(from, to);
    this.#known.set(key, shift);
    return shift;
  }

  forget(): void {
    this.#known.clear();
  }
}

interface Measures {
  /** Against the plane of eyes and mouth. */
  readonly plain: Measure;
  /** Beyond a sheet (sheet.ts), which takes long. */
  readonly beyondSheet: Measure;
}

/**
 * Says how far the nose of one face has moved sideways against the plane of eyes and mouth, between its views furthest to
 * either side, by where patches of the one view are found in the other. Landmarks only say where to look: they follow what a
 * network expects of a head, and see depth in pictures of one as well. In prints of real faces, bent, they see two to six
 * times what there is, in those of drawn faces less.
 *
 * A bent or folded sheet has real depth: what counts is how far the nose stands out of such a sheet (sheet.ts). How much is
 * enough stands in models.yaml (`liveness.parallax.shown`); a face whose surroundings go along with it must show more
 * (`liveness.parallax.shownTied`).
 */
export class Depth {
  readonly #finder = new PatchFinder(cropSize, reach, cornerPatch);
  readonly #measures: Measures = {
    plain: new Measure((from, to) => this.#shiftBetween(from, to)),
    beyondSheet: new Measure((from, to) => this.#shiftBeyondSheet(from, to)),
  };
  readonly #nearer = nearer.map((limit) => ({ limit, views: new FurthestViews(this.#measures) }));
  /** All views from the first one beyond the furthest of `nearer`; until then they would be the same. */
  readonly #all = new FurthestViews(this.#measures);
  #hasFar = false;
  #frames = 0;
  #shift = 0;

  /** The largest shift so far, in eye distances. */
  get shift(): number {
    return this.#shift;
  }

  /** Looks at one more frame; `turn`: `Pose.turn`; `good`: it looks straight on and is sharp (the quality gate). */
  look(face: UprightFace, turn: number, good: boolean): void {
    if (!Number.isFinite(turn)) return;
    this.#frames++;
    if (good) {
      const seen = new Map<number, boolean>();
      const isSeen = (view: KeptView) => {
        const isFound = seen.get(view.frame) ?? this.#findTip(view, face) !== undefined;
        seen.set(view.frame, isFound);
        return isFound;
      };
      for (const views of this.#everySet()) views.dropUnseen(isSeen);
    }
    const far = Math.abs(turn);
    this.#hasFar ||= far > Math.max(...nearer);
    for (const { limit, views } of this.#nearer) if (far <= limit) this.#addTo(views, face, turn);
    if (this.#hasFar) this.#addTo(this.#all, face, turn);
  }

  forget(): void {
    for (const views of this.#everySet()) views.forget();
    this.#measures.plain.forget();
    this.#measures.beyondSheet.forget();
    this.#hasFar = false;
    this.#shift = 0;
    this.#finder.scrub();
  }

  #everySet(): readonly FurthestViews[] {
    return [...this.#nearer.map(({ views }) => views), this.#all];
  }

  #addTo(views: FurthestViews, face: UprightFace, turn: number): void {
    this.#shift = Math.max(this.#shift, views.add(face, turn, this.#frames, this.#shift));
  }

  #shiftBetween(from: LookedAt, to: LookedAt): number {
    const tip = this.#findTip(from, to);
    if (tip === undefined) return 0;
    const [x, y] = middleOf(from, noseTip);
    const corners = new Map<number, FoundPatch>();
    for (const i of planePoints) {
      const found = this.#find(from, placeOf(from, i), to, placeOf(to, i), cornerPatch, leastLikeness.corner);
      if (found !== undefined) corners.set(i, found);
    }
    if (corners.size < leastCorners) return 0;
    const start = uprightView((i) => placeOf(from, i));
    const end = uprightView((i) => {
      const corner = corners.get(i);
      if (corner !== undefined) return [corner.x, corner.y];
      if (planePoints.includes(i)) return placeOf(to, i);
      // All of the nose moves as its tip does.
      const [fromX, fromY] = placeOf(from, i);
      return [fromX + tip.x - x, fromY + tip.y - y];
    });
    const shift = noseShift(start, end);
    start.points.fill(0);
    end.points.fill(0);
    return shift;
  }

  #shiftBeyondSheet(from: LookedAt, to: LookedAt): number {
    const tip = this.#findTip(from, to);
    if (tip === undefined) return 0;
    const found = (points: readonly number[], likeness: number) =>
      points.flatMap((point): readonly Moved[] => {
        const start = placeOf(from, point);
        const end = this.#find(from, start, to, placeOf(to, point), cornerPatch, likeness);
        return end === undefined ? [] : [{ point, ...moved(start, end) }];
      });
    const points = [...found(inside, leastLikeness.inside), ...found(outline, leastLikeness.outline)];
    return moveBeyondSheet(moved(middleOf(from, noseTip), tip), points) ?? 0;
  }

  #findTip(from: LookedAt, to: LookedAt): FoundPatch | undefined {
    return this.#find(from, middleOf(from, noseTip), to, middleOf(to, noseTip), tipPatch, leastLikeness.tip);
  }

  #find(
    from: LookedAt,
    [x, y]: readonly [number, number],
    to: LookedAt,
    [nearX, nearY]: readonly [number, number],
    half: PatchSize,
    least: number,
  ): FoundPatch | undefined {
    const found = this.#finder.find(from.grey, x, y, to.grey, nearX, nearY, half);
    return found !== undefined && found.likeness >= least ? found : undefined;
  }
}

/** The views furthest to either side, and what their pairs show. */
class FurthestViews {
  readonly #measures: Measures;
  /** The furthest first. */
  #left: KeptView[] = [];
  #right: KeptView[] = [];

  constructor(measures: Measures) {
    this.#measures = measures;
  }

  /**
   * Adds a view if it is among the furthest; answers what the pairs show then: 0 when there are too few of them, or when their
   * plain depth is no more than `known`.
   */
  add(face: UprightFace, turn: number, frame: number, known: number): number {
    const isLeft = this.#left.length < kept || turn < (this.#left.at(-1)?.turn ?? turn);
    const isRight = this.#right.length < kept || turn > (this.#right.at(-1)?.turn ?? turn);
    if (!isLeft && !isRight) return 0;
    const view = copyOf(face, turn, frame);
    const before = [...this.#left, ...this.#right];
    if (isLeft) this.#left = [...this.#left, view].sort((a, b) => a.turn - b.turn).slice(0, kept);
    if (isRight) this.#right = [...this.#right, view].sort((a, b) => b.turn - a.turn).slice(0, kept);
    for (const one of before) if (!this.#left.includes(one) && !this.#right.includes(one)) overwrite(one);
    const pairs = this.#left.flatMap((left) =>
      this.#right.filter((right) => right !== left).map((right) => [left, right] as const),
    );
    if (pairs.length < kept * kept) return 0;
    const shifts = (measure: Measure) => pairs.map(([left, right]) => measure.between(left, right));
    const { plain, beyondSheet } = this.#measures;
    const turned = pairs.reduce((sum, [left, right]) => sum + right.turn - left.turn, 0) / pairs.length;
    return shownByFour({ plain: shifts(plain), beyondSheet: () => shifts(beyondSheet), turn: turned }, known);
  }

  dropUnseen(isSeen: (view: KeptView) => boolean): void {
    const views = new Set([...this.#left, ...this.#right]);
    for (const view of views) view.unseen = isSeen(view) ? 0 : view.unseen + 1;
    const dropped = [...views].filter(({ unseen }) => unseen >= unseenFrames);
    if (dropped.length === 0) return;
    for (const view of dropped) overwrite(view);
    this.#left = this.#left.filter((view) => !dropped.includes(view));
    this.#right = this.#right.filter((view) => !dropped.includes(view));
  }

  forget(): void {
    for (const one of [...this.#left, ...this.#right]) overwrite(one);
    this.#left = [];
    this.#right = [];
  }
}

/** From pixels of `UprightFace` to eye distances. */
function moved([x, y]: readonly [number, number], to: FoundPatch): Omit<Moved, 'point'> {
  return { from: [x / uprightEyes, y / uprightEyes], to: [to.x / uprightEyes, to.y / uprightEyes] };
}

/** The plane's points and the nose's, wherever `place` says they lie on an upright face. */
function uprightView(place: (index: number) => readonly [number, number]): FacePoints {
  const indexes = [...planePoints, ...nosePoints];
  const points = new Float64Array(new ArrayBuffer(16 * indexes.length));
  indexes.forEach((from, to) => {
    const [x, y] = place(from);
    points[2 * to] = (x - cropSize / 2) / uprightEyes;
    points[2 * to + 1] = (y - cropSize / 2) / uprightEyes;
  });
  return { points };
}

function placeOf({ points }: LookedAt, index: number): readonly [number, number] {
  return [px(points, index), py(points, index)];
}

function middleOf({ points }: LookedAt, indexes: readonly number[]): readonly [number, number] {
  const mean = (at: (i: number) => number) => indexes.reduce((sum, i) => sum + at(i), 0) / indexes.length;
  return [mean((i) => px(points, i)), mean((i) => py(points, i))];
}

function copyOf({ grey, points }: UprightFace, turn: number, frame: number): KeptView {
  const own = offHeapFloats(grey.length);
  own.set(grey);
  const places = new Float64Array(new ArrayBuffer(points.byteLength));
  places.set(points);
  return { frame, turn, grey: own, points: places, unseen: 0 };
}

function overwrite({ grey, points }: LookedAt): void {
  grey.fill(0);
  points.fill(0);
}

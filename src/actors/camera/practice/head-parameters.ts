import * as v from 'valibot';

/**
 * What makes one practice person differ from another. Nothing here comes from a real person: the numbers were drawn at
 * random and chosen for being told apart by the matcher. Lengths in cm; heights are measured from the line of the eyes
 * (y = 0, up), half widths from the middle of the face; shares run from 0 to 1.
 */
const number = v.number();
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const colour = v.tuple([number, number, number]);

export const hairStyles = [
  'bald',
  'crew',
  'recede',
  'short',
  'part',
  'bun',
  'bob',
  'bangs',
  'long',
  'longpart',
] as const;
export const beardStyles = ['none', 'stubble', 'mous', 'goatee', 'full'] as const;
export const glassesStyles = ['none', 'round', 'rect', 'half'] as const;

export const headSchema = v.strictObject({
  /** Seeds the small irregularities (skin, strands, lumps). */
  seed: v.pipe(number, v.integer()),
  build: v.strictObject({
    /** Shoulders 2 cm wider. */
    broad: v.boolean(),
    age: share,
    fat: share,
    neckRadius: number,
    /** How far the two sides of the face are shifted against each other. */
    asymmetry: number,
  }),
  skull: v.strictObject({
    templeWidth: number,
    cheekWidth: number,
    jawWidth: number,
    jawHeight: number,
    chinWidth: number,
    chinHeight: number,
    crown: number,
    foreheadSlope: number,
    browRidge: number,
    cheekBone: number,
    hollowCheek: number,
    chinPoint: number,
    cleftChin: v.boolean(),
    /** Strength of slow random relief all over the face. */
    lumps: number,
  }),
  eyes: v.strictObject({
    distance: number,
    width: number,
    upper: number,
    lower: number,
    tilt: number,
    /** How far the eyeballs stand out. */
    depth: number,
    /** Exponent of the upper lid's curve and where its highest point lies (− inner, + outer). */
    shape: number,
    peak: number,
    monolid: v.boolean(),
    crease: number,
    iris: colour,
    irisRadius: number,
    bags: number,
    /** Dark skin around the eyes. */
    shade: number,
  }),
  brows: v.strictObject({
    height: number,
    thickness: number,
    arch: number,
    tilt: number,
    length: number,
    /** From the middle of the face to the inner end. */
    gap: number,
    density: share,
  }),
  nose: v.strictObject({
    /** Height of the point where the nose meets the upper lip. */
    base: number,
    bridgeHeight: number,
    bridgeWidth: number,
    tipLength: number,
    tipWidth: number,
    wingWidth: number,
    hump: number,
    tipUp: number,
  }),
  mouth: v.strictObject({
    height: number,
    width: number,
    upper: number,
    lower: number,
    bow: number,
    corner: number,
    fullness: number,
    colour: share,
    /** Depth of the folds from the nose to the corners of the mouth. */
    folds: number,
  }),
  skin: v.strictObject({
    /** 0 (lightest) … 5 (darkest) on the scale `skinTones`. */
    tone: v.pipe(number, v.minValue(0), v.maxValue(5)),
    red: share,
    blotches: share,
    freckles: share,
    moles: v.pipe(number, v.integer(), v.minValue(0)),
    /** x, y and radius. */
    birthmark: v.nullable(colour),
    makeup: share,
  }),
  hair: v.strictObject({
    style: v.picklist(hairStyles),
    /** Index into `hairColours`. */
    colour: v.pipe(number, v.integer(), v.minValue(0), v.maxValue(6)),
    hairline: number,
    thickness: number,
    curl: number,
  }),
  beard: v.picklist(beardStyles),
  glasses: v.strictObject({ style: v.picklist(glassesStyles), colour }),
  clothes: colour,
});
export type HeadParameters = v.InferOutput<typeof headSchema>;

/** Linear RGB reflectance, light to dark. */
export const skinTones: readonly (readonly [number, number, number])[] = [
  [0.62, 0.4, 0.3],
  [0.56, 0.345, 0.25],
  [0.5, 0.3, 0.205],
  [0.42, 0.245, 0.16],
  [0.3, 0.165, 0.1],
  [0.17, 0.09, 0.055],
];

/** Linear RGB reflectance: black, two browns, chestnut, fair, grey, white. */
export const hairColours: readonly (readonly [number, number, number])[] = [
  [0.012, 0.01, 0.009],
  [0.03, 0.018, 0.012],
  [0.07, 0.038, 0.02],
  [0.16, 0.085, 0.035],
  [0.32, 0.22, 0.11],
  [0.3, 0.3, 0.3],
  [0.6, 0.6, 0.58],
];

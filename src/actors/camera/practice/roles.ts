import type { HeadParameters } from './head-parameters.ts';

/** About seven years old: a round skull, the face low in it, large eyes, a short flat nose. Only for finding practice people. */
export function asChild(head: HeadParameters): HeadParameters {
  const { build, skull, eyes, brows, nose, mouth, skin, hair } = head;
  const chinHeight = skull.chinHeight * 0.8;
  const base = nose.base * 0.76;
  return {
    ...head,
    build: { ...build, broad: false, age: 0, fat: 0.8, neckRadius: build.neckRadius * 0.75 },
    skull: {
      ...skull,
      templeWidth: skull.templeWidth * 0.94,
      cheekWidth: skull.cheekWidth * 0.92,
      jawWidth: skull.jawWidth * 0.84,
      jawHeight: skull.jawHeight * 0.8,
      chinWidth: skull.chinWidth * 0.8,
      chinHeight,
      browRidge: 0,
      cheekBone: 0.05,
      hollowCheek: 0,
      chinPoint: 0.2,
      cleftChin: false,
      lumps: Math.min(0.1, skull.lumps),
    },
    eyes: { ...eyes, distance: eyes.distance * 0.87, width: eyes.width * 0.95, bags: 0 },
    brows: { ...brows, thickness: brows.thickness * 0.7, density: brows.density * 0.7, length: brows.length * 0.85 },
    nose: {
      ...nose,
      base,
      bridgeHeight: nose.bridgeHeight * 0.5,
      tipLength: nose.tipLength * 0.72,
      tipWidth: nose.tipWidth * 0.85,
      wingWidth: nose.wingWidth * 0.8,
      hump: 0,
    },
    mouth: {
      ...mouth,
      height: base + (chinHeight - base) * 0.35,
      width: mouth.width * 0.8,
      upper: mouth.upper * 0.85,
      lower: mouth.lower * 0.85,
      folds: 0,
    },
    skin: { ...skin, blotches: 0.2, freckles: 0, moles: Math.min(1, skin.moles), makeup: 0 },
    hair: {
      ...hair,
      style: hair.style === 'recede' || hair.style === 'bald' ? 'short' : hair.style,
      colour: Math.min(hair.colour, 1),
      hairline: Math.max(5.6, hair.hairline),
    },
    beard: 'none',
  };
}

/** Over eighty: white hair, folds, bags under the eyes, blotched skin. Only for finding practice people. */
export function asOld(head: HeadParameters): HeadParameters {
  const { build, eyes, mouth, hair, skin } = head;
  return {
    ...head,
    build: { ...build, age: 0.95, fat: build.fat * 0.5 },
    eyes: { ...eyes, bags: 0.6 },
    mouth: { ...mouth, folds: 0.22 },
    skin: { ...skin, blotches: 0.7 },
    hair: { ...hair, colour: 6 },
  };
}

/** Whom people take for one another: of the same build, age, hair and skin, with eyes of the same kind. */
export function asSiblingOf(elder: HeadParameters, head: HeadParameters): HeadParameters {
  const { build, hair, skin, beard, glasses, eyes } = elder;
  return {
    ...head,
    build: { ...build, asymmetry: head.build.asymmetry },
    hair,
    skin: { ...head.skin, tone: skin.tone, red: skin.red },
    beard,
    glasses,
    eyes: { ...head.eyes, iris: eyes.iris, monolid: eyes.monolid },
  };
}

import * as v from 'valibot';
import { beardStyles, glassesStyles, headSchema, type HeadParameters, type hairStyles } from './head-parameters.ts';
import { randomSource } from './noise.ts';

type HairStyle = (typeof hairStyles)[number];
const broadHair: readonly HairStyle[] = ['bald', 'short', 'short', 'part', 'crew', 'recede'];
const slightHair: readonly HairStyle[] = ['long', 'bob', 'bangs', 'longpart', 'bun', 'short'];

/** Draws a head that nobody has, within what human heads measure. Only for finding practice people (search-personas.ts). */
export function randomHead(seed: number): HeadParameters {
  const random = randomSource(seed);
  const between = (from: number, to: number) => Math.round((from + (to - from) * random()) * 1000) / 1000;
  const chance = (share: number) => random() < share;
  const pick = <T>(first: T, ...others: readonly T[]): T =>
    [first, ...others][Math.floor(random() * (others.length + 1))] ?? first;
  const broad = chance(0.5);
  const age = between(0, 1);
  const fat = between(0, 1);
  const chinHeight = between(-12.4, -10.4);
  const base = between(-5.4, -3.9);
  const tone = pick(0, 0.3, 0.6, 1, 1.3, 1.7, 2.2, 3, 4, 5);
  const cloth = between(0.04, 0.35);
  const hair = broad ? pick('bald', ...broadHair) : pick('long', ...slightHair);
  return {
    seed,
    build: {
      broad,
      age,
      fat,
      neckRadius: between(4.5, 5) + (broad ? 0.6 : 0) + fat * 0.3,
      asymmetry: between(-0.08, 0.08),
    },
    skull: {
      templeWidth: between(6.8, 8.1),
      cheekWidth: between(6.1, 7.3) + fat * 0.4,
      jawWidth: between(4.4, 6) + (broad ? 0.3 : 0) + fat * 0.6,
      jawHeight: between(-8.2, -6.6),
      chinWidth: between(1, 2.2) + (broad ? 0.4 : 0),
      chinHeight,
      crown: between(11, 12),
      foreheadSlope: between(-0.4, 0.4),
      browRidge: between(0, 0.45) + (broad ? 0.25 : 0),
      cheekBone: between(0.05, 0.5),
      hollowCheek: between(-0.05, 0.4) * (1 - fat),
      chinPoint: between(0.15, 0.7),
      cleftChin: chance(0.1),
      lumps: between(0.03, 0.25),
    },
    eyes: {
      distance: between(5.5, 7.2),
      width: between(2.3, 3.5),
      upper: between(0.3, 0.85),
      lower: between(0.2, 0.42),
      tilt: between(-0.2, 0.26),
      depth: between(-0.35, 0.35),
      shape: between(1.7, 2.8),
      peak: between(-0.25, 0.25),
      monolid: chance(0.5),
      crease: between(0.28, 0.5),
      iris: pick(
        [0.05, 0.025, 0.012],
        [0.05, 0.025, 0.012],
        [0.08, 0.04, 0.015],
        [0.03, 0.016, 0.01],
        [0.14, 0.09, 0.03],
      ),
      irisRadius: between(0.55, 0.61),
      bags: between(0, 0.2) + age * 0.5,
      shade: between(0, 0.7),
    },
    brows: {
      height: between(1.3, 2.7),
      thickness: between(0.1, 0.36) + (broad ? 0.14 : 0),
      arch: between(-0.05, 0.55),
      tilt: between(-0.14, 0.22),
      length: between(1.8, 3.1),
      gap: between(0.6, 1.4),
      density: between(0.4, 1),
    },
    nose: {
      base,
      bridgeHeight: between(0.3, 1.1),
      bridgeWidth: between(0.45, 0.9),
      tipLength: between(1.25, 2.55),
      tipWidth: between(0.6, 1.1),
      wingWidth: between(1.25, 2.3),
      hump: between(-0.2, 0.35),
      tipUp: between(0.3, 0.9),
    },
    mouth: {
      height: base + (chinHeight - base) * between(0.31, 0.38),
      width: between(3.8, 6.3),
      upper: between(0.2, 0.9),
      lower: between(0.35, 1.1),
      bow: between(0, 0.22),
      corner: between(-0.1, 0.28),
      fullness: between(0.15, 0.5),
      colour: between(0, 1),
      folds: between(0, 0.1) + age * 0.12,
    },
    skin: {
      tone,
      red: between(0, 0.8),
      blotches: between(0.2, 0.7),
      freckles: chance(0.15) ? between(0.2, 0.6) : 0,
      moles: Math.floor(between(0, 3.99)),
      birthmark: null,
      makeup: broad ? 0 : between(0, 0.8),
    },
    hair: {
      style: hair,
      colour: age > 0.75 ? pick(5, 5, 6) : tone > 2.5 ? pick(0, 1) : pick(0, 0, 1, 1, 2, 3),
      hairline: between(5.4, 6.8),
      thickness: between(0.7, 1.4),
      curl: chance(0.25) ? between(0.3, 0.9) : 0,
    },
    beard: broad ? pick('none', 'none', 'none', ...beardStyles) : 'none',
    glasses: {
      style: chance(0.35) ? pick('round', ...glassesStyles.slice(1)) : 'none',
      colour: pick([0.02, 0.02, 0.02], [0.12, 0.05, 0.02], [0.35, 0.3, 0.25], [0.05, 0.05, 0.15]),
    },
    clothes: [cloth + between(0, 0.18), cloth + between(0, 0.18), cloth + between(0, 0.22)],
  };
}

/** What changes from head to head when practice people are searched; build, beard and glasses stay, for the mix. */
const changeable = ['skull', 'eyes', 'brows', 'nose', 'mouth', 'skin'] as const;

/** The first head with some of the second one's parts; its hair, seed and build stay. */
export function crossHeads(first: HeadParameters, second: HeadParameters, random: () => number): HeadParameters {
  const share = random() < 0.5 ? 0.15 : 0.4;
  return changed(first, second, (own, other) => (random() < share ? other : own), random);
}

/**
 * The first head with a few numbers moved towards those of the second one, or beyond: what is left within the limits of
 * drawn heads is often not different enough. Whole numbers (moles) stay, hair may be taken.
 */
export function nudgeHead(first: HeadParameters, second: HeadParameters, random: () => number): HeadParameters {
  const share = 0.04 + 0.2 * random();
  const step = random() < 0.3 ? 1 + 0.4 * random() : 0.25 + 0.75 * random();
  const nudged = (own: unknown, other: unknown) => {
    if (random() >= share || typeof own !== 'number' || typeof other !== 'number' || Number.isInteger(own)) return own;
    return Math.round((own + step * (other - own)) * 1000) / 1000;
  };
  const { asymmetry, fat } = first.build;
  const build = {
    ...first.build,
    asymmetry: random() < share ? second.build.asymmetry : asymmetry,
    fat: random() < share ? second.build.fat : fat,
  };
  const hair = random() < share / 3 ? second.hair : first.hair;
  return changed({ ...first, build, hair }, second, nudged, random);
}

function changed(
  first: HeadParameters,
  second: HeadParameters,
  part: (own: unknown, other: unknown) => unknown,
  random: () => number,
): HeadParameters {
  const groups = changeable.map((group) => {
    const other: { readonly [name: string]: unknown } = second[group];
    const parts = Object.entries(first[group]).map(([name, own]) => [name, part(own, other[name])]);
    return [group, Object.fromEntries(parts)] as const;
  });
  const tried = v.safeParse(headSchema, { ...first, ...Object.fromEntries(groups) });
  // Shares cannot go beyond 0 and 1.
  const head = tried.success ? tried.output : first;
  const { nose, mouth, skull } = head;
  // The mouth stays where mouths are between nose and chin.
  const height = nose.base + (skull.chinHeight - nose.base) * (0.31 + 0.07 * random());
  return { ...head, mouth: { ...mouth, height } };
}

import type { Frame } from '../../camera/frames.ts';
import type { Homography } from '../homography.ts';
import type { PracticePatient } from '../../practice/patient.ts';
import { drawBack, drawFront, type PrintOptions } from './card-art.ts';
import { drawFront2028 } from './card-art-2028.ts';
import type { CardArt } from './card-ground.ts';
import { sightOf, type Sight } from './legibility.ts';
import { Random } from './random.ts';
import { viewTray, type Glare, type Pose, type TrayView, type ViewOptions } from './tray-view.ts';

/** What lies in the practice tray. */
export const trayConditions = ['clean', 'worn', 'glare', 'backSide', 'upsideDown', 'covered', 'empty'] as const;
export type TrayCondition = (typeof trayConditions)[number];

export interface SceneOptions {
  readonly seed: number;
  /** The card's own `front` unless said otherwise. */
  readonly condition?: TrayCondition;
  readonly width?: number;
  readonly height?: number;
  readonly print?: Partial<PrintOptions>;
  readonly pose?: Partial<Pose>;
  readonly view?: Partial<Omit<ViewOptions, 'pose' | 'width' | 'height'>>;
  /** Deviation of the sensor's noise, grey levels. */
  readonly noise?: number;
}

/** A card lying still in the tray, before the camera. */
export interface TrayScene {
  /** One exposure; no two are alike. `time` in ms; `step` in stops from the camera's own exposure. */
  frame(time: number, step?: number): Frame;
  /** Where the card lies: from its millimetres to pixels; undefined when the tray is empty. */
  readonly cardToPicture: Homography | undefined;
  /** How well a person could see the three fields' digits in these pictures. */
  sight(): Sight;
}

/** Lays the card into the tray. Drawing takes about 0.15 s, each frame then a few ms. */
export function layInTray(card: PracticePatient['card'], options: SceneOptions): TrayScene {
  const condition = options.condition ?? card.front;
  const random = new Random(options.seed);
  const art = artFor(card, condition, options, random);
  return layArt(art, condition, options, random);
}

/** The same for a card that is drawn already; `random` decides what `options` leave open. */
export function layArt(
  art: CardArt | undefined,
  condition: TrayCondition,
  options: SceneOptions,
  random: Random,
): TrayScene {
  const width = options.width ?? 1280;
  const height = options.height ?? 960;
  const given = viewOptions(condition, width, height, options, random);
  const before = random.copy();
  const view = viewTray(art, given, random);
  const noise = options.noise ?? random.between(2, 4);
  const views = new Map<number, TrayView>([[0, view]]);
  const viewAt = (step: number): TrayView => {
    const at = views.get(step) ?? viewTray(art, exposedBy(given, 2 ** step), before.copy());
    views.set(step, at);
    return at;
  };
  let exposures = 0;
  return {
    frame: (time, step = 0) => expose(viewAt(step), noise, time, new Random(options.seed * 1009 + exposures++)),
    cardToPicture: view.cardToPicture,
    sight: () => sightOf(view, art?.digits ?? [], noise),
  };
}

const scenes = new WeakMap<PracticePatient['card'], Map<string, TrayScene>>();

/** The next frame of this card's scene; scenes are remembered per card, condition and seed. */
export function renderTrayFrame(
  card: PracticePatient['card'],
  { seed, time, condition }: { seed: number; time: number; condition?: TrayCondition },
): Frame {
  const known = scenes.get(card) ?? new Map<string, TrayScene>();
  scenes.set(card, known);
  const key = `${condition ?? card.front} ${seed}`;
  const scene = known.get(key) ?? layInTray(card, condition === undefined ? { seed } : { seed, condition });
  known.set(key, scene);
  return scene.frame(time);
}

function artFor(
  card: PracticePatient['card'],
  condition: TrayCondition,
  options: SceneOptions,
  random: Random,
): CardArt | undefined {
  const seed = random.integer(0, 0x7fffffff);
  if (condition === 'empty') return undefined;
  if (condition === 'backSide') return drawBack(seed);
  const wear = condition === 'worn' ? random.between(0.35, 0.7) : random.between(0, 0.12);
  const draw = card.generation === '2028' ? drawFront2028 : drawFront;
  return draw(card, { seed, wear, ...options.print });
}

function viewOptions(
  condition: TrayCondition,
  width: number,
  height: number,
  options: SceneOptions,
  random: Random,
): ViewOptions {
  const upsideDown = condition === 'upsideDown' ? 180 : 0;
  const pose: Pose = {
    turn: random.normal(1) + upsideDown,
    x: random.normal(0.7),
    y: random.normal(0.7),
    scale: random.between(0.97, 1.03),
    skew: Array.from({ length: 8 }, () => random.normal(0.25)),
    ...options.pose,
  };
  // A reflected lamp right over the line of dates, or a faint one anywhere.
  const strong = condition === 'glare';
  const glare: Glare[] = [
    {
      x: width * (strong ? random.between(0.45, 0.6) : random.between(0.1, 0.9)),
      y: height * (strong ? random.between(0.38, 0.42) : random.between(0.1, 0.9)),
      rx: width * random.between(0.2, 0.3),
      ry: height * random.between(0.07, 0.12),
      strength: strong ? random.between(260, 400) : random.between(0, 30),
    },
  ];
  const hand = condition === 'covered' ? { x: random.between(0.5, 0.65), y: 0.62, rx: 0.34, ry: 0.42 } : undefined;
  return {
    width,
    height,
    tray: random.between(24, 60),
    exposure: random.between(0.8, 1.02),
    blur: random.between(0.4, 0.9),
    motion: 0,
    gamma: 1,
    glare,
    hand,
    ...options.view,
    pose,
  };
}

/** The same tray with so many times the light on the sensor: lamps are reflected in proportion. */
function exposedBy(options: ViewOptions, factor: number): ViewOptions {
  const glare = options.glare.map((spot) => ({ ...spot, strength: spot.strength * factor }));
  return { ...options, exposure: options.exposure * factor, glare };
}

function expose(view: TrayView, noise: number, time: number, random: Random): Frame {
  const planes = new Uint8Array(new ArrayBuffer(view.width * view.height));
  const exposure = 1 + random.normal(0.02);
  const table = Float32Array.from({ length: 8192 }, () => random.normal(noise));
  let from = 0;
  for (let at = 0; at < planes.length; at++) {
    // A new stretch of the table every 101 pixels, so that no pattern can be seen.
    if (at % 101 === 0) from = random.integer(0, 8191);
    const level = (view.light[at] ?? 0) * exposure + (table[(from + at) & 8191] ?? 0);
    planes[at] = level < 0 ? 0 : level > 255 ? 255 : level + 0.5;
  }
  return { width: view.width, height: view.height, format: 'grey', time, planes };
}

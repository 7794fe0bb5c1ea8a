import type { Frame } from '../../frames.ts';
import { momentOf } from '../behaviour.ts';
import { photograph, type GreyPicture } from '../chip-photo.ts';
import type { CueSpan } from '../cue.ts';
import { drawFlat, type FlatThing, type View } from '../flat.ts';
import { rgbToI420 } from '../i420.ts';
import { randomSource } from '../noise.ts';
import { buildPerson, type Person } from '../person.ts';
import { personaNumbered, personas } from '../personas.ts';
import type { Picture } from '../picture-levels.ts';
import type { Pose } from '../pose.ts';
import { kioskLens, SceneRenderer } from '../renderer.ts';
import { panelLight, type LightStep, type PanelLight } from '../panel-light.ts';
import { backgrounds, panelAt, standardLight, type Scene } from '../scene.ts';
import type { Worn } from '../worn.ts';
import { Recorder } from './recorder.ts';
import { bent, drawSheet, folded, type SheetShape } from './shaped-sheet.ts';
import { conditions, species, type Condition, type Species } from './species.ts';
import { eyeHeight, fillingPrint, heldPicture, maskOf, printOf, screenOf, type HeldSpecies } from './things.ts';

/** One clip: who or what stands there, and where the light comes from. Drawn from the clip's number. */
export interface Clip {
  readonly kind: 'genuine' | Species;
  readonly number: number;
}

/** A clip that is being played, as a function of the time and of what the screen asked so far. */
export interface Playing {
  /** The photo in the chip of the card that was put down. */
  readonly chipPhoto: GreyPicture;
  /** width × height × 3 bytes of RGB. */
  readonly picture: (time: number, cues: readonly CueSpan[], light?: readonly LightStep[]) => Uint8Array<ArrayBuffer>;
  readonly frame: (time: number, cues: readonly CueSpan[], light?: readonly LightStep[]) => Frame;
}

/** Pictures of the card's owner that an impostor has. */
export interface OwnersPictures {
  /** The photo in the chip. */
  readonly photo: GreyPicture;
  /** A portrait in colour, from the head down to the shoulders. */
  readonly portrait: Picture;
}

/** Distance at which a thing is held, cm. */
const heldAt: { readonly [kind in Species]: number } = {
  cardPhoto: 40,
  printSmall: 30,
  printMiddle: 34,
  printLarge: 40,
  printFilling: 50,
  printBent: 42,
  printFolded: 42,
  printCreased: 42,
  printCurled: 42,
  mask: 40,
  phone: 24,
  tablet: 42,
  tabletFilling: 21,
  replay: 42,
  photoBeside: 30,
  printsPulled: 42,
};
/** Skin of the hand that holds pictures of real people. */
const handTone = 0.4;
/** Below the middle of a portrait, cm: the tip of the nose. */
const noseTip = -1.4;
/**
 * Sheets that are not flat: bent around a narrow head (9 cm); folded along the nose, either half leaning back by 29°; creased
 * across its tip, by 20°; curled up and down from it (9 cm).
 */
const shapes: { readonly [kind in Species]?: SheetShape } = {
  printBent: { outline: bent(9), lines: 'upright', at: 0 },
  printFolded: { outline: folded(0.5), lines: 'upright', at: 0 },
  printCreased: { outline: folded(0.35), lines: 'level', at: noseTip },
  printCurled: { outline: bent(9), lines: 'level', at: noseTip },
};

/**
 * The portraits of `printsPulled` look so far to either side (radians); every so often (ms) the foremost is pulled away, so far
 * that it is out of the picture (cm), within so long (ms).
 */
const pulled = { yaw: 0.25, every: 1_700, away: 40, within: 200 };

/** In which way the card's owner stands there in a genuine clip: everybody once in each, then anew. */
export function conditionOf(number: number): Condition {
  return conditions[Math.floor(number / personas.length) % conditions.length] ?? 'looks';
}

/** Plays genuine and attack clips of the evaluation. Keeps the people it has built. */
export class ClipStage {
  readonly #renderer: SceneRenderer;
  /** One sample per pixel is enough for attacks, and four times as quick. */
  readonly #flatRenderer: SceneRenderer;
  readonly #people = new Map<string, Person>();
  readonly #photos = new Map<number, GreyPicture>();

  constructor(width = 320, height = 240) {
    this.#renderer = new SceneRenderer(width, height, kioskLens);
    this.#flatRenderer = new SceneRenderer(width, height, { ...kioskLens, supersampling: 1 });
  }

  play({ kind, number }: Clip): Playing {
    const owner = number % personas.length;
    const seed = seedOf({ kind, number });
    const draw = kind === 'genuine' ? this.#genuine(owner, number, seed) : this.#attack(kind, owner, seed);
    return this.#playing(this.#photo(owner), seed, draw);
  }

  /** Plays what is held by somebody who has no more than pictures of the owner: for pictures of real people. */
  playPictures(kind: HeldSpecies, number: number, pictures: OwnersPictures): Playing {
    const seed = seedOf({ kind, number });
    const picture = kind === 'cardPhoto' ? pictures.photo : pictures.portrait;
    return this.#playing(pictures.photo, seed, this.#holding(kind, seed, always(heldPicture(kind, picture, handTone))));
  }

  #playing(chipPhoto: GreyPicture, seed: number, draw: Draw): Playing {
    const room = roomOf(seed);
    const picture: Playing['picture'] = (time, cues, light = []) =>
      draw({ ...room.scene, panel: panelLight(light, time, room.panel) }, time, cues);
    return {
      chipPhoto,
      picture,
      frame: (time, cues, light = []) => {
        const { width, height } = this.#renderer;
        const planes = rgbToI420(picture(time, cues, light), width, height);
        return { width, height, format: 'i420', time: Math.round(time), planes };
      },
    };
  }

  #genuine(owner: number, number: number, seed: number): Draw {
    const condition = conditionOf(number);
    return (room, time, cues) => {
      const { scene, worn } = momentOf(condition, seed, time, cues);
      return this.#renderer.render(this.#person(owner, worn), { ...scene, ...room });
    };
  }

  #attack(kind: Species, owner: number, seed: number): Draw {
    const impostor = (owner + 1 + (Math.floor(seed / 7) % (personas.length - 1))) % personas.length;
    const held = this.#held(kind, owner, seed);
    return this.#holding(
      kind,
      seed,
      held,
      kind === 'mask' || kind === 'photoBeside' ? this.#person(impostor) : undefined,
    );
  }

  /** Somebody holds a thing before the camera; of `living` the head is seen as well. */
  #holding(kind: Species, seed: number, held: Held, living?: Person): Draw {
    const behaviour = kind === 'printFilling' || kind === 'tabletFilling' ? 'printFilling' : 'print';
    return (room, time, cues) => {
      const scene = { ...momentOf(living === undefined ? behaviour : 'looks', seed, time, cues).scene, ...room };
      const shape = shapes[kind];
      const drawn = (pose: Pose) => (light: Float32Array, view: View) => {
        const panel = panelAt({ panel: scene.panel, pose });
        for (const { thing, aside } of held(time)) {
          const there = { ...pose, x: pose.x + aside };
          if (shape === undefined) drawFlat(light, view, thing, there, scene.light, panel);
          else drawSheet(light, view, thing, there, scene.light, shape, panel);
        }
      };
      if (living === undefined) {
        const turned = { ...scene.pose, distance: scene.pose.distance - 40 + heldAt[kind] };
        const pose = behaviour === 'printFilling' ? { ...scene.pose, distance: heldAt[kind] } : turned;
        // What moves by itself is held straight.
        const isMoving = kind === 'replay' || kind === 'printsPulled';
        return this.#flatRenderer.compose(undefined, scene, drawn(isMoving ? steadied(pose) : pose));
      }
      if (kind === 'mask') return this.#flatRenderer.compose(living, scene, drawn(beforeTheNose(scene.pose)));
      const aside = { ...scene, pose: { ...scene.pose, x: scene.pose.x - 9 } };
      const card = { ...momentOf('print', seed, time, cues).scene.pose, x: 7, distance: heldAt[kind] };
      return this.#flatRenderer.compose(living, aside, drawn(card));
    };
  }

  #held(kind: Species, owner: number, seed: number): Held {
    const person = this.#person(owner);
    const { tone } = personaNumbered(owner).skin;
    switch (kind) {
      case 'replay': {
        const recorder = new Recorder(person, seed);
        return (time) => [{ thing: screenOf(recorder.picture(time), 16, tone), aside: 0 }];
      }
      case 'printsPulled': {
        const recorder = new Recorder(person, seed);
        const looking = (yaw: number) => printOf(recorder.still(480, 640, yaw), 20, tone);
        return pulling(looking(-pulled.yaw), looking(pulled.yaw));
      }
      case 'mask':
        return always(maskOf(this.#photo(owner)));
      case 'printFilling':
        return always(fillingPrint(person, 'paper', 75));
      case 'tabletFilling':
        return always(fillingPrint(person, 'screen', 32));
      case 'photoBeside':
        return always(printOf(new Recorder(person, seed).still(480, 640), 8.5, tone));
      default: {
        const picture = kind === 'cardPhoto' ? this.#photo(owner) : new Recorder(person, seed).still(480, 640);
        return always(heldPicture(kind, picture, tone));
      }
    }
  }

  #person(number: number, worn: Worn = 'nothing'): Person {
    const key = `${number} ${worn}`;
    const known = this.#people.get(key);
    if (known !== undefined) return known;
    const person = buildPerson(personaNumbered(number), worn);
    this.#people.set(key, person);
    return person;
  }

  #photo(number: number): GreyPicture {
    const known = this.#photos.get(number);
    if (known !== undefined) return known;
    const photo = photograph(this.#person(number));
    this.#photos.set(number, photo);
    return photo;
  }
}

type Surroundings = Pick<Scene, 'light' | 'exposure' | 'noise' | 'background'>;
type Room = Surroundings & Pick<Scene, 'panel'>;
type Draw = (room: Room, time: number, cues: readonly CueSpan[]) => Uint8Array<ArrayBuffer>;

/** What is held at each moment, the hindmost first, and how far it is out of its place, cm to the side. */
type Held = (time: number) => readonly { readonly thing: FlatThing; readonly aside: number }[];

function always(thing: FlatThing): Held {
  return () => [{ thing, aside: 0 }];
}

/** Sheets one behind the other, the one and the other in turn; the foremost is pulled away, faster and faster. */
function pulling(one: FlatThing, other: FlatThing): Held {
  return (time) => {
    const at = Math.max(0, time);
    const share = Math.max(0, 1 + ((at % pulled.every) - pulled.every) / pulled.within);
    const [front, behind] = Math.floor(at / pulled.every) % 2 === 0 ? [one, other] : [other, one];
    return [
      { thing: behind, aside: 0 },
      { thing: front, aside: pulled.away * share * share },
    ];
  };
}

function seedOf({ kind, number }: Clip): number {
  return number * 131 + (kind === 'genuine' ? 0 : 1 + species.indexOf(kind));
}

/** Light as clinics have it: lamps above and beside, never from below, never dark; and what the panel adds to it. */
function roomOf(seed: number): { readonly scene: Surroundings; readonly panel: PanelLight } {
  const random = randomSource(seed * 17 + 5);
  const scene: Surroundings = {
    light: {
      ...standardLight,
      azimuth: -0.8 + 1.6 * random(),
      elevation: 0.3 + 0.5 * random(),
      fill: 0.35 + 0.2 * random(),
      ambient: 0.45 + 0.2 * random(),
      warmth: 0.6 * random(),
    },
    exposure: 0.8 + 0.35 * random(),
    noise: 0.008 + 0.008 * random(),
    background: backgrounds[Math.floor(random() * backgrounds.length)] ?? 'room',
  };
  return { scene, panel: { share: 0.03 + 0.03 * random(), delay: 40 + 120 * random() } };
}

/** A mask just before the nose turns about the neck with the head that wears it. */
function beforeTheNose(pose: Pose): Pose {
  const reach = 12;
  return {
    ...pose,
    x: pose.x + reach * Math.sin(pose.yaw),
    y: pose.y - eyeHeight,
    distance: pose.distance - 3.5 + reach * (1 - Math.cos(pose.yaw)),
  };
}

function steadied(pose: Pose): Pose {
  return { ...pose, yaw: pose.yaw * 0.1, pitch: pose.pitch * 0.3, roll: pose.roll * 0.3 };
}

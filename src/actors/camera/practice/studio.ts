import type { PracticePatient } from '../../practice/patient.ts';
import { behaviours } from '../../practice/patient.ts';
import type { Frame } from '../frames.ts';
import { skinColour } from './albedo.ts';
import { ClipStage, type Playing } from './attacks/clip-stage.ts';
import type { Species } from './attacks/species.ts';
import { momentOf, type Behaviour, type Moment } from './behaviour.ts';
import { photograph, type GreyPicture } from './chip-photo.ts';
import type { CueSpan } from './cue.ts';
import type { FlatThing } from './flat.ts';
import { rgbToI420 } from './i420.ts';
import { buildPerson, type Person } from './person.ts';
import { panelLight, usualPanel, type LightStep } from './panel-light.ts';
import { personaNumbered } from './personas.ts';
import { PictureLevels, type Picture } from './picture-levels.ts';
import { kioskLens, SceneRenderer } from './renderer.ts';
import { standardScene } from './scene.ts';
import type { Worn } from './worn.ts';

/** What the camera needs to know of a practice patient. */
export type Face = PracticePatient['face'];

/** How many people are kept built: the one before the camera and the one on the card. */
const keptPeople = 3;

/** Draws what the patient camera sees: a function of the patient, the time and what the screen asked. */
export class Studio {
  readonly #renderer: SceneRenderer;
  readonly #people = new Map<string, Person>();
  #flat: { readonly key: string; readonly thing: FlatThing } | undefined;
  #stage: ClipStage | undefined;
  #attack: { readonly key: string; readonly playing: Playing } | undefined;

  constructor(width: number, height: number) {
    this.#renderer = new SceneRenderer(width, height, kioskLens);
  }

  /** Builds ahead what the pictures of this patient need. */
  prepare(face: Face): void {
    if (face.attack !== undefined) return void this.#playing(face, face.attack);
    // Whoever takes something off is built twice.
    for (const time of [60_000, 0]) this.#subject(this.#moment(face, time, []), face);
  }

  /**
   * @param face undefined when nobody stands there.
   * @param time ms since the patient appeared.
   * @returns width × height × 3 bytes of RGB.
   */
  picture(
    face: Face | undefined,
    time: number,
    cues: readonly CueSpan[],
    light: readonly LightStep[] = [],
  ): Uint8Array<ArrayBuffer> {
    if (face === undefined) return this.#renderer.render(undefined, { ...standardScene, frame: Math.round(time) });
    if (face.attack !== undefined) return this.#playing(face, face.attack).picture(time, cues, light);
    const moment = this.#moment(face, time, cues);
    const panel = panelLight(light, time, usualPanel);
    return this.#renderer.render(this.#subject(moment, face), { ...moment.scene, panel });
  }

  /** The same as a camera frame; `clock` is the camera's own time in ms. */
  frame(
    face: Face | undefined,
    time: number,
    cues: readonly CueSpan[],
    clock: number,
    light: readonly LightStep[] = [],
  ): Frame {
    const { width, height } = this.#renderer;
    const planes = rgbToI420(this.picture(face, time, cues, light), width, height);
    return { width, height, format: 'i420', time: Math.round(clock), planes };
  }

  /** The photo in the chip of a person's card. */
  chipPhoto(persona: number): GreyPicture {
    return photograph(this.#person(persona));
  }

  #moment({ behaviour, persona }: Face, time: number, cues: readonly CueSpan[]): Moment {
    return momentOf(behaviour, persona * 101 + behaviours.indexOf(behaviour), time, cues);
  }

  #subject({ shows, worn }: Moment, face: Face): Person | FlatThing | undefined {
    if (shows === 'nobody') return undefined;
    return shows === 'person' ? this.#person(face.persona, worn) : this.#flatThing(face);
  }

  #person(number: number, worn: Worn = 'nothing'): Person {
    const key = `${number} ${worn}`;
    const known = this.#people.get(key);
    if (known !== undefined) return known;
    const person = buildPerson(personaNumbered(number), worn);
    const [oldest] = this.#people.keys();
    if (this.#people.size >= keptPeople && oldest !== undefined) this.#people.delete(oldest);
    this.#people.set(key, person);
    return person;
  }

  /** The species of the evaluation, played for one practice patient. */
  #playing({ persona, onCard }: Face, kind: Species): Playing {
    const number = onCard ?? persona;
    const key = `${kind} ${number}`;
    this.#stage ??= new ClipStage(this.#renderer.width, this.#renderer.height);
    if (this.#attack?.key !== key) this.#attack = { key, playing: this.#stage.play({ kind, number }) };
    return this.#attack.playing;
  }

  /** An attacker shows the face of the card's holder. */
  #flatThing({ behaviour, persona, onCard }: Face): FlatThing {
    const shown = onCard ?? persona;
    const key = `${behaviour} ${shown}`;
    if (this.#flat?.key !== key) this.#flat = { key, thing: this.#makeFlat(behaviour, shown) };
    return this.#flat.thing;
  }

  #makeFlat(behaviour: Behaviour, shown: number): FlatThing {
    const hand = skinColour(personaNumbered(shown).skin.tone);
    switch (behaviour) {
      case 'printFilling':
        return {
          material: 'paper',
          picture: new PictureLevels(this.#snapshot(shown, 640, 480)),
          width: 75,
          hand: null,
        };
      case 'screen':
        return { material: 'screen', picture: new PictureLevels(this.#snapshot(shown, 480, 640)), width: 16, hand };
      default: {
        // 18 cm: about life size. 8.5 cm: the size that fooled a clinic's reader in 2023 (engines.md).
        const width = behaviour === 'printSmall' ? 8.5 : 18;
        return { material: 'paper', picture: new PictureLevels(asPicture(this.chipPhoto(shown))), width, hand };
      }
    }
  }

  /** A coloured photo of the person, wide like the kiosk's own view or upright like a telephone's. */
  #snapshot(number: number, width: number, height: number): Picture {
    const upright = height > width;
    const lens = { supersampling: 1, fieldOfView: upright ? 25 : kioskLens.fieldOfView };
    const rgb = new SceneRenderer(width, height, lens).render(this.#person(number), {
      ...standardScene,
      pose: { ...standardScene.pose, distance: upright ? 55 : standardScene.pose.distance },
      frame: 4,
    });
    return { width, height, rgb };
  }
}

function asPicture({ grey, width, height }: GreyPicture): Picture {
  const rgb = new Uint8Array(width * height * 3);
  for (let at = 0; at < rgb.length; at++) rgb[at] = grey[Math.trunc(at / 3)] ?? 0;
  return { width, height, rgb };
}

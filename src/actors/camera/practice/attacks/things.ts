import { skinColour } from '../albedo.ts';
import { chipPhotoHeight, chipPhotoWidth, type GreyPicture } from '../chip-photo.ts';
import type { FlatThing } from '../flat.ts';
import type { Person } from '../person.ts';
import { PictureLevels, type Picture } from '../picture-levels.ts';
import { kioskLens, SceneRenderer } from '../renderer.ts';
import { standardScene } from '../scene.ts';
import { species, type Species } from './species.ts';

/** Things with a picture of the card's owner. `width` in cm, `tone` of the hand that holds it. */
export function printOf(picture: Picture | GreyPicture, width: number, tone: number): FlatThing {
  return { material: 'paper', picture: levelsOf(picture), width, hand: skinColour(tone) };
}

export function screenOf(picture: Picture | GreyPicture, width: number, tone: number): FlatThing {
  return { material: 'screen', picture: levelsOf(picture), width, hand: skinColour(tone) };
}

/** What is held up and shows one picture of a face, nothing else: its width, cm. */
const widths = {
  cardPhoto: 18,
  printSmall: 8.5,
  printMiddle: 13,
  printLarge: 18,
  printBent: 20,
  printFolded: 20,
  printCreased: 20,
  printCurled: 20,
  phone: 6.8,
  tablet: 16,
} as const satisfies { readonly [kind in Species]?: number };
export type HeldSpecies = keyof typeof widths;
/** Pictures of real people can be put on these (`evaluate spoof --faces`); the others need the whole drawn head. */
export const heldSpecies = species.filter((kind): kind is HeldSpecies => kind in widths);

/** A picture on what the species holds; `tone` of the hand that holds it. */
export function heldPicture(kind: HeldSpecies, picture: Picture | GreyPicture, tone: number): FlatThing {
  const show = kind === 'phone' || kind === 'tablet' ? screenOf : printOf;
  return show(picture, widths[kind], tone);
}

/** A picture as the kiosk's camera itself would see the person, on a thing whose edges stay out of sight. */
export function fillingPrint(person: Person, material: 'paper' | 'screen', width: number): FlatThing {
  const [across, down] = [640, 480];
  const rgb = new SceneRenderer(across, down, { ...kioskLens, supersampling: 1 }).render(person, {
    ...standardScene,
    frame: 4,
  });
  return { material, picture: new PictureLevels({ width: across, height: down, rgb }), width, hand: null };
}

/** Pixels of the chip's photo for one cm of the head: focal length 478 px, 48 cm. */
const pixelsPerCm = 9.95;
const eyeRow = 145;
const eyeColumns = [chipPhotoWidth / 2 - 32, chipPhotoWidth / 2 + 32];
/** The mask's middle lies so many cm below its eyes. */
export const eyeHeight = (chipPhotoHeight / 2 - eyeRow) / pixelsPerCm;

/** The face out of the chip's photo in life size, cut along cheeks and chin, the eyes cut out. */
export function maskOf(photo: GreyPicture): FlatThing {
  return {
    material: 'paper',
    picture: levelsOf(photo),
    width: chipPhotoWidth / pixelsPerCm,
    hand: null,
    cut: (u, v) => {
      const x = u * chipPhotoWidth;
      const y = v * chipPhotoHeight;
      if (Math.hypot((x - chipPhotoWidth / 2) / 78, (y - 165) / 112) > 1) return true;
      return eyeColumns.some((eye) => Math.hypot((x - eye) / 17, (y - eyeRow) / 9) < 1);
    },
  };
}

function levelsOf(picture: Picture | GreyPicture): PictureLevels {
  if ('rgb' in picture) return new PictureLevels(picture);
  const { grey, width, height } = picture;
  const rgb = new Uint8Array(width * height * 3);
  for (let at = 0; at < rgb.length; at++) rgb[at] = grey[Math.trunc(at / 3)] ?? 0;
  return new PictureLevels({ width, height, rgb });
}

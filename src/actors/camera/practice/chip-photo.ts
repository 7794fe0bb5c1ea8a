import type { HeadParameters } from './head-parameters.ts';
import { buildPerson, type Person } from './person.ts';
import { SceneRenderer } from './renderer.ts';
import { standardScene } from './scene.ts';

/** The photo in the chip is 240 × 320, grey (card.md). */
export const chipPhotoWidth = 240;
export const chipPhotoHeight = 320;

export interface GreyPicture {
  readonly grey: Uint8Array<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
}

/** A photographer stands further off with a longer lens; the frame shows head and the beginning of the shoulders. */
const portraitLens = { supersampling: 2, fieldOfView: 28.2 };

/** An official portrait: from the front, eyes open, plain background, grey. Takes about a second of one core. */
export function renderChipPhoto(persona: HeadParameters): GreyPicture {
  return photograph(buildPerson(persona));
}

export function photograph(person: Person): GreyPicture {
  const rgb = new SceneRenderer(chipPhotoWidth, chipPhotoHeight, portraitLens).render(person, {
    ...standardScene,
    pose: { yaw: 0, pitch: 0, roll: 0, x: 0, y: 1.5, distance: 48 },
    background: 'plain',
    noise: 0.006,
    frame: 3,
  });
  const grey = new Uint8Array(new ArrayBuffer(chipPhotoWidth * chipPhotoHeight));
  for (let at = 0; at < grey.length; at++) {
    grey[at] = Math.round(0.299 * (rgb[at * 3] ?? 0) + 0.587 * (rgb[at * 3 + 1] ?? 0) + 0.114 * (rgb[at * 3 + 2] ?? 0));
  }
  return { grey, width: chipPhotoWidth, height: chipPhotoHeight };
}

import type { SKRSContext2D } from '@napi-rs/canvas';
import { px, py } from '../engine/geometry.ts';
import { eyeDistance, type Landmarks } from '../engine/landmarks.ts';

/** Masks as people wear them; `skin` is a pink near that of fair skin. */
export const everyCloth = ['white', 'blue', 'grey', 'black', 'skin'] as const;
export type Cloth = (typeof everyCloth)[number];

const colours: { readonly [cloth in Cloth]: string } = {
  white: '#e8ecef',
  blue: '#a9cfe6',
  grey: '#8a8f96',
  black: '#1d1d20',
  skin: '#e9b8b4',
};

/** The jaw from below one ear to below the other, and the middle of the nose's ridge, where a mask begins. */
const jaw = Array.from({ length: 15 }, (_, i) => i + 1);
const ridge = 29;
/** About the chin a mask reaches below the jaw, eye distances. */
const chin = { from: 5, to: 11, below: 0.06 };
/** How much darker cloth is at its left, in its middle and at its right: a face is round, and light comes from a side. */
const shades = [0.25, 0.05, 0.35] as const;

/** Paints a plain mask over the lower half of the face that the landmarks (pixels of the canvas) describe. */
export function paintMask(ink: SKRSContext2D, landmarks: Landmarks, cloth: Cloth): void {
  const below = chin.below * eyeDistance(landmarks);
  ink.beginPath();
  for (const i of jaw) ink.lineTo(px(landmarks, i), py(landmarks, i) + (i >= chin.from && i <= chin.to ? below : 0));
  ink.lineTo(px(landmarks, ridge), py(landmarks, ridge));
  ink.closePath();
  ink.fillStyle = colours[cloth];
  ink.fill();
  const shade = ink.createLinearGradient(px(landmarks, 1), 0, px(landmarks, 15), 0);
  shades.forEach((dark, i) => shade.addColorStop(i / 2, `rgba(0, 0, 0, ${dark})`));
  ink.fillStyle = shade;
  ink.fill();
}

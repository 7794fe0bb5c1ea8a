import { clamp, mix, smoothstep, type Triple } from './curves.ts';
import type { PictureLevels } from './picture-levels.ts';
import { rotation, type Matrix, type Pose } from './pose.ts';
import { keyDirection, roomLight, type Light } from './scene.ts';

/** A picture of a face that somebody holds before the camera: paper, or the screen of a tablet. */
export interface FlatThing {
  readonly material: 'paper' | 'screen';
  readonly picture: PictureLevels;
  /** Width of the picture without its border; the height follows from the picture. */
  readonly width: number;
  /** Colour of the hand that holds it; null for a borderless thing whose hand cannot be seen. */
  readonly hand: Triple | null;
  /** Where something was cut away, as a place of the picture (0 … 1 from the top left). Only of paper. */
  readonly cut?: (u: number, v: number) => boolean;
}

/** White border of a print and frame of a screen, cm. */
const border = { paper: 0.7, screen: 0.9 } as const;
/** Distance between the pixels of the screen, cm. */
const pixelPitch = 0.028;
/** Share of light that the dark glass of a screen sends back. */
const screenReflects = 0.01;

/** The plane as the pinhole camera sees it; the camera stands in the origin and looks along −z. */
interface Plane {
  readonly axes: Matrix;
  readonly centre: Triple;
}

function planeOf(pose: Pose): Plane {
  return { axes: rotation(pose), centre: [pose.x, pose.y, -pose.distance] };
}

/** Size of what is drawn on, and the lens. */
export interface View {
  readonly width: number;
  readonly height: number;
  /** Pixels. */
  readonly focal: number;
}

/** Where a point of the plane (cm right of and above its centre) falls in the picture, pixels from the top left. */
export function projectFlatPoint(pose: Pose, view: View, across: number, up: number): readonly [number, number] {
  const { axes, centre } = planeOf(pose);
  const x = centre[0] + axes[0] * across + axes[1] * up;
  const y = centre[1] + axes[3] * across + axes[4] * up;
  const z = centre[2] + axes[6] * across + axes[7] * up;
  return [view.width / 2 + (view.focal * x) / -z, view.height / 2 - (view.focal * y) / -z];
}

/** Draws the flat thing into linear RGB that already shows the room. */
/** @param panel light of the kiosk's panel at this distance, as `Scene.panel`. */
export function drawFlat(
  light: Float32Array,
  view: View,
  thing: FlatThing,
  pose: Pose,
  lamp: Light,
  panel: number,
): void {
  const { axes, centre } = planeOf(pose);
  const normal: Triple = [axes[2], axes[5], axes[8]];
  const towards = centre[0] * normal[0] + centre[1] * normal[1] + centre[2] * normal[2];
  const texelsPerSample = (thing.picture.width / thing.width) * (pose.distance / view.focal);
  const fromPanel = (panel / roomLight) * Math.max(0, normal[2]);
  const paint =
    thing.material === 'paper'
      ? paperPainter(thing, texelsPerSample)
      : screenPainter(thing, texelsPerSample, screenReflects * fromPanel);
  const key = keyDirection(lamp);
  const brightness = 0.75 + 0.3 * Math.max(0, normal[0] * key[0] + normal[1] * key[1] + normal[2] * key[2]) + fromPanel;
  const colour = new Float32Array(3);
  for (let y = 0; y < view.height; y++) {
    const dy = -(y + 0.5 - view.height / 2) / view.focal;
    for (let x = 0; x < view.width; x++) {
      const dx = (x + 0.5 - view.width / 2) / view.focal;
      const reach = towards / (dx * normal[0] + dy * normal[1] - normal[2]);
      if (reach <= 0) continue;
      const px = dx * reach - centre[0];
      const py = dy * reach - centre[1];
      const pz = -reach - centre[2];
      const across = px * axes[0] + py * axes[3] + pz * axes[6];
      const up = px * axes[1] + py * axes[4] + pz * axes[7];
      if (
        !paintHand(colour, thing, across, up, 1 + fromPanel) &&
        !paint(colour, across, up, gloss(normal, key, dx, dy), brightness)
      )
        continue;
      light.set(colour, (y * view.width + x) * 3);
    }
  }
}

/** Share of the lamp that the plane reflects into the camera at this place. */
export function gloss(normal: Triple, key: Triple, dx: number, dy: number): number {
  const hx = key[0] - dx;
  const hy = key[1] - dy;
  const hz = key[2] + 1;
  const cosine = Math.max(0, (normal[0] * hx + normal[1] * hy + normal[2] * hz) / Math.hypot(hx, hy, hz));
  return 0.25 * Math.pow(cosine, 90) + 0.06 * Math.pow(cosine, 6);
}

/** Writes linear RGB and answers true when the place is on the thing. */
export type Painter = (colour: Float32Array, across: number, up: number, gloss: number, brightness: number) => boolean;

function placeOn(thing: FlatThing, across: number, up: number): 'picture' | 'border' | 'outside' {
  const halfHeight = (thing.width * thing.picture.height) / thing.picture.width / 2;
  const beyond = Math.max(Math.abs(across) - thing.width / 2, Math.abs(up) - halfHeight);
  const wide = thing.hand === null ? 0 : border[thing.material];
  return beyond < 0 ? 'picture' : beyond < wide ? 'border' : 'outside';
}

export function paperPainter(thing: FlatThing, texelsPerSample: number): Painter {
  const { picture, width } = thing;
  const height = (width * picture.height) / picture.width;
  const level = picture.levelFor(texelsPerSample);
  return (colour, across, up, shine, brightness) => {
    const place = placeOn(thing, across, up);
    if (place === 'outside' || thing.cut?.(across / width + 0.5, 0.5 - up / height) === true) return false;
    for (let k = 0; k < 3; k++) {
      // A print has neither the black nor the white of what it shows.
      const printed =
        place === 'border' ? 0.9 : 0.07 + 0.8 * picture.read(level, across / width + 0.5, 0.5 - up / height, k);
      colour[k] = Math.pow(clamp(printed, 0, 1), 2.2) * brightness * 1.2 + 0.35 * shine;
    }
    return true;
  };
}

function screenPainter(thing: FlatThing, texelsPerSample: number, reflected: number): Painter {
  const { picture, width } = thing;
  const height = (width * picture.height) / picture.width;
  const level = picture.levelFor(texelsPerSample);
  const tint: Triple = [0.95, 1, 1.12];
  return (colour, across, up) => {
    const place = placeOn(thing, across, up);
    if (place === 'outside') return false;
    const u = across / width + 0.5;
    const v = 0.5 - up / height;
    const streak = 0.035 * smoothstep(0.25, 0, Math.abs(u - 0.2 - v * 0.35));
    for (let k = 0; k < 3; k++) {
      if (place === 'border') {
        colour[k] = 0.012 + streak + reflected;
        continue;
      }
      // Stripes and rows of a panel, far finer than the camera's pixels: they show as moiré.
      const stripes = 1 + 0.2 * Math.cos((2 * Math.PI * across) / pixelPitch - k * 2.094);
      const rows = 1 + 0.1 * Math.cos((2 * Math.PI * up) / pixelPitch);
      const shown = Math.pow(picture.read(level, u, v, k), 2.2);
      colour[k] = shown * 1.5 * stripes * rows * (tint[k] ?? 1) + 0.012 + streak + reflected;
    }
    return true;
  };
}

/** A hand from below: the thumb in front of the thing, the fist behind it. In the thing's plane, like all the rest. */
function paintHand(colour: Float32Array, thing: FlatThing, across: number, up: number, lit: number): boolean {
  if (thing.hand === null) return false;
  const below = up + (thing.width * thing.picture.height) / thing.picture.width / 2 + border[thing.material];
  const thumb = Math.hypot(across / 1.05, Math.max(0, below - 1) / 1.3);
  const inFront = below > -1.5 && thumb < 1;
  const fist = Math.abs(across - 0.6) / mix(3.2, 4.2, smoothstep(-8, -4.5, below));
  if (!inFront && (below > 0 || fist >= 1)) return false;
  const round = inFront ? 1 - 0.45 * thumb ** 2 : 0.85 - 0.5 * fist ** 2;
  for (let k = 0; k < 3; k++) colour[k] = (thing.hand[k] ?? 0) * round * 1.1 * lit;
  return true;
}

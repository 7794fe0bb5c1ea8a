import type { Triple } from '../curves.ts';
import { gloss, paperPainter, type FlatThing, type View } from '../flat.ts';
import { rotation, type Pose } from '../pose.ts';
import { keyDirection, roomLight, type Light } from '../scene.ts';

/** Where a ray meets a sheet. */
export interface SheetHit {
  /** How far along the ray. */
  readonly reach: number;
  /** cm from the upright middle line, along the sheet. */
  readonly along: number;
  /** The sheet's normal there, in its own axes: to the right, and towards the camera. */
  readonly normal: readonly [number, number];
}

/**
 * The outline of a sheet that is bent or folded about upright lines, seen from above: the nearest hit of a ray that starts
 * at `eye` and goes by `go` (to the right, and towards the camera; the sheet's foremost line is the origin).
 */
export type SheetShape = (eye: readonly [number, number], go: readonly [number, number]) => SheetHit | undefined;

/** Part of an upright cylinder, its middle towards the camera: it has depth, as a head has, and none of the shape of a nose. */
export function bent(radius: number): SheetShape {
  return ([eyeRight, eyeOut], [goRight, goOut]) => {
    const out = eyeOut + radius;
    const a = goRight * goRight + goOut * goOut;
    const b = eyeRight * goRight + out * goOut;
    const inside = b * b - a * (eyeRight * eyeRight + out * out - radius * radius);
    if (inside <= 0) return undefined;
    const reach = (-b - Math.sqrt(inside)) / a;
    const angle = Math.atan2(eyeRight + reach * goRight, out + reach * goOut);
    return reach > 0 ? { reach, along: radius * angle, normal: [Math.sin(angle), Math.cos(angle)] } : undefined;
  };
}

/** Folded along its upright middle, as if along a nose; `flank`: by how much either half leans back, radians. */
export function folded(flank: number): SheetShape {
  const [s, c] = [Math.sin(flank), Math.cos(flank)];
  return ([eyeRight, eyeOut], [goRight, goOut]) => {
    const hits = [-1, 1].flatMap((side): SheetHit[] => {
      const reach = -(side * s * eyeRight + c * eyeOut) / (side * s * goRight + c * goOut);
      const along = (eyeRight + reach * goRight) / c;
      return reach > 0 && side * along >= 0 ? [{ reach, along, normal: [side * s, c] }] : [];
    });
    return hits.sort((a, b) => a.reach - b.reach)[0];
  };
}

/**
 * Draws a print on a sheet that is not flat.
 * @param panel light of the kiosk's panel at this distance, as `Scene.panel`.
 */
export function drawSheet(
  light: Float32Array,
  view: View,
  thing: FlatThing,
  pose: Pose,
  lamp: Light,
  shape: SheetShape,
  panel: number,
): void {
  const m = rotation(pose);
  const right: Triple = [m[0], m[3], m[6]];
  const upward: Triple = [m[1], m[4], m[7]];
  const outward: Triple = [m[2], m[5], m[8]];
  const centre: Triple = [pose.x, pose.y, -pose.distance];
  const paint = paperPainter(thing, (thing.picture.width / thing.width) * (pose.distance / view.focal));
  const key = keyDirection(lamp);
  const colour = new Float32Array(3);
  // The camera in the sheet's own axes.
  const eye = [-dot(centre, right), -dot(centre, outward)] as const;
  const eyeUp = -dot(centre, upward);
  for (let y = 0; y < view.height; y++) {
    const dy = -(y + 0.5 - view.height / 2) / view.focal;
    for (let x = 0; x < view.width; x++) {
      const dx = (x + 0.5 - view.width / 2) / view.focal;
      const hit = shape(eye, [
        dx * right[0] + dy * right[1] - right[2],
        dx * outward[0] + dy * outward[1] - outward[2],
      ]);
      if (hit === undefined) continue;
      const up = eyeUp + hit.reach * (dx * upward[0] + dy * upward[1] - upward[2]);
      const [s, c] = hit.normal;
      const normal: Triple = [
        right[0] * s + outward[0] * c,
        right[1] * s + outward[1] * c,
        right[2] * s + outward[2] * c,
      ];
      const brightness = 0.75 + 0.3 * Math.max(0, dot(normal, key)) + (panel / roomLight) * Math.max(0, normal[2]);
      if (paint(colour, hit.along, up, gloss(normal, key, dx, dy), brightness))
        light.set(colour, (y * view.width + x) * 3);
    }
  }
}

function dot(a: Triple, b: Triple): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

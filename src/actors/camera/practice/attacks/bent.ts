import { gloss, paperPainter, type FlatThing, type View } from '../flat.ts';
import { rotation, type Pose } from '../pose.ts';
import { keyDirection, roomLight, type Light } from '../scene.ts';
import type { Triple } from '../curves.ts';

/**
 * Draws a print bent into part of an upright cylinder, its middle towards the camera: it has depth, as a head has, and
 * yet none of the shape of a nose.
 * @param radius cm.
 * @param panel light of the kiosk's panel at this distance, as `Scene.panel`.
 */
export function drawBent(
  light: Float32Array,
  view: View,
  thing: FlatThing,
  pose: Pose,
  lamp: Light,
  radius: number,
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
  // The camera in the sheet's own axes, with the cylinder's axis as origin.
  const eyeRight = -dot(centre, right);
  const eyeUp = -dot(centre, upward);
  const eyeOut = -dot(centre, outward) + radius;
  for (let y = 0; y < view.height; y++) {
    const dy = -(y + 0.5 - view.height / 2) / view.focal;
    for (let x = 0; x < view.width; x++) {
      const dx = (x + 0.5 - view.width / 2) / view.focal;
      const goRight = dx * right[0] + dy * right[1] - right[2];
      const goOut = dx * outward[0] + dy * outward[1] - outward[2];
      const a = goRight * goRight + goOut * goOut;
      const b = eyeRight * goRight + eyeOut * goOut;
      const inside = b * b - a * (eyeRight * eyeRight + eyeOut * eyeOut - radius * radius);
      if (inside <= 0) continue;
      const reach = (-b - Math.sqrt(inside)) / a;
      if (reach <= 0) continue;
      const angle = Math.atan2(eyeRight + reach * goRight, eyeOut + reach * goOut);
      const up = eyeUp + reach * (dx * upward[0] + dy * upward[1] - upward[2]);
      const s = Math.sin(angle);
      const c = Math.cos(angle);
      const normal: Triple = [
        right[0] * s + outward[0] * c,
        right[1] * s + outward[1] * c,
        right[2] * s + outward[2] * c,
      ];
      const brightness = 0.75 + 0.3 * Math.max(0, dot(normal, key)) + (panel / roomLight) * Math.max(0, normal[2]);
      if (paint(colour, radius * angle, up, gloss(normal, key, dx, dy), brightness))
        light.set(colour, (y * view.width + x) * 3);
    }
  }
}

function dot(a: Triple, b: Triple): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

import type { Triple } from '../curves.ts';
import { gloss, paperPainter, type FlatThing, type View } from '../flat.ts';
import { rotation, type Pose } from '../pose.ts';
import { keyDirection, roomLight, type Light } from '../scene.ts';

/** Where a ray meets a sheet. */
export interface SheetHit {
  /** How far along the ray. */
  readonly reach: number;
  /** cm from the foremost line, along the sheet. */
  readonly along: number;
  /** The sheet's normal there: across that line, and towards the camera. */
  readonly normal: readonly [number, number];
}

/**
 * The outline of a sheet that is bent or folded about lines of one direction, seen along them: the nearest hit of a ray that
 * starts at `eye` and goes by `go` (across the lines, and towards the camera; the sheet's foremost line is the origin).
 */
type Outline = (eye: readonly [number, number], go: readonly [number, number]) => SheetHit | undefined;

/** How a sheet is bent or folded: about upright or level lines, the foremost of which lies `at` cm right of its middle or above. */
export interface SheetShape {
  readonly outline: Outline;
  readonly lines: 'upright' | 'level';
  readonly at: number;
}

/** Part of a cylinder: it has depth, as a head has, and none of the shape of a nose. */
export function bent(radius: number): Outline {
  return ([eyeAcross, eyeOut], [goAcross, goOut]) => {
    const out = eyeOut + radius;
    const a = goAcross * goAcross + goOut * goOut;
    const b = eyeAcross * goAcross + out * goOut;
    const inside = b * b - a * (eyeAcross * eyeAcross + out * out - radius * radius);
    if (inside <= 0) return undefined;
    const reach = (-b - Math.sqrt(inside)) / a;
    const angle = Math.atan2(eyeAcross + reach * goAcross, out + reach * goOut);
    return reach > 0 ? { reach, along: radius * angle, normal: [Math.sin(angle), Math.cos(angle)] } : undefined;
  };
}

/** Folded once; `flank`: by how much either half leans back, radians. */
export function folded(flank: number): Outline {
  const [s, c] = [Math.sin(flank), Math.cos(flank)];
  return ([eyeAcross, eyeOut], [goAcross, goOut]) => {
    const hits = [-1, 1].flatMap((side): SheetHit[] => {
      const reach = -(side * s * eyeAcross + c * eyeOut) / (side * s * goAcross + c * goOut);
      const along = (eyeAcross + reach * goAcross) / c;
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
  { outline, lines, at }: SheetShape,
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
  const isUpright = lines === 'upright';
  const [across, beside] = isUpright ? [right, upward] : [upward, right];
  // The camera in the sheet's own axes.
  const eye = [-dot(centre, across) - at, -dot(centre, outward)] as const;
  const eyeBeside = -dot(centre, beside);
  for (let y = 0; y < view.height; y++) {
    const dy = -(y + 0.5 - view.height / 2) / view.focal;
    for (let x = 0; x < view.width; x++) {
      const dx = (x + 0.5 - view.width / 2) / view.focal;
      const go: Triple = [dx, dy, -1];
      const hit = outline(eye, [dot(go, across), dot(go, outward)]);
      if (hit === undefined) continue;
      const along = hit.along + at;
      const away = eyeBeside + hit.reach * dot(go, beside);
      const [u, v] = isUpright ? [along, away] : [away, along];
      const [s, c] = hit.normal;
      const normal: Triple = [
        across[0] * s + outward[0] * c,
        across[1] * s + outward[1] * c,
        across[2] * s + outward[2] * c,
      ];
      const brightness = 0.75 + 0.3 * Math.max(0, dot(normal, key)) + (panel / roomLight) * Math.max(0, normal[2]);
      if (paint(colour, u, v, gloss(normal, key, dx, dy), brightness)) light.set(colour, (y * view.width + x) * 3);
    }
  }
}

function dot(a: Triple, b: Triple): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

import { describe, expect, it } from 'vitest';
import { momentOf } from '../../../../src/actors/camera/practice/behaviour.ts';
import { projectFlatPoint, type FlatThing, type View } from '../../../../src/actors/camera/practice/flat.ts';
import { PictureLevels } from '../../../../src/actors/camera/practice/picture-levels.ts';
import { focalLength, type Pose } from '../../../../src/actors/camera/practice/pose.ts';
import { kioskLens, SceneRenderer } from '../../../../src/actors/camera/practice/renderer.ts';
import { standardScene } from '../../../../src/actors/camera/practice/scene.ts';

type Point = readonly [number, number];

/** A sheet with nine black dots on white, 18 × 24 cm. */
const dots: readonly Point[] = [-6, 0, 6].flatMap((across) => [-8, 0, 8].map((up): Point => [across, up]));
const sheetWidth = 18;
const sheetHeight = 24;

function dottedSheet(): FlatThing {
  const width = 240;
  const height = 320;
  const rgb = new Uint8Array(width * height * 3).fill(255);
  const texels = width / sheetWidth;
  for (const [across, up] of dots) {
    const column = width / 2 + across * texels;
    const row = height / 2 - up * texels;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        if (Math.hypot(x + 0.5 - column, y + 0.5 - row) < texels)
          rgb.fill(0, (y * width + x) * 3, (y * width + x) * 3 + 3);
      }
    }
  }
  return { material: 'paper', picture: new PictureLevels({ width, height, rgb }), width: sheetWidth, hand: null };
}

const view: View = { width: 320, height: 240, focal: focalLength(320, kioskLens.fieldOfView) };

/** Centre of darkness near an expected place. */
function darkCentre(rgb: Uint8Array, near: Point): Point {
  let weight = 0;
  let sumX = 0;
  let sumY = 0;
  const reach = 9;
  for (let y = Math.round(near[1]) - reach; y <= Math.round(near[1]) + reach; y++) {
    for (let x = Math.round(near[0]) - reach; x <= Math.round(near[0]) + reach; x++) {
      const dark = Math.max(0, 150 - (rgb[(y * 320 + x) * 3 + 1] ?? 255));
      weight += dark;
      sumX += dark * (x + 0.5);
      sumY += dark * (y + 0.5);
    }
  }
  expect(weight).toBeGreaterThan(500);
  return [sumX / weight, sumY / weight];
}

/** The homography that takes four points to four others, as 8 numbers. */
function homography(from: readonly Point[], to: readonly Point[]): readonly number[] {
  const rows = from.flatMap(([x, y], i) => {
    const [u, v] = to[i] ?? [0, 0];
    return [
      [x, y, 1, 0, 0, 0, -u * x, -u * y, u],
      [0, 0, 0, x, y, 1, -v * x, -v * y, v],
    ];
  });
  for (let column = 0; column < 8; column++) {
    const pivot = rows.slice(column).toSorted((a, b) => Math.abs(b[column] ?? 0) - Math.abs(a[column] ?? 0))[0] ?? [];
    rows.splice(rows.indexOf(pivot), 1);
    rows.splice(column, 0, pivot);
    for (const row of rows) {
      if (row === pivot) continue;
      const share = (row[column] ?? 0) / (pivot[column] ?? 1);
      for (let k = 0; k < 9; k++) row[k] = (row[k] ?? 0) - share * (pivot[k] ?? 0);
    }
  }
  return rows.map((row, i) => (row[8] ?? 0) / (row[i] ?? 1));
}

function apply(h: readonly number[], [x, y]: Point): Point {
  const at = (i: number) => h[i] ?? 0;
  const w = at(6) * x + at(7) * y + 1;
  return [(at(0) * x + at(1) * y + at(2)) / w, (at(3) * x + at(4) * y + at(5)) / w];
}

const corners = [0, 2, 6, 8];

describe('flat things', () => {
  const renderer = new SceneRenderer(view.width, view.height);
  const sheet = dottedSheet();
  const look = (pose: Pose): readonly Point[] => {
    const rgb = renderer.render(sheet, { ...standardScene, noise: 0, pose });
    return dots.map(([across, up]) => darkCentre(rgb, projectFlatPoint(pose, view, across, up)));
  };
  const straight: Pose = { yaw: 0, pitch: 0, roll: 0, x: 0, y: 0, distance: 40 };

  it('are drawn where the projection says', () => {
    const pose: Pose = { yaw: 0.35, pitch: -0.15, roll: 0.1, x: 1, y: -1, distance: 38 };
    for (const [i, seen] of look(pose).entries()) {
      const [across, up] = dots[i] ?? [0, 0];
      const [x, y] = projectFlatPoint(pose, view, across, up);
      // A dot's centre of darkness lies a little nearer than the dot's own centre under perspective.
      expect(Math.hypot(seen[0] - x, seen[1] - y)).toBeLessThan(0.4);
    }
  });

  it('have a true perspective: the near side is larger', () => {
    const turned = look({ ...straight, yaw: 0.4 });
    const height = (column: number) => (turned[column * 3]?.[1] ?? 0) - (turned[column * 3 + 2]?.[1] ?? 0);
    expect(height(0) / height(2)).toBeGreaterThan(1.08);
  });

  it.each(['print', 'printSmall', 'printFilling', 'screen'] as const)(
    '%s stays one plane from one moment to another',
    (behaviour) => {
      const asked = [{ cue: 'turnLeft' as const, from: 2000, until: 4000 }];
      const first = look({ ...momentOf(behaviour, 4, 1500, asked).scene.pose, distance: 42, x: 0, y: 0 });
      const second = look({ ...momentOf(behaviour, 4, 3500, asked).scene.pose, distance: 44, x: 0, y: 0 });
      const h = homography(
        corners.map((i) => first[i] ?? [0, 0]),
        corners.map((i) => second[i] ?? [0, 0]),
      );
      for (const [i, point] of first.entries()) {
        const [x, y] = apply(h, point);
        expect(Math.hypot(x - (second[i]?.[0] ?? 0), y - (second[i]?.[1] ?? 0))).toBeLessThan(0.4);
      }
    },
  );

  it('turn when the screen asks, to the side it asks for', () => {
    for (const behaviour of ['print', 'printSmall', 'printFilling', 'screen'] as const) {
      const left = momentOf(behaviour, 1, 3500, [{ cue: 'turnLeft', from: 2000, until: Infinity }]).scene.pose.yaw;
      const right = momentOf(behaviour, 1, 3500, [{ cue: 'turnRight', from: 2000, until: Infinity }]).scene.pose.yaw;
      expect(left).toBeGreaterThan(0.2);
      expect(right).toBeLessThan(-0.2);
    }
  });

  it('sheet height follows from the picture', () => {
    const [, top] = projectFlatPoint(straight, view, 0, sheetHeight / 2);
    const rgb = renderer.render(sheet, { ...standardScene, noise: 0, pose: straight });
    const green = (y: number) => rgb[(y * 320 + 160) * 3 + 1] ?? 0;
    expect(Math.abs(green(Math.round(top) + 2) - green(Math.round(top) - 3))).toBeGreaterThan(8);
  });
});

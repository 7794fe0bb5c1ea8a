import { mkdirSync, writeFileSync } from 'node:fs';
import { createCanvas } from '@napi-rs/canvas';
import { behaviours } from '../../practice/patient.ts';
import type { CueSpan } from './cue.ts';
import { personas } from './personas.ts';
import { buildPerson } from './person.ts';
import { SceneRenderer } from './renderer.ts';
import { standardLight, standardScene, type Scene } from './scene.ts';
import { Studio, type Face } from './studio.ts';

/*
 * Draws every person in every view and every behaviour over time, for looking at.
 *   node src/actors/camera/practice/contact-sheet.ts      → out/practice-people.png, out/practice-behaviours.png
 */
const width = 320;
const height = 240;

function sheet(rows: readonly (readonly Uint8Array[])[]): Buffer {
  const canvas = createCanvas(width * Math.max(...rows.map((row) => row.length)), height * rows.length);
  const context = canvas.getContext('2d');
  for (const [j, row] of rows.entries()) {
    for (const [i, rgb] of row.entries()) {
      const image = context.createImageData(width, height);
      for (let at = 0; at < width * height; at++) {
        for (let k = 0; k < 3; k++) image.data[at * 4 + k] = rgb[at * 3 + k] ?? 0;
        image.data[at * 4 + 3] = 255;
      }
      context.putImageData(image, i * width, j * height);
    }
  }
  return canvas.toBuffer('image/png');
}

const views: readonly Partial<Scene>[] = [
  {},
  { pose: { ...standardScene.pose, yaw: 0.4 }, gaze: [-0.22, 0] },
  { pose: { ...standardScene.pose, yaw: -0.4 }, gaze: [0.22, 0] },
  { pose: { ...standardScene.pose, pitch: 0.2, distance: 36 } },
  { blink: 1 },
  { light: { ...standardLight, azimuth: 1.2, elevation: 0.3, fill: 0.3, ambient: 0.4 } },
];

function peopleSheet(): Buffer {
  const renderer = new SceneRenderer(width, height);
  const studio = new Studio(width, height);
  return sheet(
    personas.map((persona, number) => {
      const person = buildPerson(persona);
      const seen = views.map((view) => renderer.render(person, { ...standardScene, ...view }));
      return [...seen, portrait(studio, number)];
    }),
  );
}

/** The chip photo in the middle of a black picture, three quarters of its size. */
function portrait(studio: Studio, number: number): Uint8Array {
  const photo = studio.chipPhoto(number);
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < 180; x++) {
      const grey = photo.grey[Math.trunc((y * 4) / 3) * photo.width + Math.trunc((x * 4) / 3)] ?? 0;
      rgb.fill(grey, (y * width + 70 + x) * 3, (y * width + 70 + x) * 3 + 3);
    }
  }
  return rgb;
}

function behavioursSheet(): Buffer {
  const studio = new Studio(width, height);
  const cues: readonly CueSpan[] = [
    { cue: 'turnLeft', from: 4000, until: 6000 },
    { cue: 'turnRight', from: 7000, until: 9000 },
  ];
  const moments = [0, 400, 1400, 2200, 3500, 5400, 8400];
  return sheet(
    behaviours.map((behaviour, number) => {
      const face: Face = { persona: number % personas.length, behaviour };
      return moments.map((time) => studio.picture(face, time, cues));
    }),
  );
}

mkdirSync('out', { recursive: true });
writeFileSync('out/practice-people.png', peopleSheet());
writeFileSync('out/practice-behaviours.png', behavioursSheet());

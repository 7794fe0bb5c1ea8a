import { mkdirSync, writeFileSync } from 'node:fs';
import { createCanvas } from '@napi-rs/canvas';
import type { CueSpan } from '../cue.ts';
import { ClipStage, type Clip } from './clip-stage.ts';
import { conditions, species } from './species.ts';

/*
 * Draws every species of attack, and every condition of genuine people, over time, for looking at. Grey, as the matcher sees them.
 *   node src/actors/camera/practice/attacks/contact-sheet.ts      → out/practice-attacks.png
 */
const width = 320;
const height = 240;
const cues: readonly CueSpan[] = [{ cue: 'turnLeft', from: 2_000, until: 4_500 }];
const moments = [300, 1_000, 1_700, 3_400, 4_600];

const clips: readonly Clip[] = [
  ...conditions.map((_, i) => ({ kind: 'genuine' as const, number: 8 * i + i })),
  ...species.map((kind, i) => ({ kind, number: i })),
];
const stage = new ClipStage(width, height);
const canvas = createCanvas(width * moments.length, height * clips.length);
const ink = canvas.getContext('2d');
for (const [row, clip] of clips.entries()) {
  const playing = stage.play(clip);
  for (const [column, time] of moments.entries()) {
    const { planes } = playing.frame(time, cues);
    const image = ink.createImageData(width, height);
    for (let at = 0; at < width * height; at++) {
      const grey = planes[at] ?? 0;
      image.data.set([grey, grey, grey, 255], at * 4);
    }
    ink.putImageData(image, column * width, row * height);
  }
}
mkdirSync('out', { recursive: true });
writeFileSync('out/practice-attacks.png', canvas.toBuffer('image/png'));

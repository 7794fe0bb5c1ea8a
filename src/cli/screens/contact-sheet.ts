import { writeFileSync } from 'node:fs';
import { createCanvas, loadImage } from '@napi-rs/canvas';

export interface Shot {
  readonly name: string;
  readonly file: string;
}

const label = 18;
const gap = 8;

/** Pastes the pictures side by side, each under its name, `rowsEach` rows to a file (`<base>-1.png` …). `width` is that of one picture. */
export async function contactSheets(
  shots: readonly Shot[],
  columns: number,
  rowsEach: number,
  width: number,
  base: string,
): Promise<void> {
  const each = columns * rowsEach;
  for (let from = 0, page = 1; from < shots.length; from += each, page += 1) {
    await contactSheet(shots.slice(from, from + each), columns, width, `${base}-${page}.png`);
  }
}

async function contactSheet(shots: readonly Shot[], columns: number, width: number, file: string): Promise<void> {
  const first = shots[0];
  if (first === undefined) return;
  const size = await loadImage(first.file);
  const height = Math.round((size.height / size.width) * width);
  const rows = Math.ceil(shots.length / columns);
  const canvas = createCanvas(columns * (width + gap) + gap, rows * (height + label + gap) + gap);
  const brush = canvas.getContext('2d');
  brush.fillStyle = '#6b7280';
  brush.fillRect(0, 0, canvas.width, canvas.height);
  brush.font = '13px sans-serif';
  brush.fillStyle = '#ffffff';
  for (const [index, shot] of shots.entries()) {
    const x = gap + (index % columns) * (width + gap);
    const y = gap + Math.floor(index / columns) * (height + label + gap);
    brush.fillText(shot.name, x, y + 13);
    brush.drawImage(await loadImage(shot.file), x, y + label, width, height);
  }
  writeFileSync(file, await canvas.encode('png'));
}

import { createCanvas } from '@napi-rs/canvas';
import { artScale, cardHeight, cardWidth, Pen, type PrintedDigit } from './pen.ts';
import type { Random } from './random.ts';

export interface CardArt {
  readonly width: number;
  readonly height: number;
  /** Grey. */
  readonly pixels: Uint8Array<ArrayBuffer>;
  /** The digits of the three fields. */
  readonly digits: readonly PrintedDigit[];
}

/** A grey photo. */
export interface PrintedPhoto {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

export function blankCard(): { pen: Pen; finish: () => CardArt } {
  const width = Math.round(cardWidth * artScale);
  const height = Math.round(cardHeight * artScale);
  const canvas = createCanvas(width, height);
  const pen = new Pen(canvas.getContext('2d'));
  const finish = () => {
    const { data } = pen.ink.getImageData(0, 0, width, height);
    const pixels = new Uint8Array(new ArrayBuffer(width * height));
    for (let at = 0; at < pixels.length; at++) {
      const first = at * 4;
      const grey = 0.299 * (data[first] ?? 0) + 0.587 * (data[first + 1] ?? 0) + 0.114 * (data[first + 2] ?? 0);
      pixels[at] = grey + 0.5;
    }
    return { width, height, pixels, digits: pen.digits };
  };
  return { pen, finish };
}

/** Wave lines, star bursts and JAPAN micro text over a pink to green ground. */
export function drawGuilloche(pen: Pen, random: Random): void {
  const { ink } = pen;
  const ground = ink.createLinearGradient(0, 0, cardWidth * artScale, cardHeight * artScale);
  ground.addColorStop(0, '#f6dfe2');
  ground.addColorStop(0.55, '#f7eee6');
  ground.addColorStop(1, '#f1f3d8');
  ink.fillStyle = ground;
  ink.fillRect(0, 0, cardWidth * artScale, cardHeight * artScale);
  for (let family = 0; family < 3; family++) {
    const pitch = random.between(0.6, 1.4);
    const height = random.between(0.4, 2.2);
    const wave = random.between(0.06, 0.25);
    const colour = random.pick(['#ecc3c9', '#e7cdb9', '#d9dcae', '#efcdd3']);
    for (let y = -3; y < cardHeight + 3; y += pitch) {
      const points: [number, number][] = [];
      for (let x = 0; x <= cardWidth; x += 0.6) points.push([x, y + height * Math.sin(x * wave + y * 0.3 + family)]);
      pen.line(points, colour, 1);
    }
  }
  for (let y = 15; y < 38; y += 1.5) {
    pen.microText('JAPAN '.repeat(36), random.between(-3, 0), y);
  }
  for (let burst = 0; burst < 9; burst++) {
    const centre = [random.between(30, 84), random.between(0, 30)] as const;
    const length = random.between(4, 16);
    for (let ray = 0; ray < 18; ray++) {
      const angle = (ray * Math.PI) / 9 + random.next() * 0.1;
      pen.line([centre, [centre[0] + length * Math.cos(angle), centre[1] + length * Math.sin(angle)]], '#cfd49c', 1);
    }
  }
}

export function drawPhoto(pen: Pen, photo: PrintedPhoto | undefined, random: Random): void {
  const [x, y, width, height] = [3, 18.9, 20.8, 26.3];
  if (photo === undefined) {
    pen.box(x, y, width, height, '#bcd3e6');
    pen.ink.save();
    pen.ink.beginPath();
    pen.ink.rect(x * artScale, y * artScale, width * artScale, height * artScale);
    pen.ink.clip();
    ellipse(
      pen,
      x + width / 2,
      y + height * 1.02,
      width * 0.48,
      height * 0.33,
      random.pick(['#5b6f8f', '#8a5f66', '#4d7461']),
    );
    ellipse(pen, x + width / 2, y + height * 0.4, width * 0.3, height * 0.3, '#3d3330');
    ellipse(pen, x + width / 2, y + height * 0.46, width * 0.25, height * 0.25, '#e8c9a8');
    pen.ink.restore();
    return;
  }
  for (let row = 0; row < photo.height; row++) {
    for (let column = 0; column < photo.width; column++) {
      const grey = photo.pixels[row * photo.width + column] ?? 0;
      const [w, h] = [width / photo.width, height / photo.height];
      pen.box(x + column * w, y + row * h, w * 1.02, h * 1.02, `rgb(${grey},${grey},${grey})`);
    }
  }
}

function ellipse(pen: Pen, x: number, y: number, rx: number, ry: number, fill: string): void {
  pen.ink.fillStyle = fill;
  pen.ink.beginPath();
  pen.ink.ellipse(x * artScale, y * artScale, rx * artScale, ry * artScale, 0, 0, 2 * Math.PI);
  pen.ink.fill();
}

/** Rubs light patches over the print and scratches it. */
export function wearDown(pen: Pen, wear: number, random: Random): void {
  if (wear <= 0) return;
  const { ink } = pen;
  for (let patch = 0; patch < 900 * wear; patch++) {
    ink.globalAlpha = random.between(0.05, 0.35) * wear;
    ellipse(
      pen,
      random.between(0, cardWidth),
      random.between(0, cardHeight),
      random.between(0.2, 1.6),
      random.between(0.1, 0.7),
      '#f3e9e4',
    );
  }
  for (let scratch = 0; scratch < 24 * wear; scratch++) {
    const start = [random.between(0, cardWidth), random.between(0, cardHeight)] as const;
    const angle = random.between(0, Math.PI);
    const length = random.between(2, 30);
    ink.globalAlpha = random.between(0.15, 0.5);
    pen.line(
      [start, [start[0] + length * Math.cos(angle), start[1] + length * Math.sin(angle)]],
      random.pick(['#ffffff', '#b4b4b4', '#555555']),
      random.between(1, 2.5),
    );
  }
  ink.globalAlpha = 1;
}

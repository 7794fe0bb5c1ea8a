import { createCanvas, type Canvas } from '@napi-rs/canvas';
import { rgbToI420 } from '../../camera/practice/i420.ts';
import { loadCanvas } from '../../scanner/practice/picture-file.ts';
import { Random } from '../../scanner/practice/random.ts';
import { pictureOf } from '../child/frame-picture.ts';
import type { Engine } from '../engine/engine.ts';
import type { Landmarks } from '../engine/landmarks.ts';
import { FaceMeter } from '../quality/face-measures.ts';
import { judgeFace } from '../quality/quality-gate.ts';
import { everyCloth, paintMask, type Cloth } from './painted-mask.ts';

export type Wearing = 'nothing' | Cloth;
export const wearings: readonly Wearing[] = ['nothing', ...everyCloth];

/** Faces that the quality gate has nothing else against, and those of them that it says are covered. */
export interface MaskTally {
  readonly wearing: Wearing;
  readonly colour: boolean;
  readonly judged: number;
  readonly covered: number;
}

/** Of a camera, greys to either side. */
const noise = 3;

/**
 * Paints masks over faces and asks the quality gate about them, as a camera with colour and one without would show them.
 * Counts faces that are judged; nothing of a face is kept.
 */
export class MaskedPeople {
  readonly #engine: Engine;
  readonly #meter = new FaceMeter();
  readonly #random = new Random(1);
  readonly #counts = new Map<string, { judged: number; covered: number }>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  get tallies(): readonly MaskTally[] {
    return wearings.flatMap((wearing) =>
      [true, false].map((colour) => ({ wearing, colour, ...this.#countOf(wearing, colour) })),
    );
  }

  /** Judges the face of one picture, bare and with every mask; answers the pictures, none where there is no face. */
  async judge(file: string): Promise<readonly Canvas[]> {
    const bare = await loadCanvas(file);
    if (bare === 'broken') return [];
    const landmarks = await this.#look(bare, 'nothing');
    if (landmarks === undefined) return [];
    const pictures = [bare];
    for (const cloth of everyCloth) {
      const masked = createCanvas(bare.width, bare.height);
      masked.getContext('2d').drawImage(bare, 0, 0);
      paintMask(masked.getContext('2d'), landmarks, cloth);
      (await this.#look(masked, cloth))?.fill(0);
      pictures.push(masked);
    }
    landmarks.fill(0);
    return pictures;
  }

  async #look(canvas: Canvas, wearing: Wearing): Promise<Landmarks | undefined> {
    const { width, height } = canvas;
    const planes = rgbToI420(this.#seen(canvas), width, height);
    const picture = pictureOf({ width, height, format: 'i420', time: 0, planes });
    const faces = await this.#engine.find(picture);
    const [main] = faces;
    const landmarks = main === undefined ? undefined : await this.#engine.place(picture, main);
    if (main === undefined || landmarks === undefined) return undefined;
    const { chroma: _, ...grey } = picture;
    for (const colour of [true, false]) {
      const { hint } = judgeFace(this.#meter.measure(colour ? picture : grey, faces, main, landmarks, undefined));
      const count = this.#countOf(wearing, colour);
      if (hint === 'none' || hint === 'covered') count.judged++;
      if (hint === 'covered') count.covered++;
    }
    return landmarks;
  }

  /** RGB as a camera gives it: cloth that is painted has no noise. */
  #seen(canvas: Canvas): Uint8Array {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const rgb = new Uint8Array((data.length / 4) * 3);
    for (let pixel = 0; pixel < data.length / 4; pixel++) {
      for (let channel = 0; channel < 3; channel++) {
        const value = (data[4 * pixel + channel] ?? 0) + this.#random.between(-noise, noise);
        rgb[3 * pixel + channel] = Math.min(255, Math.max(0, value));
      }
    }
    return rgb;
  }

  #countOf(wearing: Wearing, colour: boolean): { judged: number; covered: number } {
    const key = `${wearing} ${colour}`;
    const count = this.#counts.get(key) ?? { judged: 0, covered: 0 };
    this.#counts.set(key, count);
    return count;
  }
}

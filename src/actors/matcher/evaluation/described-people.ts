import type { Embedding, Engine } from '../engine/engine.ts';
import type { Picture } from '../engine/picture.ts';
import { FaceMeter } from '../quality/face-measures.ts';
import { judgeFace } from '../quality/quality-gate.ts';
import { loadPicture } from '../../scanner/practice/picture-file.ts';
import { chipReference } from './chip-reference.ts';
import type { PersonFolder } from './face-folders.ts';

/** One picture in both of its parts: as the camera's probe, and as the reference it might have been in the chip. */
export interface DescribedPicture {
  /** Missing when the quality gate is on and refuses the picture. */
  readonly probe: Embedding | undefined;
  readonly reference: Embedding;
}

export interface DescribedPeople {
  /** Per person, the pictures with a face. */
  readonly people: readonly (readonly DescribedPicture[])[];
  readonly pictures: number;
  /** Pictures without a face, or unreadable. */
  readonly faceless: number;
  /** Pictures that the quality gate refuses as probes (when it is on). */
  readonly refused: number;
}

export interface DescribeOptions {
  readonly reference: 'chip' | 'plain';
  readonly gate: boolean;
  /** Told after each picture. */
  readonly progress: (done: number, total: number) => void;
  /** Once aborted, no further person is described. */
  readonly signal: AbortSignal;
}

/** Describes every picture once. Embeddings stay in memory and nowhere else. */
export async function describePeople(
  engine: Engine,
  folders: readonly PersonFolder[],
  { reference, gate, progress, signal }: DescribeOptions,
): Promise<DescribedPeople> {
  const meter = new FaceMeter();
  const total = folders.reduce((sum, { pictures }) => sum + pictures.length, 0);
  const people: DescribedPicture[][] = [];
  let done = 0;
  let faceless = 0;
  let refused = 0;
  for (const folder of folders) {
    if (signal.aborted) break;
    const described: DescribedPicture[] = [];
    for (const file of folder.pictures) {
      const one = await describe(engine, meter, file, reference);
      progress(++done, total);
      if (one === undefined) faceless++;
      else {
        const usable = !gate || one.comparable;
        if (!usable) refused++;
        described.push({ probe: usable ? one.probe : undefined, reference: one.reference });
      }
    }
    if (described.length > 0) people.push(described);
  }
  return { people, pictures: done, faceless, refused };
}

async function describe(engine: Engine, meter: FaceMeter, file: string, kind: 'chip' | 'plain') {
  const frame = await loadPicture(file, 0);
  if (frame === 'broken') return undefined;
  const picture: Picture = { width: frame.width, height: frame.height, pixels: frame.planes };
  const faces = await engine.find(picture);
  const [main] = faces;
  const landmarks = main === undefined ? undefined : await engine.place(picture, main);
  if (main === undefined || landmarks === undefined) return undefined;
  const { comparable } = judgeFace(meter.measure(picture, faces, main, landmarks, undefined));
  const probe = await engine.embed(picture, landmarks);
  const reference = kind === 'plain' ? probe : await engine.describe(await chipReference(picture, landmarks));
  return probe === undefined || reference === undefined ? undefined : { probe, reference, comparable };
}

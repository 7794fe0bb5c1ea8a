import type { FaceHint } from '../../../vocabulary/jobs.ts';
import type { Embedding, Engine } from '../engine/engine.ts';
import type { Picture } from '../engine/picture.ts';
import { FaceMeter } from '../quality/face-measures.ts';
import { judgeFace } from '../quality/quality-gate.ts';
import { loadPicture } from '../../scanner/practice/picture-file.ts';
import { chipReference } from './chip-reference.ts';
import type { PersonFolder } from './face-folders.ts';

/** One picture in both of its parts: as the camera's probe, and as the reference it might have been in the chip. */
export interface DescribedPicture {
  /** Missing where the quality gate is on and refuses the picture. */
  readonly probe: Embedding | undefined;
  readonly reference: Embedding;
}

/** What the kiosk's quality gate would say of the picture beside it. */
interface JudgedPicture extends DescribedPicture {
  readonly hint: FaceHint;
}

export interface DescribedPerson {
  readonly name: string;
  /** The pictures with a face. */
  readonly pictures: readonly JudgedPicture[];
}

export interface DescribedPeople {
  /** Who has a picture with a face. */
  readonly people: readonly DescribedPerson[];
  readonly pictures: number;
  /** Files that are no pictures. */
  readonly unreadable: number;
  /** Pictures without a face. */
  readonly faceless: number;
}

export interface DescribeOptions {
  readonly reference: 'chip' | 'plain';
  /** Told after each picture. */
  readonly progress: (done: number, total: number) => void;
  /** Once aborted, no further person is described. */
  readonly signal: AbortSignal;
}

/** Describes every picture once. Embeddings stay in memory and nowhere else. */
export async function describePeople(
  engine: Engine,
  folders: readonly PersonFolder[],
  { reference, progress, signal }: DescribeOptions,
): Promise<DescribedPeople> {
  const meter = new FaceMeter();
  const total = folders.reduce((sum, { pictures }) => sum + pictures.length, 0);
  const people: DescribedPerson[] = [];
  let done = 0;
  const failed = { unreadable: 0, faceless: 0 };
  for (const { name, pictures } of folders) {
    if (signal.aborted) break;
    const described: JudgedPicture[] = [];
    for (const file of pictures) {
      const one = await describe(engine, meter, file, reference);
      progress(++done, total);
      if (typeof one === 'string') failed[one]++;
      else described.push(one);
    }
    if (described.length > 0) people.push({ name, pictures: described });
  }
  return { people, pictures: done, ...failed };
}

/** The same people with the quality gate on: a picture that the kiosk would refuse is no probe, but stays a reference. */
export function gated(people: readonly DescribedPerson[]): readonly DescribedPerson[] {
  return people.map(({ name, pictures }) => ({
    name,
    pictures: pictures.map((one) => (one.hint === 'none' ? one : { ...one, probe: undefined })),
  }));
}

/** How often the quality gate says what, refusals only. */
export function refusals(people: readonly DescribedPerson[]): ReadonlyMap<FaceHint, number> {
  const counts = new Map<FaceHint, number>();
  for (const { hint } of people.flatMap(({ pictures }) => pictures)) {
    if (hint !== 'none') counts.set(hint, (counts.get(hint) ?? 0) + 1);
  }
  return counts;
}

async function describe(
  engine: Engine,
  meter: FaceMeter,
  file: string,
  kind: 'chip' | 'plain',
): Promise<JudgedPicture | 'unreadable' | 'faceless'> {
  const frame = await loadPicture(file, 0);
  if (frame === 'broken') return 'unreadable';
  const picture: Picture = { width: frame.width, height: frame.height, pixels: frame.planes };
  const faces = await engine.find(picture);
  const [main] = faces;
  const landmarks = main === undefined ? undefined : await engine.place(picture, main);
  if (main === undefined || landmarks === undefined) return 'faceless';
  const openness = await engine.openness(picture, landmarks);
  const { hint } = judgeFace(meter.measure(picture, faces, main, landmarks, openness));
  const probe = await engine.embed(picture, landmarks);
  const reference =
    kind === 'plain'
      ? await engine.enrol(picture, landmarks)
      : await engine.describe(await chipReference(picture, landmarks));
  return probe === undefined || reference === undefined ? 'faceless' : { probe, reference, hint };
}

import { ClipStage } from '../../camera/practice/attacks/clip-stage.ts';
import { unpackFrame, type FrameFormat } from '../../camera/frames.ts';
import type { Liveness } from '../../models/liveness-schema.ts';
import { decodeChipPhoto } from '../child/chip-photo.ts';
import { pictureOf } from '../child/frame-picture.ts';
import { FrameRate } from '../child/frame-rate.ts';
import { Observer } from '../child/observer.ts';
import { Watch } from '../decision/watch.ts';
import { cosine } from '../engine/embedder.ts';
import type { Embedding, Engine } from '../engine/engine.ts';
import type { PassiveNetwork } from '../engine/passive-network.ts';
import type { Picture } from '../engine/picture.ts';
import { badFrameKinds, badFrames, type BadFrameKind, type Living } from './bad-frames.ts';
import { badPhotoKinds, BadPhotos, type BadPhotoKind } from './bad-photos.ts';

/** Frames of one sequence, 2.4 s: time enough to match, to refuse a stranger, or to ask for a turn. */
const sequence = 24;
const formats: readonly FrameFormat[] = ['grey', 'i420'];

export interface BadInputTally {
  readonly kind: BadFrameKind | BadPhotoKind;
  readonly inputs: number;
  readonly matches: number;
  readonly crashes: number;
  /**
   * Sequences of readable frames that ended without a hint and without a verdict; the patient would be left alone. `none`,
   * that there is nothing to do but look, counts as a hint and stands among the ends.
   */
  readonly silent: number;
  /** Hints, verdicts and other ends, and how often. */
  readonly ends: { readonly [end: string]: number };
}

interface Subject {
  readonly engine: Engine;
  readonly threshold: number;
  readonly liveness: Liveness;
  readonly passive?: PassiveNetwork | undefined;
}

/**
 * Puts bad frames and bad photos before the matcher's own observer, decision and decoder, as many of each kind, frames
 * in grey and in colour. Nothing may match and nothing may be thrown.
 */
export async function judgeBadInput(
  subject: Subject,
  { frames, photos }: { readonly frames: number; readonly photos: number },
  progress: (done: number, total: number) => void,
): Promise<readonly BadInputTally[]> {
  const living = livingPeople();
  const owner = await describe(subject.engine, living.ownerPhoto);
  const other = await describe(subject.engine, living.otherPhoto);
  const kinds = Object.entries(badFrameKinds) as [BadFrameKind, 'own' | 'other'][];
  const total = frames + photos;
  const tallies: BadInputTally[] = [];
  const share = Math.ceil(frames / (kinds.length * formats.length));
  let sequences = 0;
  let done = 0;
  for (const [kind, card] of kinds) {
    const tally = new Tally(kind);
    for (const format of formats) {
      for (let from = 0; from < share; from += sequence) {
        const count = Math.min(sequence, share - from);
        const packed = badFrames(kind, format, living, count, ++sequences);
        await tally.add(count, () => watchAll(subject, packed, card === 'own' ? owner : other));
        progress((done += count), total);
      }
    }
    tallies.push(tally.result);
  }
  const bad = await BadPhotos.from(living.ownerPhoto);
  for (const kind of badPhotoKinds) {
    const tally = new Tally(kind);
    for (let seed = 1; seed <= Math.ceil(photos / badPhotoKinds.length); seed++) {
      const file = await bad.make(kind, seed);
      await tally.add(1, () => enrolWith(subject, file, other));
      progress(++done, total);
    }
    tallies.push(tally.result);
  }
  return tallies;
}

class Tally {
  readonly #kind: BadInputTally['kind'];
  #inputs = 0;
  #crashes = 0;
  readonly #ends = new Map<string, number>();

  constructor(kind: BadInputTally['kind']) {
    this.#kind = kind;
  }

  async add(inputs: number, judge: () => Promise<readonly string[]>): Promise<void> {
    this.#inputs += inputs;
    try {
      for (const end of await judge()) this.#ends.set(end, (this.#ends.get(end) ?? 0) + 1);
    } catch {
      this.#crashes++;
    }
  }

  get result(): BadInputTally {
    return {
      kind: this.#kind,
      inputs: this.#inputs,
      matches: this.#ends.get('match') ?? 0,
      crashes: this.#crashes,
      silent: this.#ends.get('silent') ?? 0,
      ends: Object.fromEntries(this.#ends),
    };
  }
}

/** Depth alone has to refuse the card's owner: the other doubts would ask for turns, which nothing here makes. */
const noDoubts = { parallaxMissing: 0, lightSilent: 0, surroundingsTied: 0, passiveFake: 0 };

async function watchAll(
  { engine, threshold, liveness, passive }: Subject,
  packed: readonly Uint8Array<ArrayBuffer>[],
  reference: Embedding,
): Promise<readonly string[]> {
  const observer = new Observer(engine, passive);
  const watch = new Watch(reference, {
    threshold,
    liveness: { ...liveness, doubts: noDoubts },
    challenge: 'whenInDoubt',
    light: false,
    turnsSpent: false,
    random: () => 0.4,
  });
  const rate = new FrameRate();
  const ends: string[] = [];
  let readable = 0;
  try {
    for (const bytes of packed) {
      const frame = unpackFrame(bytes);
      if ('broken' in frame) continue;
      readable++;
      if (rate.isTooSlow(frame.time)) return [...ends, 'tooSlow'];
      const observed = await observer.observe(pictureOf(frame), frame.time);
      const { hint, verdict } = watch.look(observed);
      if (hint !== undefined) ends.push(hint);
      if (verdict !== undefined) return [...ends, verdict];
    }
  } finally {
    watch.forget();
  }
  if (readable === 0) return ['refused as frames'];
  return ends.length === 0 && readable === packed.length ? ['silent'] : ends;
}

/** The photo as that of somebody else's card: whatever becomes of it, it is not this person. */
async function enrolWith(
  { engine, threshold }: Subject,
  file: Uint8Array,
  other: Embedding,
): Promise<readonly string[]> {
  const picture = await decodeChipPhoto(file);
  if (picture === undefined) return ['damaged'];
  const template = await engine.describe(picture);
  if (template === undefined) return ['noFace'];
  return [cosine(template, other) >= threshold ? 'match' : 'a face'];
}

async function describe(engine: Engine, photo: Picture): Promise<Embedding> {
  const template = await engine.describe(photo);
  if (template === undefined) throw new Error('no face in the photo of a practice person');
  return template;
}

/** Two of the practice people as they look about, and their photos. */
function livingPeople(): Living & { readonly ownerPhoto: Picture; readonly otherPhoto: Picture } {
  const stage = new ClipStage();
  const [owner, other] = [0, 1].map((number) => {
    const playing = stage.play({ kind: 'genuine', number });
    const frames = Array.from({ length: 12 }, (_, i) => pictureOf(playing.frame(i * 200, [])));
    const { grey, width, height } = playing.chipPhoto;
    return { frames, photo: { width, height, pixels: new Uint8Array(grey) } };
  });
  if (owner === undefined || other === undefined) throw new RangeError('two people are needed');
  return { owner: owner.frames, other: other.frames, ownerPhoto: owner.photo, otherPhoto: other.photo };
}

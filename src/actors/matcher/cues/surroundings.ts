import { eyeDistance, fivePoints, type Landmarks } from '../engine/landmarks.ts';
import { offHeapFloats } from '../engine/picture.ts';
import type { Thumbnail } from '../quality/thumbnailer.ts';
import { compareSurroundings, type Around } from './surroundings-votes.ts';

/** `asking`: too early to say, or nothing to see; it counts against nobody. */
export type SurroundingsState = 'asking' | 'free' | 'tied';

/** Votes of single places from which there is something to say. */
const enough = 60;
/**
 * Tied when the places that go with the face are at least this share of those that stay, because behind a thing that is
 * held the room stays where it is too; free when they are less than the other share.
 */
const share = { tied: 0.25, free: 0.1 };
/** Frames that are kept to compare with. */
const kept = 4;
/** A frame says something new once the face has moved by so many cells (each about a tenth of the eye distance). */
const leastMove = 1;

/**
 * What surrounds the face of a living person stays where it is when the head moves; the edge of a screen or a sheet and
 * what is pictured on it go along with the pictured face (Anjos and Marcel 2011 compare the motion of face and
 * background likewise). This cue counts the places around the head that did the one or the other between any two frames
 * in which the face lies differently; without movement, or before a plain wall, there are none.
 *
 * Measured by us on drawn people and things (320 × 240, 2 s of ten frames each, no turns asked for): tied 0 of 72
 * genuine people at any moment (13 free, the rest nothing, because drawn rooms are smooth), 16 of 16 tablets, 14 of 16
 * recordings on them, 15 of 16 photos of the card and large prints, 16 of 16 middle ones, 11 of 16 tablets and 1 of 16
 * sheets that fill the view, 2 of 16 bent sheets, no masks; phones and small prints are seldom followed. The limits
 * here and in surroundings-votes.ts were chosen on the same clips. In rooms full of edges (shelves, leaves, blinds,
 * windows) 61 of the 72 are free and again none tied; of 8 each 2 tablets, 5 recordings, 3 middle and 2 large prints, 1
 * photo of the card and all tablets that fill the view are. Hair or a hat further out than `head` there would look
 * tied, and so would the headrest of a wheelchair that moves: this cue is a doubt and no verdict. In whole tries with
 * turns that are asked for 0 of 72 genuine people end tied, 8 of 8 each of tablets, recordings, middle prints and
 * photos of the card. 0.2 ms for a frame, thumbnail included.
 */
export class Surroundings {
  #frames: Around[] = [];
  #tied = 0;
  #free = 0;

  look(thumbnail: Thumbnail, landmarks: Landmarks): void {
    if (!(eyeDistance(landmarks) > thumbnail.cell)) return;
    if (this.#frames.some(({ width, height }) => width !== thumbnail.width || height !== thumbnail.height))
      this.forget();
    const now = aroundOf(thumbnail, landmarks);
    const latest = this.#frames.at(-1);
    if (latest !== undefined && moveBetween(latest, now) < leastMove) {
      overwrite(now);
      return;
    }
    for (const frame of this.#frames) {
      if (moveBetween(frame, now) < leastMove) continue;
      const { tied, free } = compareSurroundings(frame, now);
      this.#tied += tied;
      this.#free += free;
    }
    this.#frames.push(now);
    if (this.#frames.length > kept) overwrite(this.#frames.shift());
  }

  get state(): SurroundingsState {
    const { tied, free } = this.votes;
    if (tied >= enough && tied > share.tied * free) return 'tied';
    return free >= enough && tied < share.free * free ? 'free' : 'asking';
  }

  /** Places that went with the face, and that stayed, over all pairs of frames. */
  get votes(): { readonly tied: number; readonly free: number } {
    return { tied: this.#tied, free: this.#free };
  }

  forget(): void {
    for (const frame of this.#frames) overwrite(frame);
    this.#frames = [];
    this.#tied = 0;
    this.#free = 0;
  }
}

function aroundOf({ width, height, cell, grey }: Thumbnail, landmarks: Landmarks): Around {
  const copy = offHeapFloats(grey.length);
  copy.set(grey);
  const points = new Float64Array(new ArrayBuffer(landmarks.byteLength));
  // Both count from the middle of their first pixel.
  for (let i = 0; i < points.length; i++) points[i] = ((landmarks[i] ?? 0) - (cell - 1) / 2) / cell;
  return { width, height, grey: copy, points };
}

function overwrite(frame: Around | undefined): void {
  frame?.grey.fill(0);
  frame?.points.fill(0);
}

/** How far the centre of an eye, the tip of the nose or a corner of the mouth moved, across or down, cells. */
function moveBetween(from: Around, to: Around): number {
  const before = fivePoints(from.points);
  return Math.max(...fivePoints(to.points).map((value, i) => Math.abs(value - (before[i] ?? value))));
}

import { cosine } from '../engine/embedder.ts';
import { overlap } from '../engine/detector.ts';
import type { Embedding } from '../engine/engine.ts';
import type { Box } from '../engine/picture.ts';

/**
 * The face that showed life must be the face that is compared: without this a living person could turn the head and then
 * hold up a picture. Two sightings belong together when they are near in time, in place and in looks.
 */
export interface Sighting {
  readonly time: number;
  readonly box: Box;
  readonly embedding: Embedding;
}

/** Longest time without the face, in ms: a blink, a blurred frame, a hand. */
export const longestGap = 800;
/** Least overlap of the two boxes (intersection over union). */
const leastOverlap = 0.15;
/**
 * Least cosine of two sightings that follow each other. Different practice people reach 0.42 at most, one person in
 * following frames at 5 per second and more stays above 0.6 while turning.
 */
const leastLikeness = 0.46;

export function isSameFace(before: Sighting, now: Sighting): boolean {
  return (
    now.time - before.time <= longestGap &&
    overlap(before.box, now.box) >= leastOverlap &&
    cosine(before.embedding, now.embedding) >= leastLikeness
  );
}

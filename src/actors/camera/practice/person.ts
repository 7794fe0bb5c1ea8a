import { bakeAlbedo, type Albedo } from './albedo.ts';
import { shapeHead, type HeadShape } from './head-shape.ts';
import type { HeadParameters } from './head-parameters.ts';
import { buildPersonMesh, type PersonMesh } from './person-mesh.ts';
import { withOtherGlasses, type Worn } from './worn.ts';

/** A practice person, ready to be drawn. Takes about a second of one core to build. */
export interface Person {
  readonly shape: HeadShape;
  readonly albedo: Albedo;
  readonly mesh: PersonMesh;
}

/*
 * The look of the practice people is frozen: the matcher's thresholds are tuned on it. Changing shape, albedo, light or
 * sensor means measuring genuine and impostor cosines again (search-personas.ts).
 */
export function buildPerson(parameters: HeadParameters, worn: Worn = 'nothing'): Person {
  const shape = shapeHead(worn === 'otherGlasses' ? withOtherGlasses(parameters) : parameters);
  return { shape, albedo: bakeAlbedo(shape), mesh: buildPersonMesh(shape, worn) };
}

/**
 * The surface seen by one pixel, while it is coloured. One instance is used for all pixels of a picture, since making an
 * object per pixel would cost more than the colouring.
 */
export class Fragment {
  /** One of `parts`. */
  part = 0;
  /** Where it is (world, cm). */
  x = 0;
  y = 0;
  z = 0;
  /** Unit normal, and unit direction to the camera. */
  nx = 0;
  ny = 0;
  nz = 1;
  vx = 0;
  vy = 0;
  vz = 1;
  /** Place on the person: texture azimuth and height, x of the unturned skin. */
  azimuth = 0;
  height = 0;
  across = 0;
  /** How much of the surroundings it sees, 0 … 1. */
  open = 1;
  /** Linear reflectance. */
  r = 0;
  g = 0;
  b = 0;
  gloss = 0.4;
  shininess = 18;
  /** 1 for skin (light wraps around edges), 0 for hard things. */
  softness = 1;
  /** Highlights that do not come from the key light's reflection. */
  extraLight = 0;

  reset(): void {
    this.gloss = 0.4;
    this.shininess = 18;
    this.softness = 1;
    this.extraLight = 0;
  }
}

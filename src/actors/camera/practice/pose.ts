/** A 3 × 3 matrix, row by row. */
export type Matrix = readonly [number, number, number, number, number, number, number, number, number];

/** Where something stands before the camera. Angles in radians, lengths in cm. */
export interface Pose {
  /** Positive: turned to the viewer's right, which is the patient's own left. */
  readonly yaw: number;
  /** Positive: looking down. */
  readonly pitch: number;
  readonly roll: number;
  /** Offset to the viewer's right and upward. */
  readonly x: number;
  readonly y: number;
  readonly distance: number;
}

/** Turns by roll, then pitch, then yaw. */
export function rotation({ yaw, pitch, roll }: Pick<Pose, 'yaw' | 'pitch' | 'roll'>): Matrix {
  const cy = Math.cos(yaw);
  const sy = Math.sin(yaw);
  const cp = Math.cos(pitch);
  const sp = Math.sin(pitch);
  const cr = Math.cos(roll);
  const sr = Math.sin(roll);
  return [
    cy * cr + sy * sp * sr,
    sy * sp * cr - cy * sr,
    sy * cp,
    cp * sr,
    cp * cr,
    -sp,
    cy * sp * sr - sy * cr,
    sy * sr + cy * sp * cr,
    cy * cp,
  ];
}

/** Distance in pixels from the picture's plane to the eye of a pinhole camera. */
export function focalLength(width: number, fieldOfViewDegrees: number): number {
  return width / 2 / Math.tan((fieldOfViewDegrees * Math.PI) / 360);
}

/** When a frame was taken, by the camera's clock; when it came, and when what is asked for now goes out, by ours; ms. */
export interface FrameTimes {
  readonly taken: number;
  readonly came: number;
  readonly answered: number;
}

/** Where a child process waits for frames: a WebSocket on loopback that accepts one client with the one-time token. */
export interface SinkAddress {
  readonly port: number;
  readonly token: string;
}

/**
 * A camera as the core sees it: it never hands frames to the core, it is told which child to feed.
 * The practice camera and the glass (getUserMedia) both speak the protocol of frames.ts.
 */
export interface CameraPort {
  /** Connects the camera to the sink and serves frames on demand. The returned function stops it; calling it twice is safe. */
  stream(sink: SinkAddress): () => void;
}

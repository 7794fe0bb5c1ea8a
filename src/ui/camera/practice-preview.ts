import { readFrame, toRgba } from './frame-reader.ts';

/** A preview needs no more: the drawing is the costly part. */
const pauseBetweenFrames = 60;

/** Shows the practice camera's frames on a canvas (practice builds only). Pulls one at a time. The function returned stops it. */
export function showPracticeCamera(address: string, canvas: HTMLCanvasElement, alive: () => void): () => void {
  const socket = new WebSocket(address);
  socket.binaryType = 'arraybuffer';
  const brush = canvas.getContext('2d');
  let picture: ImageData | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const pull = (): void => {
    if (socket.readyState === WebSocket.OPEN) socket.send('next');
  };
  socket.addEventListener('open', pull);
  socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const frame = data instanceof ArrayBuffer ? readFrame(data) : null;
    if (frame !== null && brush !== null) {
      if (picture?.width !== frame.width || picture.height !== frame.height) {
        picture = new ImageData(frame.width, frame.height);
        canvas.width = frame.width;
        canvas.height = frame.height;
      }
      toRgba(frame, picture.data);
      brush.putImageData(picture, 0, 0);
      alive();
    }
    timer = setTimeout(pull, pauseBetweenFrames);
  });
  return () => {
    clearTimeout(timer);
    socket.close();
    picture?.data.fill(0);
    brush?.clearRect(0, 0, canvas.width, canvas.height);
  };
}

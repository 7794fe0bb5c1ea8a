import { createSignal, onCleanup, Show } from 'solid-js';
import { cropFor, photoHeight, photoWidth, toGrey } from './grey-photo.ts';

/** Takes a photo with the user's own camera and issues a practice card with it. The photo goes to the practice card only. */
export function OwnCard(props: { readonly take: (grey: Uint8Array<ArrayBuffer>) => void }) {
  const [stream, setStream] = createSignal<MediaStream | null>(null);
  const [refused, setRefused] = createSignal(false);
  let video: HTMLVideoElement | undefined;

  const close = (): void => {
    stream()
      ?.getTracks()
      .forEach((track) => track.stop());
    setStream(null);
  };
  onCleanup(close);

  const open = async (): Promise<void> => {
    const opened = await navigator.mediaDevices
      .getUserMedia({ video: { width: { ideal: 640 }, height: { ideal: 480 } }, audio: false })
      .catch(() => null);
    setRefused(opened === null);
    setStream(opened);
    if (video !== undefined && opened !== null) {
      video.srcObject = opened;
      await video.play().catch(() => undefined);
    }
  };

  const take = (): void => {
    if (video === undefined || video.videoWidth === 0) return;
    const canvas = new OffscreenCanvas(photoWidth, photoHeight);
    const brush = canvas.getContext('2d', { willReadFrequently: true });
    if (brush === null) return;
    const crop = cropFor(video.videoWidth, video.videoHeight);
    brush.drawImage(video, crop.x, crop.y, crop.width, crop.height, 0, 0, photoWidth, photoHeight);
    const picture = brush.getImageData(0, 0, photoWidth, photoHeight);
    props.take(toGrey(picture.data));
    picture.data.fill(0);
    brush.clearRect(0, 0, photoWidth, photoHeight);
    close();
  };

  return (
    <div class="own-card">
      <Show
        when={stream()}
        fallback={
          <button type="button" class="wide" onClick={() => void open()}>
            自分の顔で練習カードを作る
            <small>Make a practice card with my own face</small>
          </button>
        }
      >
        <div class="own-photo">
          <video ref={(element) => (video = element)} muted playsinline />
          <div class="own-frame" aria-hidden="true" />
        </div>
        <div class="row">
          <button type="button" class="go" onClick={take}>
            撮る <small>Take photo</small>
          </button>
          <button type="button" onClick={close}>
            やめる <small>Cancel</small>
          </button>
        </div>
      </Show>
      <Show when={refused()}>
        <p class="note">カメラを使えません。ブラウザーの許可を確かめてください。 The camera could not be opened.</p>
      </Show>
    </div>
  );
}

import { createEffect, createSignal, onCleanup, Show } from 'solid-js';
import { showPracticeCamera } from '../camera/practice-preview.ts';
import { socketAddress } from '../connect/line.ts';
import { useGlass } from '../connect/glass-state.ts';

/** Hints during which the picture is good enough to be looked at: the ring is closed. */
const goodHints: ReadonlySet<string> = new Set(['none', 'hold', 'turnLeft', 'turnRight', 'turnUp', 'turnDown']);

/** The mirror: the patient, an oval to fit into, and a ring that closes while the picture is good. */
export function Camera() {
  const glass = useGlass();
  const [live, setLive] = createSignal(false);
  const looking = (): boolean => glass.view().text === 'face';
  const hint = (): string => glass.hint();
  const ring = (): string => (!looking() ? 'waiting' : goodHints.has(hint()) ? 'good' : 'seeking');
  return (
    <div class="camera" data-hint={hint()} data-ring={ring()} data-live={live()}>
      <Show
        when={glass.stream()}
        fallback={
          <Show when={glass.practiceMirror() && glass.view().text !== 'facePreparing'}>
            <PracticeMirror alive={setLive} />
          </Show>
        }
      >
        {(stream) => <Mirror stream={stream()} alive={setLive} />}
      </Show>
      <svg class="oval" viewBox="0 0 300 300" preserveAspectRatio="xMidYMid meet" aria-hidden="true">
        <Show when={!live()}>
          <path
            class="ghost-person"
            d="M64 300c0-58 36-84 86-84s86 26 86 84zM150 62a54 66 0 1 1 0 132a54 66 0 0 1 0-132z"
          />
        </Show>
        <path
          class="veil"
          fill-rule="evenodd"
          d="M-600-300h1500v900h-1500zM150 28a86 108 0 1 0 0 216a86 108 0 0 0 0-216z"
        />
        <ellipse class="ring" cx="150" cy="136" rx="86" ry="108" />
      </svg>
    </div>
  );
}

function Mirror(props: { readonly stream: MediaStream; readonly alive: (live: boolean) => void }) {
  let video: HTMLVideoElement | undefined;
  createEffect(() => {
    if (video === undefined) return;
    video.srcObject = props.stream;
    video.play().then(
      () => props.alive(true),
      () => undefined,
    );
  });
  onCleanup(() => {
    if (video !== undefined) video.srcObject = null;
    props.alive(false);
  });
  return <video ref={(element) => (video = element)} class="mirror" muted playsinline autoplay />;
}

function PracticeMirror(props: { readonly alive: (live: boolean) => void }) {
  let canvas: HTMLCanvasElement | undefined;
  createEffect(() => {
    if (canvas === undefined) return;
    const stop = showPracticeCamera(socketAddress('/preview', location), canvas, () => props.alive(true));
    onCleanup(() => {
      stop();
      props.alive(false);
    });
  });
  return <canvas ref={(element) => (canvas = element)} class="mirror" />;
}

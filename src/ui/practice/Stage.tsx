import { createSignal, For, onCleanup, onMount } from 'solid-js';
import { panelName, panels, type Panel } from '../panel/panel.ts';

/** The glass in a frame of its own, as large as the chosen panel, made smaller when the window is. */
export function Stage() {
  const [panel, setPanel] = createSignal<Panel>(panels[1]);
  const [room, setRoom] = createSignal({ width: 800, height: 480 });
  let space: HTMLDivElement | undefined;
  let frame: HTMLIFrameElement | undefined;
  const measure = (): void => {
    if (space !== undefined) setRoom({ width: space.clientWidth, height: space.clientHeight });
  };
  onMount(() => {
    const watch = new ResizeObserver(measure);
    if (space !== undefined) watch.observe(space);
    onCleanup(() => watch.disconnect());
  });
  const edge = 36;
  const scale = (): number =>
    Math.min(1, (room().width - edge) / panel().width, (room().height - edge) / panel().height);
  const address = (): string => {
    const token = new URLSearchParams(location.search).get('t') ?? '';
    return `./index.html?t=${encodeURIComponent(token)}&panel=${encodeURIComponent(panelName(panel()))}`;
  };
  return (
    <section class="stage">
      <div class="row panels">
        <span class="label">
          画面 <small>Panel</small>
        </span>
        <For each={panels}>
          {(one) => (
            <button type="button" aria-pressed={panel() === one} onClick={() => setPanel(one)}>
              {one.width}×{one.height} <small>{one.inches}″</small>
            </button>
          )}
        </For>
        <button type="button" onClick={() => frame?.requestFullscreen().catch(() => undefined)}>
          全画面 <small>Full screen</small>
        </button>
      </div>
      <div class="space" ref={(element) => (space = element)}>
        <div class="bezel" style={{ width: `${panel().width * scale()}px`, height: `${panel().height * scale()}px` }}>
          <iframe
            ref={(element) => (frame = element)}
            title="患者の画面 (the patient's glass)"
            src={address()}
            allow="camera; autoplay"
            width={panel().width}
            height={panel().height}
            style={{ transform: `scale(${scale()})` }}
          />
        </div>
      </div>
    </section>
  );
}

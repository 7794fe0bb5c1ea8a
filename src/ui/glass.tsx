import { createMemo, Show } from 'solid-js';
import { render } from 'solid-js/web';
import { socketAddress } from './connect/line.ts';
import { createGlassState, GlassContext, type GlassState } from './connect/glass-state.ts';
import { held } from './frame/held.ts';
import { Frame } from './frame/Frame.tsx';
import { guessPanel, parsePanel, pixelsPerMm } from './panel/panel.ts';
import * as scenes from './pictures/scenes.tsx';
import type { View } from '../vocabulary/view.ts';

/** Shown while there is no line to the core; the only words the glass knows by itself. */
function Preparing() {
  return (
    <div class="preparing" role="status">
      <scenes.Starting />
      <p>準備しています</p>
      <p lang="en">Getting ready</p>
    </div>
  );
}

function Screen(props: { readonly state: GlassState; readonly view: () => View | null }) {
  const view = (): View => {
    const now = props.view();
    if (now === null) throw new Error('a screen without a view');
    return now;
  };
  const hint = held(() => String(view().values['hint'] ?? 'none'));
  return (
    <GlassContext.Provider value={{ ...props.state, view, hint }}>
      <Frame />
    </GlassContext.Provider>
  );
}

function Glass(props: { readonly state: GlassState }) {
  // Inside <Show> there is a view; the last one stands in during the tear-down of a closed line.
  const view = createMemo<View | null>((last) => props.state.view() ?? last, null);
  return (
    <Show when={props.state.view() !== null && view() !== null} fallback={<Preparing />}>
      <Screen state={props.state} view={view} />
    </Show>
  );
}

const panel = parsePanel(new URLSearchParams(location.search).get('panel')) ?? guessPanel(innerWidth, innerHeight);
// 1rem = 10 mm on this panel: the style sheets are written in centimetres of glass.
document.documentElement.style.fontSize = `${(pixelsPerMm(panel) * 10).toFixed(2)}px`;
// All letters at once, so that no screen is drawn twice while its font arrives.
for (const face of document.fonts) face.load().catch(() => undefined);
document.addEventListener('contextmenu', (event) => event.preventDefault());

const mount = document.getElementById('glass');
if (mount !== null) {
  const state = createGlassState(socketAddress('/bridge', location), panel);
  render(() => <Glass state={state} />, mount);
}

import { createEffect, createMemo, createSignal, on, onCleanup, Show } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { useGlass } from '../connect/glass-state.ts';
import { meaningOfKey } from '../connect/keyboard.ts';
import { apply, fit, textScales, type Fitted } from '../panel/fit.ts';
import { isNarrow, isPortrait, panelClass } from '../panel/panel.ts';
import { layouts } from '../screens/registry.tsx';
import { hush, pageLanguage, speak, spoken, spokenHint } from '../sound/voice.ts';
import { play } from '../sound/tones.ts';
import { AccessSheet } from './AccessSheet.tsx';
import { Footer } from './Footer.tsx';
import { Header, type SheetName } from './Header.tsx';

/** The fixed frame: header, body (with something large beside it on some screens), footer. */
export function Frame() {
  const glass = useGlass();
  const [sheet, setSheet] = createSignal<SheetName | null>(null);
  const layout = createMemo(() => layouts[glass.view().screen]);
  let root: HTMLDivElement | undefined;

  createEffect(() => {
    document.documentElement.lang = pageLanguage[glass.view().access.locale];
    document.documentElement.dataset['contrast'] = glass.view().access.contrast ? 'high' : 'standard';
  });
  // A sheet belongs to the screen it was opened on.
  createEffect(
    on(
      () => glass.view().text,
      () => setSheet(null),
      { defer: true },
    ),
  );
  fitText(() => root);
  useVoice();
  useKeyboard();

  return (
    <div
      ref={(element) => (root = element)}
      class="glass"
      classList={{ 'has-side': layout().side !== undefined }}
      data-screen={glass.view().screen}
      data-text={glass.view().text}
      data-locale={glass.view().access.locale}
      data-reach={glass.view().access.reach}
      data-panel={panelClass(glass.panel)}
      data-shape={isPortrait(glass.panel) ? 'portrait' : 'landscape'}
      data-narrow={isNarrow(glass.panel)}
    >
      <Header open={setSheet} />
      <main class="body" data-fit>
        <Dynamic component={layout().body} />
      </main>
      <Show when={layout().side}>
        {(side) => (
          <div class="side" data-fit>
            <Dynamic component={side()} />
          </div>
        )}
      </Show>
      <Footer open={setSheet} />
      <Show when={sheet()}>{(name) => <AccessSheet sheet={name()} close={() => setSheet(null)} />}</Show>
    </div>
  );
}

/** Everything that changes how much text stands on the screen. */
function fitText(root: () => HTMLDivElement | undefined): void {
  const glass = useGlass();
  const found = new Map<string, Fitted>();
  const [again, setAgain] = createSignal(0);
  const refit = (): void => {
    found.clear();
    setAgain((count) => count + 1);
  };
  addEventListener('resize', refit);
  document.fonts.addEventListener('loadingdone', refit);
  onCleanup(() => {
    removeEventListener('resize', refit);
    document.fonts.removeEventListener('loadingdone', refit);
  });
  createEffect(() => {
    again();
    const { screen, text, values, choices, error, staffCalled, access } = glass.view();
    const hint = glass.hint();
    const look = glass.look();
    const element = root();
    if (element === undefined) return;
    const key = JSON.stringify([
      screen,
      hint,
      text,
      values,
      choices,
      error,
      staffCalled,
      access.locale,
      access.textSize,
      access.reach,
      look('frame.brand'),
    ]);
    const known = found.get(key);
    if (known !== undefined) apply(element, known);
    else found.set(key, fit(element, textScales[access.textSize] ?? 1));
  });
}

function useVoice(): void {
  const glass = useGlass();
  const words = createMemo(() => spoken(glass.view(), glass.look()));
  const hint = createMemo(() => spokenHint(glass.view(), glass.look()));
  createEffect(() => {
    const { voice, locale } = glass.view().access;
    if (voice) speak(words(), locale);
    else hush();
  });
  createEffect(
    on(
      hint,
      (text) => {
        const { voice, locale } = glass.view().access;
        if (voice && text !== '') speak(text, locale);
      },
      { defer: true },
    ),
  );
  onCleanup(hush);
}

function useKeyboard(): void {
  const glass = useGlass();
  const pressed = (event: KeyboardEvent): void => {
    if (event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
    // A focused button answers Enter by itself.
    if (event.key === 'Enter' && event.target instanceof HTMLButtonElement) return;
    const meaning = meaningOfKey(event.key, glass.view(), glass.pad());
    if (meaning === null) return;
    event.preventDefault();
    play('touch');
    glass.send(meaning);
  };
  addEventListener('keydown', pressed);
  onCleanup(() => removeEventListener('keydown', pressed));
}

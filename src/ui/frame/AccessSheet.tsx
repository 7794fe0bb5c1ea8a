import { For, onMount, Show } from 'solid-js';
import { locales, type TouchEvent as GlassTouch } from '../../vocabulary/events.ts';
import { useGlass } from '../connect/glass-state.ts';
import * as marks from '../pictures/marks.tsx';
import { Chip, type SheetName } from './Header.tsx';

const textSizes = [0, 1, 2, 3] as const;

/** Language, text size, colours, voice and low reach in one sheet over the screen. */
export function AccessSheet(props: { readonly sheet: SheetName; readonly close: () => void }) {
  const glass = useGlass();
  const access = () => glass.view().access;
  const text = (key: string): string => glass.look()(key);
  const change = (event: GlassTouch): void => glass.send({ kind: 'touch', event });
  let first: HTMLDivElement | undefined;
  onMount(() => first?.querySelector('button')?.focus({ preventScroll: true }));
  const choose = (event: GlassTouch): void => {
    change(event);
    if (props.sheet === 'language') props.close();
  };
  return (
    <div
      class="sheet"
      role="dialog"
      aria-modal="true"
      aria-label={text('frame.access')}
      data-sheet={props.sheet}
      ref={(element) => (first = element)}
    >
      <div class="sheet-row languages">
        <For each={locales}>
          {(locale) => (
            <Chip
              name={`locale-${locale}`}
              label={text(`frame.languages.${locale}`)}
              on={access().locale === locale}
              press={() => choose({ type: 'ACCESS.LOCALE', locale })}
            />
          )}
        </For>
      </div>
      <Show when={props.sheet === 'access' || access().reach}>
        <div class="sheet-row sizes">
          <For each={textSizes}>
            {(size) => (
              <Chip
                name={`size-${size}`}
                label={text(`frame.textSizes.${size}`)}
                on={access().textSize === size}
                press={() => change({ type: 'ACCESS.TEXT', size })}
              />
            )}
          </For>
        </div>
        <div class="sheet-row switches">
          <Chip
            name="sheet-contrast"
            label={text('frame.contrast')}
            on={access().contrast}
            press={() => change({ type: 'ACCESS.CONTRAST', on: access().contrast ? 0 : 1 })}
          >
            <marks.ContrastMark />
          </Chip>
          <Chip
            name="sheet-voice"
            label={text('frame.voice')}
            on={access().voice}
            press={() => change({ type: 'ACCESS.VOICE', on: access().voice ? 0 : 1 })}
          >
            <marks.VoiceMark />
          </Chip>
          <Chip
            name="sheet-reach"
            label={text('frame.reach')}
            on={access().reach}
            press={() => change({ type: 'ACCESS.REACH', on: access().reach ? 0 : 1 })}
          >
            <marks.ReachMark />
          </Chip>
        </div>
      </Show>
      <div class="sheet-row">
        <Chip name="close" label={text('frame.close')} press={() => props.close()} />
      </div>
    </div>
  );
}

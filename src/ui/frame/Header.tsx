import { For, Show, type JSX } from 'solid-js';
import type { TouchEvent as GlassTouch } from '../../vocabulary/events.ts';
import { steps } from '../../vocabulary/view.ts';
import { useGlass } from '../connect/glass-state.ts';
import { isNarrow } from '../panel/panel.ts';
import * as marks from '../pictures/marks.tsx';
import { placeChoices } from '../texts/choices.ts';
import { TouchButton } from './TouchButton.tsx';
import { play } from '../sound/tones.ts';

/** What a switch of the header opens. */
export type SheetName = 'language' | 'access';

export function Chip(props: {
  readonly label: string;
  readonly name: string;
  readonly on?: boolean | undefined;
  readonly press: () => void;
  readonly children?: JSX.Element;
}) {
  return (
    <button
      type="button"
      class="chip"
      data-access={props.name}
      aria-pressed={props.on}
      onPointerDown={() => play('touch')}
      onClick={() => props.press()}
    >
      {props.children}
      <span class="chip-label">{props.label}</span>
    </button>
  );
}

/** Where the patient is, and the switches for language and ease of use. */
export function Header(props: { readonly open: (sheet: SheetName) => void }) {
  const glass = useGlass();
  const text = (key: string): string => glass.look()(key);
  return (
    <header class="head" data-fit>
      <Steps />
      <Show when={!glass.view().access.reach}>
        <nav class="chips" aria-label={text('frame.access')}>
          <Show when={placeChoices(glass.view()).staff}>
            <TouchButton touch="STAFF.OPEN" look="small" />
          </Show>
          <Chip name="language" label={text('frame.language')} press={() => props.open('language')}>
            <marks.LanguageMark />
          </Chip>
          <Show
            when={!isNarrow(glass.panel)}
            fallback={
              <Chip name="access" label={text('frame.access')} press={() => props.open('access')}>
                <marks.AccessMark />
              </Chip>
            }
          >
            <WideSwitches />
          </Show>
        </nav>
      </Show>
    </header>
  );
}

function WideSwitches() {
  const glass = useGlass();
  const access = () => glass.view().access;
  const text = (key: string): string => glass.look()(key);
  const change = (event: GlassTouch): void => glass.send({ kind: 'touch', event });
  return (
    <>
      <Chip
        name="text"
        label={text('frame.textSize')}
        press={() => change({ type: 'ACCESS.TEXT', size: (access().textSize + 1) % 4 })}
      >
        <marks.TextMark />
        <span class="pips" aria-hidden="true">
          <For each={[0, 1, 2, 3]}>{(size) => <i classList={{ on: size <= access().textSize }} />}</For>
        </span>
      </Chip>
      <Chip
        name="contrast"
        label={text('frame.contrast')}
        on={access().contrast}
        press={() => change({ type: 'ACCESS.CONTRAST', on: access().contrast ? 0 : 1 })}
      >
        <marks.ContrastMark />
      </Chip>
      <Chip
        name="voice"
        label={text('frame.voice')}
        on={access().voice}
        press={() => change({ type: 'ACCESS.VOICE', on: access().voice ? 0 : 1 })}
      >
        <marks.VoiceMark />
      </Chip>
      <Chip name="reach" label={text('frame.reach')} on={false} press={() => change({ type: 'ACCESS.REACH', on: 1 })}>
        <marks.ReachMark />
      </Chip>
    </>
  );
}

function Steps() {
  const glass = useGlass();
  const now = (): number => {
    const { step, screen } = glass.view();
    // A visit that ended early did not pass all its steps: no ticks for what was not done.
    if (step === 'end' && screen !== 'finish') return -1;
    // Nobody has begun on the waiting screen: the name of the thing stands there.
    return step === null || screen === 'idle' ? -1 : steps.indexOf(step);
  };
  return (
    <Show when={now() >= 0} fallback={<p class="brand">{glass.look()('frame.brand')}</p>}>
      <ol class="steps">
        <For each={steps}>
          {(step, index) => (
            <li
              classList={{ done: index() < now(), now: index() === now() }}
              aria-current={index() === now() ? 'step' : undefined}
            >
              <b>
                <Show when={index() < now()} fallback={index() + 1}>
                  <marks.CheckMark />
                </Show>
              </b>
              <span>{glass.look()(`frame.steps.${step}`)}</span>
            </li>
          )}
        </For>
      </ol>
    </Show>
  );
}

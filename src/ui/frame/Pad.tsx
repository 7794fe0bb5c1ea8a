import { Index, Show } from 'solid-js';
import type { PadKey } from '../../vocabulary/bridge.ts';
import type { TouchName } from '../../vocabulary/events.ts';
import { useGlass } from '../connect/glass-state.ts';
import { touchMessage } from '../connect/keyboard.ts';
import * as marks from '../pictures/marks.tsx';
import { play } from '../sound/tones.ts';

/** Typed so far, as dots. */
export function Dots() {
  const glass = useGlass();
  const count = () => glass.view().pad ?? { typed: 0, length: 4 };
  const spoken = (): string => glass.look()('frame.typed').replace('{typed}', String(count().typed));
  return (
    <div class="dots" role="status" aria-label={spoken()}>
      <Index each={Array.from({ length: count().length })}>
        {(_, at) => <i classList={{ full: at < count().typed }} />}
      </Index>
    </div>
  );
}

/** The keys in the core's order: nine, then delete, the tenth, OK. A press sends the key's code, never what is drawn on it. */
export function Pad() {
  const glass = useGlass();
  const keys = (): readonly PadKey[] => glass.pad() ?? [];
  const full = (): boolean => {
    const pad = glass.view().pad;
    return pad !== null && pad.typed === pad.length;
  };
  return (
    <div class="pad">
      <Index each={keys().slice(0, 9)}>{(key) => <DigitKey pad={key()} />}</Index>
      <CommandKey touch="PIN.DELETE" off={(glass.view().pad?.typed ?? 0) === 0} />
      <Show when={keys()[9]}>{(key) => <DigitKey pad={key()} />}</Show>
      <CommandKey touch="PIN.SUBMIT" off={!full()} />
    </div>
  );
}

/** The press counts when the finger comes down; a click without pointer is the keyboard's. */
function DigitKey(props: { readonly pad: PadKey }) {
  const glass = useGlass();
  const press = (): void => {
    play('touch');
    glass.send({ kind: 'key', code: props.pad.code });
  };
  return (
    <button
      type="button"
      class="key"
      data-key={props.pad.label}
      onPointerDown={press}
      onClick={(event) => {
        if (event.detail === 0) press();
      }}
    >
      {props.pad.label}
    </button>
  );
}

function CommandKey(props: { readonly touch: Extract<TouchName, 'PIN.DELETE' | 'PIN.SUBMIT'>; readonly off: boolean }) {
  const glass = useGlass();
  return (
    <button
      type="button"
      class="key command"
      classList={{ submit: props.touch === 'PIN.SUBMIT' }}
      data-touch={props.touch}
      aria-disabled={props.off}
      onPointerDown={() => play('touch')}
      onClick={() => glass.send(touchMessage(props.touch))}
    >
      <Show when={props.touch === 'PIN.DELETE'} fallback={<span class="key-label">{glass.look()('frame.ok')}</span>}>
        <marks.EraseMark />
        <span class="key-label">{glass.look()('frame.delete')}</span>
      </Show>
    </button>
  );
}

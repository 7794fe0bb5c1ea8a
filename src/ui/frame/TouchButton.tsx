import { Show, type Component } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import type { TouchName } from '../../vocabulary/events.ts';
import { useGlass } from '../connect/glass-state.ts';
import { isPlain, touchMessage } from '../connect/keyboard.ts';
import * as marks from '../pictures/marks.tsx';
import { play } from '../sound/tones.ts';
import { choiceLabel, choiceNote } from '../texts/texts.ts';
import { Phrased } from './Phrased.tsx';
import { touchGuard } from './touch-guard.ts';

/** `plain`: one answer among equals. `primary`: the one way on. `way`: beside the question. `tile`: large with a picture. `small`: for the staff. */
export type TouchLook = 'plain' | 'primary' | 'way' | 'tile' | 'small';

const markOf: { readonly [T in TouchName]?: Component } = {
  'PICK.FACE': marks.FaceMark,
  'PICK.PIN': marks.PinMark,
  HELP: marks.StaffMark,
  BACK: marks.BackMark,
  'STAFF.OPEN': marks.StaffMark,
  'STAFF.CLOSE': marks.CloseMark,
};

const passes = touchGuard();

export function TouchButton(props: { readonly touch: TouchName; readonly look: TouchLook }) {
  const glass = useGlass();
  const mark = (): Component | undefined =>
    props.look === 'plain' || props.look === 'primary' ? undefined : markOf[props.touch];
  const note = (): string => (props.look === 'tile' ? choiceNote(props.touch, glass.look()) : '');
  const pressed = (event: MouseEvent): void => {
    const touch = props.touch;
    if (isPlain(touch) && passes(event)) glass.send(touchMessage(touch));
  };
  return (
    <button
      type="button"
      class={`touch ${props.look}`}
      data-touch={props.touch}
      onPointerDown={() => play('touch')}
      onClick={pressed}
    >
      <Show when={mark()}>{(picture) => <Dynamic component={picture()} />}</Show>
      <span class="label">
        <span class="name">
          <Phrased text={choiceLabel(glass.view(), props.touch, glass.look())} />
        </span>
        <Show when={note() !== ''}>
          <span class="note">
            <Phrased text={note()} />
          </span>
        </Show>
      </span>
    </button>
  );
}

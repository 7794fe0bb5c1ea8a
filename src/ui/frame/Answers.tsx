import { createMemo, For, Show } from 'solid-js';
import type { TouchName } from '../../vocabulary/events.ts';
import { useGlass } from '../connect/glass-state.ts';
import { placeChoices } from '../texts/choices.ts';
import { TouchButton, type TouchLook } from './TouchButton.tsx';

/** The answers in the flow's order. Answers look the same; only 「続ける」, which decides nothing, is filled. */
export function Answers(props: { readonly tiles?: boolean }) {
  const glass = useGlass();
  const answers = createMemo(() => placeChoices(glass.view()).answers);
  const looks = (touch: TouchName): TouchLook => {
    if (props.tiles === true) return 'tile';
    return touch === 'TOUCH' ? 'primary' : 'plain';
  };
  return (
    <Show when={answers().length > 0}>
      <div class="answers" classList={{ tiles: props.tiles === true }} data-count={answers().length}>
        <For each={answers()}>{(touch) => <TouchButton touch={touch} look={looks(touch)} />}</For>
      </div>
    </Show>
  );
}

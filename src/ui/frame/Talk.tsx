import { createMemo, Show, type JSX } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { useGlass } from '../connect/glass-state.ts';
import { pictureOf } from '../pictures/picture-of.tsx';
import { Words } from './Words.tsx';

/** A picture beside the words. `wide` gives the picture the first half of the screen, otherwise it is smaller and last. */
export function Talk(props: { readonly wide?: boolean; readonly children?: JSX.Element }) {
  const glass = useGlass();
  const picture = createMemo(() => pictureOf(glass.view().screen, glass.view().text));
  return (
    <div class="talk" classList={{ wide: props.wide === true }}>
      <div class="picture">
        <Dynamic component={picture()} />
      </div>
      <div class="told">
        <Words />
        <Show when={props.children}>{props.children}</Show>
      </div>
    </div>
  );
}

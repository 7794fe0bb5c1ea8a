import { createMemo, For } from 'solid-js';
import { phrases } from '../texts/phrases.ts';

/** Text that breaks into lines between phrases only (the style sheet forbids breaks elsewhere). */
export function Phrased(props: { readonly text: string }) {
  const parts = createMemo(() => phrases(props.text));
  return (
    <For each={parts()}>
      {(part) => (
        <>
          {part}
          <wbr />
        </>
      )}
    </For>
  );
}

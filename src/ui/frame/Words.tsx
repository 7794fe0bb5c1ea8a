import { createMemo, Show } from 'solid-js';
import { useGlass } from '../connect/glass-state.ts';
import { saying } from '../texts/texts.ts';
import { Phrased } from './Phrased.tsx';
import { Hint } from './Hint.tsx';

function Body(props: { readonly text: string }) {
  return (
    <Show when={props.text !== ''}>
      <p class="body-text">
        <Phrased text={props.text} />
      </p>
    </Show>
  );
}

/** Headline, sentence and, when something went wrong, the next step. */
export function Words(props: { readonly hinting?: boolean }) {
  const glass = useGlass();
  const says = createMemo(() => saying(glass.view(), glass.look()));
  return (
    <div class="words">
      <h1 aria-live="polite">
        <Phrased text={says().title} />
      </h1>
      <Show when={props.hinting} fallback={<Body text={says().body} />}>
        <Hint otherwise={<Body text={says().body} />} />
      </Show>
      <Show when={says().next !== ''}>
        <p class="body-text next">
          <Phrased text={says().next} />
        </p>
      </Show>
    </div>
  );
}

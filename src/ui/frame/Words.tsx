import { createMemo, Show } from 'solid-js';
import { useGlass } from '../connect/glass-state.ts';
import { saying } from '../texts/texts.ts';

/** Headline, sentence and, when something went wrong, the next step and the small code for the staff. */
export function Words() {
  const glass = useGlass();
  const says = createMemo(() => saying(glass.view(), glass.look()));
  return (
    <div class="words">
      <h1 aria-live="polite">{says().title}</h1>
      <Show when={says().body !== ''}>
        <p class="body-text">{says().body}</p>
      </Show>
      <Show when={says().next !== ''}>
        <p class="body-text next">{says().next}</p>
      </Show>
      <Show when={says().code !== ''}>
        <p class="small-print">
          <span class="code">
            {glass.look()('frame.code')} {says().code}
          </span>
          <Show when={says().staff !== ''}>
            <span class="for-staff">{says().staff}</span>
          </Show>
        </p>
      </Show>
    </div>
  );
}

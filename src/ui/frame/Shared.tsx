import { createMemo, For, Show } from 'solid-js';
import { consentItems } from '../../vocabulary/jobs.ts';
import { useGlass } from '../connect/glass-state.ts';
import { word } from '../texts/texts.ts';

/** What was asked and what was answered, each in the same colour: no answer is the better one. */
export function Shared() {
  const glass = useGlass();
  const rows = createMemo(() =>
    [...consentItems, 'prescription'].filter((item) => {
      const value = glass.view().values[item];
      return typeof value === 'string' && value !== 'unasked';
    }),
  );
  return (
    <Show when={rows().length > 0}>
      <ul class="shared" classList={{ many: rows().length > 4 }}>
        <For each={rows()}>
          {(item) => (
            <li>
              <span>{glass.look()(`item.${item}`)}</span>
              <b>{word(glass.view(), item, glass.look())}</b>
            </li>
          )}
        </For>
      </ul>
    </Show>
  );
}

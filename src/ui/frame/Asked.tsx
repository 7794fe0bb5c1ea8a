import { createMemo, For, Show } from 'solid-js';
import { useGlass } from '../connect/glass-state.ts';

/** Values by which the flow says that a record is asked for, and the item each stands for. */
const asked = {
  asksSurgery: 'surgery',
  asksDrugs: 'drugs',
  asksTreatment: 'treatment',
  asksCheckup: 'checkup',
} as const;

/** The records that one answer is about: nobody agrees to what the screen does not name. */
export function Asked() {
  const glass = useGlass();
  const items = createMemo(() =>
    Object.entries(asked).flatMap(([value, item]) => (glass.view().values[value] === 1 ? [item] : [])),
  );
  return (
    <Show when={items().length > 0}>
      <ul class="asked">
        <For each={items()}>{(item) => <li>{glass.look()(`item.${item}`)}</li>}</For>
      </ul>
    </Show>
  );
}

import { createMemo, Show } from 'solid-js';
import { useGlass } from '../connect/glass-state.ts';
import { Phrased } from './Phrased.tsx';
import { saying } from '../texts/texts.ts';

/** The code of the failure and, where nothing else is to be touched, what it means for the staff. */
export function SmallPrint() {
  const glass = useGlass();
  const says = createMemo(() => saying(glass.view(), glass.look()));
  return (
    <Show when={says().code !== ''}>
      <p class="small-print">
        <span class="code">
          {glass.look()('frame.code')} {says().code}
        </span>
        <Show when={says().staff !== ''}>
          <span class="for-staff">
            <Phrased text={says().staff} />
          </span>
        </Show>
      </p>
    </Show>
  );
}

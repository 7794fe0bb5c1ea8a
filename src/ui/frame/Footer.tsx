import { createMemo, For, Show } from 'solid-js';
import { useGlass } from '../connect/glass-state.ts';
import * as marks from '../pictures/marks.tsx';
import { placeChoices } from '../texts/choices.ts';
import { saying } from '../texts/texts.ts';
import { Chip, type SheetName } from './Header.tsx';
import { Phrased } from './Phrased.tsx';
import { SmallPrint } from './SmallPrint.tsx';
import { TouchButton } from './TouchButton.tsx';

/** 「受付の人をよぶ」, always first and in the same corner, and the ways round the screen. */
export function Footer(props: { readonly open: (sheet: SheetName) => void }) {
  const glass = useGlass();
  const placed = createMemo(() => placeChoices(glass.view()));
  const called = (): boolean => glass.view().staffCalled && glass.view().screen !== 'staff';
  const reach = (): boolean => glass.view().access.reach;
  const coded = (): boolean => saying(glass.view(), glass.look()).code !== '';
  const empty = (): boolean => !placed().help && placed().ways.length === 0 && !called() && !reach() && !coded();
  return (
    <footer class="foot" data-fit hidden={empty()}>
      <Show
        when={called()}
        fallback={
          <Show when={placed().help}>
            <TouchButton touch="HELP" look="way" />
          </Show>
        }
      >
        <p class="called" role="status">
          <marks.StaffMark />
          <span>
            <Phrased text={glass.look()('frame.helpCalled')} />
          </span>
        </p>
      </Show>
      <For each={placed().ways}>{(way) => <TouchButton touch={way} look="way" />}</For>
      <SmallPrint />
      <Show when={reach() && placed().staff}>
        <TouchButton touch="STAFF.OPEN" look="small" />
      </Show>
      <Show when={reach()}>
        <Chip name="access" label={glass.look()('frame.access')} press={() => props.open('access')}>
          <marks.AccessMark />
        </Chip>
      </Show>
    </footer>
  );
}

import { createMemo, Show, type JSX } from 'solid-js';
import { useGlass } from '../connect/glass-state.ts';
import { DirectionMark } from '../pictures/directions.tsx';
import { Phrased } from './Phrased.tsx';
import { word } from '../texts/texts.ts';

/** One concrete thing to do, with an arrow: for the face beside the mirror, for the card while it is read. */
export function Hint(props: { readonly otherwise: JSX.Element }) {
  const glass = useGlass();
  const looking = (): boolean => glass.view().text === 'face';
  const text = createMemo(() => {
    if (!looking()) return word(glass.view(), 'scanReason', glass.look());
    return glass.hint() === 'none' ? '' : glass.look()(`word.hint.${glass.hint()}`);
  });
  return (
    <Show when={text() !== ''} fallback={props.otherwise}>
      <p class="hint" role="status" aria-live="polite">
        <DirectionMark hint={looking() ? glass.hint() : ''} />
        <span>
          <Phrased text={text()} />
        </span>
      </p>
    </Show>
  );
}

import { Match, Switch } from 'solid-js';

/** What the hint asks for, as an arrow. The mirror shows left as left. */
export function DirectionMark(props: { readonly hint: string }) {
  return (
    <Switch>
      <Match when={props.hint === 'closer'}>
        <Arrow path="M6 32h18M16 22l10 10-10 10M58 32H40M48 22 38 32l10 10" />
      </Match>
      <Match when={props.hint === 'further'}>
        <Arrow path="M26 32H8M18 22 8 32l10 10M38 32h18M46 22l10 10-10 10" />
      </Match>
      <Match when={props.hint === 'turnLeft'}>
        <Arrow path="M54 32H12M28 14 10 32l18 18" />
      </Match>
      <Match when={props.hint === 'turnRight'}>
        <Arrow path="M10 32h42M36 14l18 18-18 18" />
      </Match>
      <Match when={props.hint === 'turnUp'}>
        <Arrow path="M32 54V12M14 28l18-18 18 18" />
      </Match>
      <Match when={props.hint === 'turnDown'}>
        <Arrow path="M32 10v42M14 36l18 18 18-18" />
      </Match>
      <Match when={props.hint === 'centre' || props.hint === 'noFace'}>
        <Arrow path="M32 6v14M24 14l8 8 8-8M32 58V44M24 50l8-8 8 8M6 32h14M14 24l8 8-8 8M58 32H44M50 24l-8 8 8 8" />
      </Match>
    </Switch>
  );
}

function Arrow(props: { readonly path: string }) {
  return (
    <svg class="mark" viewBox="0 0 64 64" aria-hidden="true">
      <path class="line" d={props.path} />
    </svg>
  );
}

import { createSignal, createEffect, onCleanup, type Accessor } from 'solid-js';

/** A hint that changes faster than it can be read helps nobody. Milliseconds. */
const readable = 1000;

/** Follows a value, but keeps each one that is shown for at least a second. */
export function held(value: Accessor<string>): Accessor<string> {
  const [shown, setShown] = createSignal(value());
  let since = performance.now();
  let timer: ReturnType<typeof setTimeout> | undefined;
  createEffect(() => {
    const wanted = value();
    clearTimeout(timer);
    const change = (): void => {
      setShown(wanted);
      since = performance.now();
    };
    const left = since + readable - performance.now();
    if (left <= 0) change();
    else timer = setTimeout(change, left);
  });
  onCleanup(() => clearTimeout(timer));
  return shown;
}

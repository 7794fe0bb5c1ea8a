/**
 * Makes any text fit any panel. The wanted text size is tried first with the picture, then without; then the text is made
 * smaller step by step. Nothing ever scrolls on the glass and nothing is cut off.
 */

/** Text sizes of ACCESS.TEXT as factors of the standard size. */
export const textScales = [1, 1.2, 1.45, 1.75] as const;
const smallest = 0.7;
const step = 0.05;

export interface Fitted {
  readonly scale: number;
  readonly picture: boolean;
}

/** What is tried, in order: keep the text size before the picture, but never make text smaller than standard before the picture went. */
export function attempts(wanted: number): readonly Fitted[] {
  const tries: Fitted[] = [];
  for (let scale = wanted; scale >= smallest - 1e-9; scale -= step) {
    const rounded = Math.round(scale * 100) / 100;
    tries.push({ scale: rounded, picture: true }, { scale: rounded, picture: false });
  }
  return tries;
}

function spills(box: Element): boolean {
  return box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1;
}

/** True when anything in the frame does not fit its box. */
export function overflows(root: Element): boolean {
  return [
    ...root.querySelectorAll('[data-fit], button, h1, p, li, .name, .talk, .told, .one-way, .words, .answers'),
  ].some(spills);
}

export function apply(root: HTMLElement, { scale, picture }: Fitted): void {
  root.style.setProperty('--ts', String(scale));
  root.dataset['picture'] = picture ? 'on' : 'off';
  root.dataset['scale'] = String(scale);
}

/** Finds the first attempt that fits; the last one when none does. */
export function fit(root: HTMLElement, wanted: number): Fitted {
  let last: Fitted = { scale: smallest, picture: false };
  for (const attempt of attempts(wanted)) {
    last = attempt;
    apply(root, attempt);
    if (!overflows(root)) break;
  }
  return last;
}

import type { AnyMachineSnapshot } from 'xstate';
import { errorIds, type ErrorId } from '../vocabulary/errors.ts';
import { locales, touches, type Locale, type TouchName } from '../vocabulary/events.ts';
import type { FieldTable } from '../vocabulary/fields.ts';
import type { View } from '../vocabulary/view.ts';
import { activeLeaves } from './build.ts';
import { outwards, type Flow, type Memory, type State } from './flow/definition.ts';

/** How many keys every pad takes: the PIN (R 3-10) and the staff code have four digits. */
const padLength = 4;

/** What the glass is to show in this snapshot. One function; the glass knows nothing else. */
export function viewOf(flow: Flow, snapshot: AnyMachineSnapshot): View {
  const memory = memoryOf(snapshot);
  const chain = drawnChain(flow, snapshot);
  const drawn = chain.find((state) => state.screen !== undefined);
  const shows = drawn?.shows.map(({ name }) => name) ?? [];
  const values = Object.fromEntries(
    shows.flatMap((name) => {
      const value = memory[name];
      return typeof value === 'number' || typeof value === 'string' ? [[name, value] as const] : [];
    }),
  );
  return {
    screen: drawn?.screen ?? 'busy',
    step: chain.find((state) => state.step !== undefined)?.step ?? null,
    text: drawn?.text?.id ?? '',
    values,
    choices: choicesOf(drawn, memory, snapshot),
    waiting: drawn?.waiting ?? true,
    error: shows.includes('error') ? errorOf(memory['error']) : 'none',
    pad: drawn?.screen === 'pad' ? { typed: numberOf(memory['pinTyped']), length: padLength } : null,
    staffCalled: memory['staffCalled'] === true,
    access: {
      locale: localeOf(memory['locale']),
      textSize: numberOf(memory['textSize']),
      contrast: numberOf(memory['contrast']) === 1,
      voice: numberOf(memory['voice']) === 1,
      reach: numberOf(memory['reach']) === 1,
    },
  };
}

/** The leaf that draws and what surrounds it, innermost first: the region with screens is the journey. */
function drawnChain(flow: Flow, snapshot: AnyMachineSnapshot): readonly State[] {
  for (const leaf of activeLeaves(flow, snapshot)) {
    const chain = [...outwards(leaf)];
    if (chain.some((state) => state.screen !== undefined)) return chain;
  }
  return [];
}

/** Only what would do something now is offered, so that no method is shown that cannot work. */
function choicesOf(drawn: State | undefined, memory: Memory, snapshot: AnyMachineSnapshot): readonly TouchName[] {
  const offered = (drawn?.offers ?? []).map(({ touch }) => touch).filter((touch) => snapshot.can(sampleEvent(touch)));
  const reversed = drawn?.shuffle !== undefined && memory[drawn.shuffle.name] === 'reversed';
  if (!reversed) return offered;
  // R 3-12: only the ways to choose between change places; staff call and the way back stay where they are.
  const fixed = offered.filter((touch) => !touch.startsWith('PICK.'));
  return [...offered.filter((touch) => touch.startsWith('PICK.')).toReversed(), ...fixed];
}

/** An event of this name with each field at its first allowed value. */
export function sampleEvent(touch: TouchName): { readonly type: TouchName; readonly [field: string]: unknown } {
  const fields: FieldTable = touches[touch];
  return {
    ...Object.fromEntries(
      Object.entries(fields).map(([name, spec]) => [name, 'oneOf' in spec ? spec.oneOf[0] : spec.from]),
    ),
    type: touch,
  };
}

/** Whether the machine would take this touch now: an offered choice, a pad key while a pad is shown, or access. */
export function takesTouch(view: View, touch: TouchName, snapshot: AnyMachineSnapshot): boolean {
  if (touch.startsWith('ACCESS.')) return true;
  if (touch.startsWith('PIN.')) return view.pad !== null && snapshot.can(sampleEvent(touch));
  return view.choices.includes(touch);
}

export function memoryOf(snapshot: AnyMachineSnapshot): Memory {
  return snapshot.context as Memory;
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

function errorOf(value: unknown): ErrorId {
  return errorIds.find((id) => id === value) ?? 'none';
}

function localeOf(value: unknown): Locale {
  return locales.find((locale) => locale === value) ?? 'ja';
}

import type { TouchName } from '../../vocabulary/events.ts';
import type { View } from '../../vocabulary/view.ts';

/** Where each choice of a view stands. */
export interface Placed {
  /** What the screen asks, in the order the flow gave. */
  readonly answers: readonly TouchName[];
  /** 「受付の人をよぶ」 can be touched. */
  readonly help: boolean;
  /** The small key for the staff, on screens that are not about them. */
  readonly staff: boolean;
  /** Ways round this screen, beside the call for the staff: another method, back, close. */
  readonly ways: readonly TouchName[];
}

const always: readonly TouchName[] = ['BACK', 'CANCEL', 'STAFF.OPEN', 'STAFF.CLOSE'];
/** While the patient is busy with camera or pad, the other method is a way round and not an answer. */
const otherMethod: readonly TouchName[] = ['PICK.FACE', 'PICK.PIN'];

export function placeChoices(view: View): Placed {
  const busyWithMethod = view.screen === 'face' || view.screen === 'pad';
  const isWay = (touch: TouchName): boolean =>
    always.includes(touch) || (busyWithMethod && otherMethod.includes(touch));
  const aside = (touch: TouchName): boolean => touch === 'STAFF.OPEN' && view.screen !== 'staff';
  const shown = view.choices.filter((touch) => !touch.startsWith('PIN.') && !touch.startsWith('ACCESS.'));
  return {
    answers: shown.filter((touch) => touch !== 'HELP' && !isWay(touch)),
    help: shown.includes('HELP'),
    staff: shown.some(aside),
    ways: shown.filter((touch) => isWay(touch) && !aside(touch)),
  };
}

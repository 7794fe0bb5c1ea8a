import type { PracticePatient } from '../../actors/practice/patient.ts';
import type { PadKey } from '../../vocabulary/bridge.ts';
import type { TouchName } from '../../vocabulary/events.ts';
import type { View } from '../../vocabulary/view.ts';

/** What the hands of a practice patient do next. */
export type Move =
  | { readonly kind: 'touch'; readonly touch: TouchName }
  | { readonly kind: 'key'; readonly code: string }
  | { readonly kind: 'takeCard' };

/**
 * The hands of a practice patient: see what the glass shows and decide, as `hands:` in the patient's file says. They know
 * nothing of the machine, only views and pad keys; so a headless journey takes the patient's own way through the product.
 */
export class Hands {
  readonly #hands: PracticePatient['hands'];
  readonly #staffCode: string;
  #pinsTyped = 0;
  #cardTaken = false;

  /** `staffCode`: what the practice staff types when the patient's file asks for them. */
  constructor(hands: PracticePatient['hands'], staffCode: string) {
    this.#hands = hands;
    this.#staffCode = staffCode;
    // Who takes the card at a time of their own does not take it when asked.
    this.#cardTaken = hands.takesCardAfter !== undefined;
  }

  /** The next move on this view, or undefined to wait for the kiosk. */
  next(view: View, pad: readonly PadKey[] | null): Move | undefined {
    if (view.pad !== null && pad !== null) return this.#type(view, pad);
    switch (view.screen) {
      case 'takeCard':
      case 'finish':
        return this.#takeCard();
      case 'notice':
        if (view.step === 'end') return this.#takeCard();
        return this.#firstOf(view, ['TOUCH']);
      case 'method':
        return this.#chooseMethod(view);
      case 'staff':
        return this.#hands.method === 'help' ? this.#firstOf(view, ['STAFF.VISUAL', 'STAFF.OPEN']) : this.#takeCard();
      case 'consentAll':
        return this.#touchOne(view, consentAllTouch[this.#hands.consents]);
      case 'consent':
        if (this.#hands.consents === 'nothing') return undefined;
        return this.#touchOne(view, this.#hands.consents === 'refuseAll' ? 'REFUSE' : 'AGREE');
      case 'ask':
        return this.#answer(view);
      default:
        return undefined;
    }
  }

  #type(view: View, pad: readonly PadKey[]): Move {
    if (view.pad !== null && view.pad.typed >= view.pad.length) {
      if (view.text !== 'staffCode') this.#pinsTyped += 1;
      return { kind: 'touch', touch: 'PIN.SUBMIT' };
    }
    const pins = this.#hands.typedPins;
    const digits = view.text === 'staffCode' ? this.#staffCode : (pins[this.#pinsTyped] ?? pins.at(-1) ?? '');
    const label = digits[view.pad?.typed ?? 0];
    const key = pad.find((known) => known.label === label);
    return key === undefined ? { kind: 'takeCard' } : { kind: 'key', code: key.code };
  }

  #chooseMethod(view: View): Move | undefined {
    const wanted = { face: 'PICK.FACE', pin: 'PICK.PIN', help: 'HELP' } as const;
    // A patient who cannot go their own way gives up rather than trying what they did not plan.
    const ways = this.#hands.orPin ? [wanted[this.#hands.method], 'PICK.PIN' as const] : [wanted[this.#hands.method]];
    return this.#firstOf(view, ways) ?? this.#takeCard();
  }

  #answer(view: View): Move | undefined {
    if (view.choices.includes('STAFF.YES')) return { kind: 'touch', touch: 'STAFF.YES' };
    if (view.choices.includes('YES')) {
      const yes = view.text === 'registerAsk' ? this.#hands.register : true;
      return { kind: 'touch', touch: yes || !view.choices.includes('NO') ? 'YES' : 'NO' };
    }
    if (this.#hands.consents === 'nothing' && view.step === 'consent') return undefined;
    return this.#firstOf(view, ['TOUCH']);
  }

  #takeCard(): Move | undefined {
    if (this.#cardTaken) return undefined;
    this.#cardTaken = true;
    return { kind: 'takeCard' };
  }

  #firstOf(view: View, touches: readonly TouchName[]): Move | undefined {
    const touch = touches.find((wanted) => view.choices.includes(wanted));
    return touch === undefined ? undefined : { kind: 'touch', touch };
  }

  #touchOne(view: View, touch: TouchName | undefined): Move | undefined {
    return touch === undefined ? undefined : this.#firstOf(view, [touch]);
  }
}

const consentAllTouch: { readonly [C in PracticePatient['hands']['consents']]: TouchName | undefined } = {
  agreeAll: 'AGREE.ALL',
  refuseAll: 'REFUSE.ALL',
  each: 'EACH',
  nothing: undefined,
};

import { consentItems } from '../../vocabulary/jobs.ts';
import { drawnState, isIn, type Law } from './law.ts';

export const agreedByTouch: Law = {
  code: 'F431',
  name: 'agreed-by-touch',
  basis: 'journey 3, R 3-11',
  ja: '同意は、この受付で同意と押したときだけです。時間切れや職員の操作では同意になりません。',
  says: 'An answer becomes 同意 only by the touch that says so, in this visit; time, card and staff never agree.',
  onStep: ({ from, to, event }) => {
    if (event.type === 'AGREE' || event.type === 'AGREE.ALL') return undefined;
    const item = consentItems.find((name) => to.memory[name] === 'agreed' && from.memory[name] !== 'agreed');
    return item === undefined ? undefined : `${item} is agreed by ${event.type}`;
  },
};

export const answersWhatWasAsked: Law = {
  code: 'F432',
  name: 'answers-what-was-asked',
  basis: 'R 3-11',
  ja: '同意する・同意しないは、画面の問いだけに、1回で答えます。',
  says: 'Agreeing and refusing answer the question on the screen, both by one touch, and no other.',
  onStep: ({ from, to, event }) => {
    const answer = event.type === 'AGREE' ? 'agreed' : event.type === 'REFUSE' ? 'refused' : undefined;
    const asked = drawnState(from)?.text?.id;
    if (answer === undefined) return undefined;
    const wrong = consentItems.find((name) => to.memory[name] !== (name === asked ? answer : from.memory[name]));
    return wrong === undefined ? undefined : `${event.type} on ${asked} leaves ${wrong} ${String(to.memory[wrong])}`;
  },
};

export const allAnswersAll: Law = {
  code: 'F433',
  name: 'all-answers-all',
  basis: 'R 3-11',
  ja: 'すべて同意・すべて同意しないは、きくことになっているものすべてに答えます。',
  says: 'Agreeing or refusing everything answers each item that the facility asks for, and no other.',
  onStep: ({ to, event, settings }) => {
    const answer = event.type === 'AGREE.ALL' ? 'agreed' : event.type === 'REFUSE.ALL' ? 'refused' : undefined;
    if (answer === undefined) return undefined;
    const asked = { surgery: 'askSurgery', drugs: 'askDrugs', treatment: 'askTreatment', checkup: 'askCheckup' };
    for (const [item, setting] of Object.entries(asked)) {
      const wanted = settings.get(setting) === true ? answer : 'unasked';
      if (to.memory[item] !== wanted) return `${event.type} leaves ${item} ${String(to.memory[item])}`;
    }
    return undefined;
  },
};

export const sharedOnlyWhenQualified: Law = {
  code: 'F434',
  name: 'shared-only-when-qualified',
  basis: 'journey 1, journey 6',
  ja: '同意と受付の終わりは、資格確認ができたあとだけです。猶予中の証明書では同意をききません。',
  says: 'Consents and the finish come only after a qualification that succeeded, never in the grace of a certificate.',
  onStep: ({ to, after }) => {
    const shares = [
      'journey.consents',
      'journey.commit',
      'journey.ending.finish',
      'journey.ending.finishAway',
      'journey.ending.finishNoConsent',
      'journey.ending.finishAwayNoConsent',
    ];
    const there = shares.find((path) => isIn(to, path));
    return there !== undefined && after['verdict'] !== 1 ? `${there} without a successful qualification` : undefined;
  },
};

export const qualifiedIsAsked: Law = {
  code: 'F435',
  name: 'qualified-is-asked',
  basis: 'journey: identity → qualification → consents',
  ja: '資格確認ができたら、同意をきくか、きくことがなければ終わります。',
  says: 'After a successful qualification the consents follow, or the finish where nothing is asked.',
  onStep: ({ to, event }) =>
    event.type === 'program.qualify.ok' &&
    !isIn(to, 'journey.consents') &&
    !isIn(to, 'journey.commit') &&
    !isIn(to, 'journey.ending.finish')
      ? 'goes elsewhere after the qualification'
      : undefined,
};

export const everythingAskedFor: Law = {
  code: 'F436',
  name: 'everything-asked-for',
  basis: 'R 3-11',
  ja: '答えのないまま送るのは、カードが取られたときと時間切れのときだけです。',
  says: 'Answers are sent with questions unanswered only when the patient went away or did not answer in time.',
  onStep: ({ from, to, event, settings }) => {
    if (isIn(from, 'journey.commit') || !isIn(to, 'journey.commit') || /^CARD\.OUT$|^xstate\.after\./.test(event.type))
      return undefined;
    const open = [...consentItems, 'prescription'].find(
      (item) => to.memory[item] === 'unasked' && settings.get(`ask${item[0]?.toUpperCase()}${item.slice(1)}`) === true,
    );
    return open === undefined ? undefined : `${open} was never asked`;
  },
};

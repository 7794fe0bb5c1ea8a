import { methods } from '../../vocabulary/jobs.ts';
import type { Law } from './law.ts';

const pinJobs = ['program.qualify', 'program.register'];

export const pinSentWhole: Law = {
  code: 'F421',
  name: 'pin-sent-whole',
  basis: 'R 3-10',
  ja: '暗証番号も職員の番号も、4けたそろったときだけ送ります。',
  says: 'A PIN, and the staff code, is sent only with four digits typed.',
  onStep: ({ stride, to }) =>
    stride.started.some(
      ({ job, input }) => job === 'staff.check' || (pinJobs.includes(job) && input['method'] === 'pin'),
    ) && to.memory['pinTyped'] !== 4
      ? `sent with ${String(to.memory['pinTyped'])} digits typed`
      : undefined,
};

export const pinOfferedWhenPossible: Law = {
  code: 'F429',
  name: 'pin-offered-when-possible',
  basis: 'journey 7: never offer a method that cannot work',
  ja: '暗証番号は、残り回数があり、送ってよい回数のうちだけ選べます。',
  says: 'The PIN can be chosen only with tries left on the card and within what the kiosk may send.',
  onStep: ({ event, from, settings }) => {
    if (event.type !== 'PICK.PIN') return undefined;
    if (from.memory['pinLeft'] === 0) return 'offered with no try left';
    return Number(from.memory['pinSends']) >= Number(settings.get('pinSendLimit'))
      ? 'offered after the last send'
      : undefined;
  },
};

export const pinNeverBurnsCard: Law = {
  code: 'F422',
  name: 'pin-never-burns-card',
  basis: 'R 3-10, journey 8',
  ja: '残り0回では送りません。残り1回は、患者が続けると答えたときだけ送ります。',
  says: 'No PIN is sent with no try left, and with one left only after the patient said so.',
  onStep: ({ stride, to, event, from }) => {
    if (!stride.started.some(({ job, input }) => pinJobs.includes(job) && input['method'] === 'pin')) return undefined;
    const left = to.memory['pinLeft'];
    if (left === 0) return 'sent with no try left';
    const confirmed = to.memory['lastTryConfirmed'] === true;
    if (left === 1 && !confirmed) return 'the last try is sent without asking';
    // A confirmation that some arrow made up in passing would be none.
    return event.type !== 'YES' && from.memory['lastTryConfirmed'] !== true && confirmed
      ? 'the last try is confirmed without a touch'
      : undefined;
  },
};

export const lastTryByTouch: Law = {
  code: 'F423',
  name: 'last-try-by-touch',
  basis: 'R 3-10',
  ja: '最後の1回を続けるのは、患者が押したときだけです。',
  says: 'The last try counts as confirmed only by a touch of the patient.',
  onStep: ({ from, to, event }) =>
    from.memory['lastTryConfirmed'] !== true && to.memory['lastTryConfirmed'] === true && event.type !== 'YES'
      ? 'confirmed without a touch'
      : undefined,
};

export const pinSendLimit: Law = {
  code: 'F424',
  name: 'pin-send-limit',
  basis: 'R 3-10',
  ja: 'まちがった暗証番号を送るのは、決めた回数までです。',
  says: 'At most `pinSendLimit` wrong PINs of one card are sent.',
  onStep: ({ after, settings }) =>
    (after['wrong'] ?? 0) > Number(settings.get('pinSendLimit')) ? `${after['wrong']} wrong PINs sent` : undefined,
};

export const pinSentOnce: Law = {
  code: 'F425',
  name: 'pin-sent-once',
  basis: 'R 3-14: nothing is repeated after a lost answer',
  ja: '入力した暗証番号は、資格確認に1回、初回登録に1回、そのあとの資格確認に1回だけ送ります。',
  says: 'A typed PIN is presented once for the qualification, once for a registration and once for the qualification after it.',
  onStep: ({ after, stride }) => {
    const sends = stride.started.some(({ input }) => input['method'] === 'pin');
    const allowed = (after['registers'] ?? 0) > 0 ? 2 : 1;
    return sends && (after['sent'] ?? 0) > allowed ? 'the same PIN is sent again' : undefined;
  },
};

export const qualifyAsProven: Law = {
  code: 'F426',
  name: 'qualify-as-proven',
  basis: 'R 3-6, R 3-10',
  ja: '資格確認は、いま本人と確認した方法だけで行います。',
  says: 'The qualification is asked with the method by which the patient was just identified, never without one.',
  onStep: ({ stride, after }) => {
    for (const { job, input } of stride.started) {
      if (!pinJobs.includes(job)) continue;
      const proven = methods[(after['proof'] ?? 0) - 1];
      if (proven !== input['method']) return `${job} by ${String(input['method'])}, proven: ${proven ?? 'nothing'}`;
    }
    return undefined;
  },
};

export const staffActsAfterCode: Law = {
  code: 'F427',
  name: 'staff-acts-after-code',
  basis: 'journey 9',
  ja: '職員だけの操作は、番号が正しかったあとだけです。',
  says: 'What only staff may do is done only after their code was right.',
  onStep: ({ event, before }) =>
    /^STAFF\.(VISUAL|PAUSE|RESUME|YES|NO)$/.test(event.type) && before['staff'] !== 1
      ? `${event.type} without the staff code`
      : undefined,
};

export const programAskedSparingly: Law = {
  code: 'F428',
  name: 'program-asked-sparingly',
  basis: 'R 3-23, R 3-14',
  ja: '資格確認のやりなおしは1回、登録は1回、同意の送信は決めた回数までです。',
  says: 'One retry of a qualification, one registration, `commitTriesMost` sendings of the consents.',
  onStep: ({ after, settings }) => {
    if ((after['asks'] ?? 0) > 2) return 'a third qualification';
    if ((after['registers'] ?? 0) > 1) return 'a second registration';
    return (after['commits'] ?? 0) > Number(settings.get('commitTriesMost')) ? 'consents sent too often' : undefined;
  },
};

import { methods } from '../../vocabulary/jobs.ts';
import type { Law } from './law.ts';

const pinJobs = ['program.qualify', 'program.register'];

export const pinSentWhole: Law = {
  name: 'pin-sent-whole',
  basis: 'R 3-10',
  says: 'A PIN is sent only with four digits typed.',
  onStep: ({ stride, to }) =>
    stride.started.some(({ job, input }) => pinJobs.includes(job) && input['method'] === 'pin') &&
    to.memory['pinTyped'] !== 4
      ? `sent with ${String(to.memory['pinTyped'])} digits typed`
      : undefined,
};

export const pinNeverBurnsCard: Law = {
  name: 'pin-never-burns-card',
  basis: 'R 3-10, journey 8',
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
  name: 'last-try-by-touch',
  basis: 'R 3-10',
  says: 'The last try counts as confirmed only by a touch of the patient.',
  onStep: ({ from, to, event }) =>
    from.memory['lastTryConfirmed'] !== true && to.memory['lastTryConfirmed'] === true && event.type !== 'YES'
      ? 'confirmed without a touch'
      : undefined,
};

export const pinSendLimit: Law = {
  name: 'pin-send-limit',
  basis: 'R 3-10',
  says: 'At most `pinSendLimit` wrong PINs of one card are sent.',
  onStep: ({ after, settings }) =>
    (after['wrong'] ?? 0) > Number(settings.get('pinSendLimit')) ? `${after['wrong']} wrong PINs sent` : undefined,
};

export const pinSentOnce: Law = {
  name: 'pin-sent-once',
  basis: 'R 3-14: nothing is repeated after a lost answer',
  says: 'A typed PIN is presented once for the qualification, once for a registration and once for the qualification after it.',
  onStep: ({ after, stride }) => {
    const sends = stride.started.some(({ input }) => input['method'] === 'pin');
    const allowed = (after['registers'] ?? 0) > 0 ? 2 : 1;
    return sends && (after['sent'] ?? 0) > allowed ? 'the same PIN is sent again' : undefined;
  },
};

export const qualifyAsProven: Law = {
  name: 'qualify-as-proven',
  basis: 'R 3-6, R 3-10',
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
  name: 'staff-acts-after-code',
  basis: 'journey 9',
  says: 'What only staff may do is done only after their code was right.',
  onStep: ({ event, before }) =>
    /^STAFF\.(VISUAL|PAUSE|RESUME|YES|NO)$/.test(event.type) && before['staff'] !== 1
      ? `${event.type} without the staff code`
      : undefined,
};

export const programAskedSparingly: Law = {
  name: 'program-asked-sparingly',
  basis: 'R 3-23, R 3-14',
  says: 'One retry of a qualification, one registration, `commitTriesMost` sendings of the consents.',
  onStep: ({ after, settings }) => {
    if ((after['asks'] ?? 0) > 2) return 'a third qualification';
    if ((after['registers'] ?? 0) > 1) return 'a second registration';
    return (after['commits'] ?? 0) > Number(settings.get('commitTriesMost')) ? 'consents sent too often' : undefined;
  },
};

import { drawnState, isIn, type Law } from './law.ts';

export const oneVisitPerCard: Law = {
  name: 'one-visit-per-card',
  basis: 'journey: no new journey until the card is removed',
  says: 'A card begins one visit; for another it must be taken and placed again.',
  onStep: ({ after }) => ((after['begun'] ?? 0) > 1 ? 'a second visit begins with the same card' : undefined),
};

export const codeBOnce: Law = {
  name: 'codeb-once',
  basis: 'R 3-14, journey 8',
  says: '照合番号B is presented at most once while a card lies in the tray.',
  onStep: ({ after }) => ((after['photos'] ?? 0) > 1 ? 'card.readPhoto starts a second time' : undefined),
};

export const noFaceWithoutPhoto: Law = {
  name: 'no-face-without-photo',
  basis: 'journey 7',
  says: 'A card without photo is led neither to the camera nor to the comparison by staff.',
  onStep: ({ to, stride }) => {
    if (to.memory['noPhotoCard'] !== true) return undefined;
    if (stride.started.some(({ job }) => job === 'matcher.verify'))
      return 'face is looked at with a card without photo';
    const offersVisual = drawnState(to)?.offers.some(({ touch }) => touch === 'STAFF.YES') === true;
    return offersVisual ? 'comparison by staff with a card without photo' : undefined;
  },
};

export const cardAwayEndsIdentity: Law = {
  name: 'card-away-ends',
  basis: 'journey: card removed',
  says: 'Once the card is away, nobody is identified or asked for consent.',
  onStep: ({ to }) =>
    isIn(to, 'presence.absent') && (isIn(to, 'journey.identity') || isIn(to, 'journey.consents'))
      ? 'goes on without a card'
      : undefined,
};

export const faceLimit: Law = {
  name: 'face-limit',
  basis: 'R 3-6, R 3-10',
  says: 'The face is tried at most `faceTries` times with a card, and not offered any more after that.',
  onStep: ({ after, before, event, settings }) => {
    const most = Number(settings.get('faceTries'));
    if ((after['looks'] ?? 0) > most) return `face try ${after['looks']} of ${most}`;
    return event.type === 'PICK.FACE' && (before['looks'] ?? 0) >= most ? 'face is offered after the limit' : undefined;
  },
};

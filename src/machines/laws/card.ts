import { drawnState, isIn, type Law } from './law.ts';

export const oneVisitPerCard: Law = {
  code: 'F411',
  name: 'one-visit-per-card',
  basis: 'journey: no new journey until the card is removed',
  ja: '1枚のカードで始まる受付は1回です。つぎは、カードを取ってから始めます。',
  says: 'A card begins one visit; for another it must be taken and placed again.',
  onStep: ({ after }) => ((after['begun'] ?? 0) > 1 ? 'a second visit begins with the same card' : undefined),
};

export const codeBOnce: Law = {
  code: 'F412',
  name: 'codeb-once',
  basis: 'R 3-14, journey 8',
  ja: '照合番号Bは、カードを置いているあいだに1回しか出しません。',
  says: '照合番号B is presented at most once while a card lies in the tray.',
  onStep: ({ after }) => ((after['photos'] ?? 0) > 1 ? 'card.readPhoto starts a second time' : undefined),
};

export const noFaceWithoutPhoto: Law = {
  code: 'F413',
  name: 'no-face-without-photo',
  basis: 'journey 7',
  ja: '写真のないカードは、顔認証にも目視確認にも進みません。',
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
  code: 'F414',
  name: 'card-away-ends',
  basis: 'journey: card removed',
  ja: 'カードがなくなったら、本人確認も同意も続けません。',
  says: 'Once the card is away, nobody is identified or asked for consent.',
  onStep: ({ to }) => {
    if (!isIn(to, 'presence.absent')) return undefined;
    if (isIn(to, 'journey.identity') || isIn(to, 'journey.consents')) return 'goes on without a card';
    return isIn(to, 'prep.none') ? undefined : 'the preparation goes on without a card';
  },
};

export const faceLimit: Law = {
  code: 'F415',
  name: 'face-limit',
  basis: 'R 3-6, R 3-10',
  ja: '顔認証は決めた回数までです。使いきったら、もう見せません。',
  says: 'The face is tried at most `faceTries` times with a card, and not offered any more after that.',
  onStep: ({ after, before, event, settings }) => {
    const most = Number(settings.get('faceTries'));
    if ((after['looks'] ?? 0) > most) return `face try ${after['looks']} of ${most}`;
    return event.type === 'PICK.FACE' && (before['looks'] ?? 0) >= most ? 'face is offered after the limit' : undefined;
  },
};

export const presenceIsTrue: Law = {
  code: 'F417',
  name: 'presence-is-true',
  basis: 'R 3-14, journey: cardPresence',
  ja: 'カードが取られたらカードなし、置かれたらカードなしではありません。',
  says: 'The flow believes in a card exactly while one lies in the tray.',
  onStep: ({ event, to }) => {
    const absent = isIn(to, 'presence.absent');
    if (event.type === 'CARD.OUT' && !absent) return 'believes in a card that was taken';
    return event.type === 'CARD.IN' && absent ? 'does not see the card' : undefined;
  },
};

export const preparationTells: Law = {
  code: 'F416',
  name: 'preparation-tells',
  basis: 'R 3-23',
  ja: 'カードの準備がおわったら、顔認証ができるか、できないかが決まっています。',
  says: 'When the preparation is over the flow knows whether face can be used: nobody waits for what will not come.',
  onStep: ({ to }) => {
    if (isIn(to, 'prep.impossible') && to.memory['faceImpossible'] !== true) return 'impossible, and nobody was told';
    return isIn(to, 'prep.ready') && to.memory['faceReady'] !== true ? 'ready, and nobody was told' : undefined;
  },
};

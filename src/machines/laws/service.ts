import { touches } from '../../vocabulary/events.ts';
import type { Chart } from '../explore/chart.ts';
import type { Exploration } from '../explore/explore.ts';
import { isTouch } from '../explore/happenings.ts';
import { visits } from '../explore/scopes.ts';
import { drawnState, enters, isIn, journeyLeaf, type Finding, type Law } from './law.ts';

/** Places from which no way of the allowed events leads to a resting place; one for each journey state. */
function* strandedPlaces(
  graph: Exploration,
  rest: (path: string) => boolean,
  allowed: (type: string) => boolean,
  detail: string,
): Generator<Finding> {
  if (graph.scope.apart.includes('journey')) return;
  const before: number[][] = graph.places.map(() => []);
  graph.edgeEvent.forEach((event, edge) => {
    if (allowed(event.type)) before[graph.edgeTo[edge] ?? 0]?.push(graph.edgeFrom[edge] ?? 0);
  });
  const saved = new Uint8Array(graph.places.length);
  const open: number[] = [];
  graph.places.forEach((place, index) => {
    if (!rest(journeyLeaf(place.standing)?.path ?? '')) return;
    saved[index] = 1;
    open.push(index);
  });
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const from of before[at] ?? []) {
      if (saved[from] === 1) continue;
      saved[from] = 1;
      open.push(from);
    }
  }
  const told = new Set<string>();
  for (const [index, place] of graph.places.entries()) {
    const path = journeyLeaf(place.standing)?.path ?? '';
    if (saved[index] === 1 || told.has(path)) continue;
    told.add(path);
    yield { at: index, detail: `${path}: ${detail}` };
  }
}

const world = (type: string): boolean =>
  !isTouch(type) && type !== 'CARD.IN' && type !== 'FAULT' && type !== 'DEVICE.LOST' && type !== 'DEVICE.UNKNOWN';

export const idleInReach: Law = {
  code: 'F441',
  name: 'idle-in-reach',
  basis: 'R 3-24, journey invariants',
  ja: 'どこからでも、カードを取れば、だれも触らずに待ちうけへもどります。',
  says: 'From everywhere the kiosk comes back to idle by itself once the card is taken: no touch, no staff. A pause is the staff’s will.',
  onGraph: (graph) =>
    strandedPlaces(graph, (path) => path === 'journey.idle' || path === 'journey.paused', world, 'no way back to idle'),
};

export const silenceEnds: Law = {
  code: 'F442',
  name: 'silence-ends',
  basis: 'R 3-24',
  ja: 'どの仕事が答えなくても、時間がたてば待ちうけか「使えません」に行きつきます。',
  says: 'Even when no job ever answers, time and the taking of the card lead to idle or to an announced out of service.',
  onGraph: (graph) =>
    strandedPlaces(
      graph,
      (path) => /^journey\.(idle|paused|outOfService)$/.test(path),
      (type) => type === 'CARD.OUT' || type.startsWith('xstate.after.'),
      'waits for ever when nothing answers',
    ),
};

export const touchesDoSomething: Law = {
  code: 'F443',
  name: 'touches-do-something',
  basis: 'journey: never offer a method that cannot work',
  ja: '見せる操作には、必ず働く場面があります。',
  says: 'Every touch that a state offers does something in at least one situation.',
  onGraph: function* (graph) {
    // The other scopes leave out what would make some touches work.
    if (graph.scope !== visits) return;
    const taken = new Set<string>();
    graph.edgeEvent.forEach((event, edge) => {
      const place = graph.places[graph.edgeFrom[edge] ?? 0];
      const drawn = place === undefined ? undefined : drawnState(place.standing);
      if (drawn !== undefined) taken.add(`${drawn.path} ${event.type}`);
    });
    const told = new Set<string>();
    for (const [at, { standing }] of graph.places.entries()) {
      const drawn = drawnState(standing);
      if (drawn === undefined || told.has(drawn.path)) continue;
      told.add(drawn.path);
      for (const { touch } of drawn.offers)
        // The first question has nothing before it; which one is first is a setting.
        if (touch !== 'BACK' && !taken.has(`${drawn.path} ${touch}`) && graph.scope.allows(touch, drawn.path))
          yield { at, detail: `${drawn.path} offers ${touch}, which never does anything` };
    }
  },
};

export const visualForOnePatient: Law = {
  code: 'F444',
  name: 'visual-for-one-patient',
  basis: 'journey 9',
  ja: '目視確認は1人だけで、だれも来なければ自動で終わります。',
  says: 'The staff check ends with the patient it was meant for, or by itself when none comes.',
  onStep: (scene) =>
    enters(scene, 'journey.idle') && isIn(scene.from, 'journey.wipe') && isIn(scene.to, 'mode.visualCheck')
      ? 'the next patient would be checked by staff too'
      : undefined,
  onFlow: function* (chart) {
    const node = chart.nodes.find(({ state }) => state.path === 'mode.visualCheck');
    if (node !== undefined && node.timers.length === 0)
      yield { place: node.state.place, detail: 'the staff check never ends by itself' };
  },
};

export const idleForgets: Law = {
  code: 'F446',
  name: 'idle-forgets',
  basis: 'R 3-15',
  ja: '待ちうけに入るとき、前の人について覚えていることは何もありません。',
  says: 'Entering idle, everything remembered of the patient is as at the start.',
  onFlow: function* (chart) {
    const idle = chart.nodes.find(({ state }) => state.path === 'journey.idle')?.state;
    if (idle === undefined) return;
    const access = accessVariables(chart);
    const reset = new Set(idle.entry.flatMap((action) => (action.kind === 'reset' ? action.names : [])));
    for (const variable of chart.flow.variables.values())
      if (!access.has(variable.name) && !ofTheKiosk.has(variable.name) && !reset.has(variable.name))
        yield { place: idle.place, detail: `${variable.name} survives into the next visit` };
  },
};

/** Remembered of the kiosk itself, not of a patient. */
const ofTheKiosk: ReadonlySet<string> = new Set([
  'readerUp',
  'displayUp',
  'programUp',
  'cameraUp',
  'scannerUp',
  'matcherUp',
  'faceCrashedInRow',
  'link',
  'pinTyped',
]);

/** What the patient chose of language and display: variables that a touch ACCESS.* fills. They outlive idle. */
function accessVariables(chart: Chart): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { on } of chart.nodes)
    for (const [trigger, arrows] of on)
      if (trigger.startsWith('ACCESS.'))
        for (const { action } of arrows.flatMap(({ acts }) => acts))
          if (action.kind === 'copy') for (const name of Object.keys(action.fields)) names.add(name);
  return names;
}

export const accessIsEverybodys: Law = {
  code: 'F450',
  name: 'access-is-everybodys',
  basis: 'R 1-12, journey: access',
  ja: 'ことばや見やすさはいつでも変えられ、つぎの人ではもとにもどります。',
  says: 'Language, text size, contrast, voice and reach can be changed at any time and are back to the defaults for the next patient.',
  onFlow: function* (chart) {
    const place = chart.flow.regions.find(({ name }) => name === 'access')?.place;
    if (place === undefined) return;
    const arrows = chart.nodes.flatMap(({ on }) => [...on.values()].flat());
    const copies = (touch: string): boolean =>
      arrows.some(({ trigger, acts }) => trigger === touch && acts.some(({ action }) => action.kind === 'copy'));
    for (const touch of Object.keys(touches))
      if (touch.startsWith('ACCESS.') && !copies(touch)) yield { place, detail: `${touch} changes nothing` };
    const reset = arrows
      .filter(({ trigger }) => trigger === 'PATIENT.DONE')
      .flatMap(({ acts }) => acts.flatMap(({ action }) => (action.kind === 'reset' ? action.names : [])));
    for (const name of accessVariables(chart))
      if (!reset.includes(name)) yield { place, detail: `${name} stays for the next patient` };
  },
};

export const staffsWillIsDone: Law = {
  code: 'F449',
  name: 'staffs-will-is-done',
  basis: 'journey 9',
  ja: '職員が選んだ受付のしかたになります。',
  says: 'What the staff choose at rest is what the kiosk does: pause, check by staff for the next patient, self-service.',
  onStep: ({ from, to, event }) => {
    if (!isIn(from, 'journey.idleStaff')) return undefined;
    const wanted = { 'STAFF.PAUSE': 'paused', 'STAFF.VISUAL': 'visualCheck', 'STAFF.RESUME': 'selfService' }[
      event.type
    ];
    return wanted === undefined || isIn(to, `mode.${wanted}`) ? undefined : `${event.type} does not lead to ${wanted}`;
  },
};

export const helpCallsStaff: Law = {
  code: 'F447',
  name: 'help-calls-staff',
  basis: 'journey: 「受付の人をよぶ」 always',
  ja: '受付の人をよぶと、必ず知らせます。',
  says: 'Calling the staff calls them.',
  onStep: ({ event, stride, to }) => {
    if (event.type !== 'HELP') return undefined;
    if (!stride.effects.includes('staff.notify')) return 'nobody is told';
    return to.memory['staffCalled'] === true ? undefined : 'the patient does not see that they were called';
  },
};

/** States in which staff are at the kiosk already. */
const staffThere: ReadonlySet<string> = new Set(['staffCode', 'staffChecking', 'staffWrong', 'staffMenu', 'visual']);

export const stuckCallsStaff: Law = {
  code: 'F455',
  name: 'stuck-calls-staff',
  basis: 'journey: every dead end says what patient and staff should do',
  ja: '患者だけでは進めなくなったら、受付の人に知らせます。',
  says: 'Where a patient cannot go on alone, the staff are told.',
  onStep: (scene) => {
    const stuck = ['journey.identity.needStaff', 'journey.ending.desk', 'journey.ending.guide'].find((path) =>
      enters(scene, path),
    );
    const known = staffThere.has(journeyLeaf(scene.from)?.name ?? '');
    return stuck !== undefined && !known && !scene.stride.effects.includes('staff.notify')
      ? `${stuck} is reached and nobody is told`
      : undefined;
  },
};

export const deadEndsHaveCode: Law = {
  code: 'F448',
  name: 'dead-ends-have-code',
  basis: 'R 3-22, journey invariants',
  ja: '受付が止まる画面では、番号を示せます。',
  says: 'Where a visit stops, the screen can name a code of the catalogue.',
  onFlow: function* (chart) {
    for (const { state } of chart.nodes) {
      const stops =
        state.screen === 'takeCard' ||
        state.screen === 'outOfService' ||
        (state.screen === 'notice' && !harmless.has(state.name));
      if (stops && state.name !== 'paused' && !state.shows.some(({ name }) => name === 'error'))
        yield { place: state.place, detail: `${state.path} shows no error` };
    }
  },
  onStep: ({ to }) => {
    const drawn = drawnState(to);
    const mute = drawn === undefined || drawn.screen === 'staff' || harmless.has(drawn.name);
    const shows = !mute && drawn.shows.some(({ name }) => name === 'error');
    return shows && to.memory['error'] === 'none' ? `${drawn.path} is shown without an error` : undefined;
  },
};

/** Ways a visit stops, and those that only lead on to another of them. */
const stops = [
  'journey.ending.desk',
  'journey.ending.guide',
  'journey.ending.takeCard',
  'journey.deviceLost',
  'journey.cardTakenEarly',
];

export const deadEndsSayWhy: Law = {
  code: 'F456',
  name: 'dead-ends-say-why',
  basis: 'R 3-22',
  ja: '受付が止まるときは、そのわけを、その場で決めます。前の番号をくり返しません。',
  says: 'What stops a visit names its own cause: the code on the screen is never that of something earlier.',
  onStep: (scene) => {
    const stop = stops.find((path) => enters(scene, path));
    if (stop === undefined || stops.some((path) => isIn(scene.from, path))) return undefined;
    const said = scene.stride.arrows.some(({ acts }) =>
      acts.some(({ action }) => action.kind === 'set' && 'error' in action.values),
    );
    return said ? undefined : `${stop} is reached without a cause`;
  },
};

/** Notices that are no failure. */
const harmless: ReadonlySet<string> = new Set(['pinOnly', 'staffWrong', 'idleWrong']);

import { describe, expect, test } from 'vitest';
import { judgeFlow } from '../../../src/machines/load.ts';
import { formatProblem } from '../../../src/machines/problem.ts';
import { flowFiles, unmark, withChange } from '../flow-files.ts';

/** One fault: what stands in the shipped file, what somebody wrote instead, with ‸ where the checker has to point. */
interface Fault {
  readonly code: string;
  readonly what: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const faults: readonly Fault[] = [
  // ── form
  {
    code: 'F100',
    what: 'broken YAML',
    file: 'mode.yaml',
    from: '{ MODE.VISUAL: visualCheck, MODE.PAUSE: paused }\n  visualCheck',
    to: '{ MODE.VISUAL: visualCheck, MODE.PAUSE: paused\n  ‸visualCheck',
  },
  {
    code: 'F100',
    what: 'a key twice',
    file: 'mode.yaml',
    from: 'initial: selfService',
    to: 'initial: selfService\n‸initial: paused',
  },
  {
    code: 'F101',
    what: 'a text where a list belongs',
    file: 'boot.yaml',
    from: '    offers: [STAFF.OPEN]\n    entry:',
    to: '    offers: ‸STAFF.OPEN\n    entry:',
  },
  {
    code: 'F101',
    what: 'a word where a number belongs',
    file: 'register.yaml',
    from: 'add: { pinSends: 1 }',
    to: 'add: { pinSends: ‸one }',
  },
  {
    code: 'F102',
    what: 'a misspelt key of a state (XState ignores it)',
    file: 'boot.yaml',
    from: '    after: { recheckEvery: boot }',
    to: '    ‸afer: { recheckEvery: boot }',
  },
  {
    code: 'F102',
    what: 'a misspelt key of an arrow (XState ignores it)',
    file: 'face.yaml',
    from: '{ target: qualify, actions: [{ raise: IDENTITY.DONE }',
    to: '{ target: qualify, ‸action: [{ raise: IDENTITY.DONE }',
  },
  { code: 'F103', what: 'no regions', file: 'visit.yaml', from: 'regions:', to: 'variable2: 1\nflow2: 2\nregion:' },
  {
    code: 'F104',
    what: 'a file that is not there',
    file: 'visit.yaml',
    from: 'link: { file: link.yaml }',
    to: 'link: { file: ‸lnk.yaml }',
  },
  { code: 'F104', what: 'a chapter that is not there', file: 'identity.yaml', from: 'face.yaml,', to: '‸faces.yaml,' },
  {
    code: 'F105',
    what: 'a variable of no kind',
    file: 'visit.yaml',
    from: 'readerUp: { flag: true, ',
    to: '‸readerUp: { ',
  },
  { code: 'F106', what: 'a state name in Japanese', file: 'link.yaml', from: '  resting:', to: '  ‸休み:' },
  {
    code: 'F107',
    what: 'an invoke without src',
    file: 'link.yaml',
    from: '{ src: program.ping }',
    to: '‸{ with: [] }',
  },
  {
    code: 'F108',
    what: 'two conditions in one',
    file: 'visit.yaml',
    from: 'cardPresent: { in: presence.present }',
    to: 'cardPresent: ‸{ in: presence.present, not: cardAway }',
  },
  {
    code: 'F109',
    what: 'two actions in one',
    file: 'ending.yaml',
    from: '[{ raise: PATIENT.DONE }, { do: glass.renew }]',
    to: '[‸{ raise: PATIENT.DONE, do: glass.renew }]',
  },
  { code: 'F110', what: 'a full-width space as indentation', file: 'mode.yaml', from: '  paused:', to: ' ‸　paused:' },
  {
    code: 'F111',
    what: 'a full-width colon',
    file: 'mode.yaml',
    from: 'initial: selfService',
    to: 'initial‸： selfService',
  },
  { code: 'F112', what: 'a file that is not UTF-8', file: 'mode.yaml', from: '# 受付のしかた。', to: '# ‸\uFFFD' },
  // ── structure
  {
    code: 'F201',
    what: 'a state twice, in two chapters',
    file: 'register.yaml',
    from: 'states:\n  register:',
    to: 'states:\n  ‸faceOff:\n    title: x\n    screen: busy\n    text: x\n    after: { idleEnd: desk }\n  register:',
  },
  { code: 'F202', what: 'no initial state', file: 'register.yaml', from: '    initial: registerAsk\n', to: '' },
  {
    code: 'F203',
    what: 'an initial state that is not there (XState does not notice)',
    file: 'register.yaml',
    from: 'initial: registerAsk',
    to: 'initial: ‸registerAks',
  },
  {
    code: 'F204',
    what: 'an event handled and ignored',
    file: 'qualify.yaml',
    from: '    ignore: [HELP]\n',
    to: '    on: { HELP: desk }\n    ignore: [‸HELP]\n',
  },
  {
    code: 'F205',
    what: 'a job without its input',
    file: 'register.yaml',
    from: '{ src: program.register, with: [method] }',
    to: '{ src: ‸program.register }',
  },
  {
    code: 'F205',
    what: 'a job with an input it does not take',
    file: 'link.yaml',
    from: '{ src: program.ping }',
    to: '{ src: ‸program.ping, with: [method] }',
  },
  {
    code: 'F206',
    what: 'an answer nobody takes (XState drops it)',
    file: 'register.yaml',
    from: '          program.register.failed: { target: desk, actions: [{ set: { error: REG_FAILED } }] }\n',
    to: '',
  },
  {
    code: 'F207',
    what: 'a job without time limit',
    file: 'link.yaml',
    from: '    after: { pingHard: { target: resting, actions: [{ set: { link: offline } }] } }\n',
    to: '',
  },
  { code: 'F208', what: 'a screen without text', file: 'boot.yaml', from: '    text: boot\n', to: '' },
  {
    code: 'F209',
    what: 'a touch offered that leads nowhere',
    file: 'face.yaml',
    from: 'offers: [TOUCH, PICK.PIN, HELP]',
    to: 'offers: [TOUCH, PICK.PIN, HELP, ‸YES]',
  },
  {
    code: 'F210',
    what: 'a touch handled that nobody offers',
    file: 'register.yaml',
    from: 'offers: [YES, NO, HELP]',
    to: 'offers: [YES, HELP]',
  },
  {
    code: 'F211',
    what: 'a state of the journey without screen',
    file: 'ending.yaml',
    from: '    title: 消去\n    screen: busy\n    text: wipe\n',
    to: '    title: 消去\n',
  },
  {
    code: 'F212',
    what: 'silence about the card being taken (XState drops the event)',
    file: 'identity.yaml',
    from: '      CARD.OUT: { target: cardTakenEarly, actions: [{ set: { error: CARD_REMOVED_EARLY } }] }\n',
    to: '',
  },
  {
    code: 'F213',
    what: 'a state that can wait for ever',
    file: 'pin.yaml',
    from: '    after: { idleWarning: { target: takeCard, actions: [{ set: { error: PIN_LOCKED } }] } }',
    to: '',
  },
  {
    code: 'F214',
    what: 'an arrow that does nothing',
    file: 'mode.yaml',
    from: 'on: { MODE.SELF: selfService, MODE.VISUAL: visualCheck }',
    to: 'on: { MODE.SELF: selfService, MODE.VISUAL: visualCheck, JOURNEY.START: ‸{} }',
  },
  {
    code: 'F215',
    what: 'an arrow behind one without condition',
    file: 'method.yaml',
    from: '      - { guard: nothingPossible, target: needStaff, actions: [{ do: staff.notify }] }\n      - { guard: onlyFace',
    to: '      - { target: needStaff }\n      - ‸{ guard: onlyFace',
  },
  {
    code: 'F216',
    what: 'a state nothing leads to',
    file: 'qualify.yaml',
    from: 'target: grace,',
    to: 'target: takeCard,',
  },
  {
    code: 'F217',
    what: 'two states that send each other on for ever (XState hangs)',
    file: 'boot.yaml',
    from: '    always: [{ guard: { not: { in: mode.paused } }, target: idle }]',
    to: '    always: [{ target: idle }]',
  },
  {
    code: 'F218',
    what: 'an arrow to itself that restarts nothing',
    file: 'boot.yaml',
    from: 'DEVICE.BACK: { target: boot, reenter: true }',
    to: 'DEVICE.BACK: { target: ‸boot }',
  },
  {
    code: 'F219',
    what: 'an arrow into another region',
    file: 'mode.yaml',
    from: '{ MODE.VISUAL: visualCheck, MODE.PAUSE: paused }',
    to: '{ MODE.VISUAL: ‸needStaff, MODE.PAUSE: paused }',
  },
  {
    code: 'F220',
    what: 'a signal nobody hears',
    file: 'mode.yaml',
    from: 'on: { MODE.SELF: selfService, MODE.VISUAL: visualCheck }',
    to: 'entry: [‸{ raise: FACE.AGAIN }]\n    on: { MODE.SELF: selfService, MODE.VISUAL: visualCheck }',
  },
  // ── names
  { code: 'F301', what: 'an unknown screen', file: 'boot.yaml', from: 'screen: boot', to: 'screen: ‸bot' },
  {
    code: 'F301',
    what: 'an unknown effect (XState ignores it)',
    file: 'ending.yaml',
    from: '{ do: sound.success }',
    to: '{ do: ‸sound.sucess }',
  },
  {
    code: 'F301',
    what: 'an unknown job (XState: an obscure TypeError)',
    file: 'link.yaml',
    from: '{ src: program.ping }',
    to: '{ src: ‸program.pong }',
  },
  { code: 'F301', what: 'an unknown secret', file: 'register.yaml', from: 'holds: [pin]', to: 'holds: [‸PIN]' },
  {
    code: 'F301',
    what: 'an unknown touch',
    file: 'boot.yaml',
    from: 'offers: [STAFF.VISUAL, STAFF.PAUSE,',
    to: 'offers: [STAFF.VISUAL, ‸STAFF.PAWS,',
  },
  {
    code: 'F302',
    what: 'an unknown event (XState never hears it)',
    file: 'mode.yaml',
    from: '{ MODE.VISUAL: visualCheck, MODE.PAUSE: paused }',
    to: '{ ‸MODE.VISUEL: visualCheck, MODE.VISUAL: visualCheck, MODE.PAUSE: paused }',
  },
  {
    code: 'F302',
    what: 'an unknown event ignored',
    file: 'qualify.yaml',
    from: 'ignore: [HELP]',
    to: 'ignore: [HELP, ‸HLEP]',
  },
  {
    code: 'F303',
    what: 'an unknown delay (XState: fires at once or never)',
    file: 'link.yaml',
    from: 'after: { pingEvery: asking }',
    to: 'after: { ‸pingEverry: asking }',
  },
  {
    code: 'F304',
    what: 'an unknown variable set',
    file: 'link.yaml',
    from: 'program.ping.online: { target: resting, actions: [{ set: { link: online } }] }',
    to: 'program.ping.online: { target: resting, actions: [‸{ set: { lnk: online } }] }',
  },
  {
    code: 'F304',
    what: 'an unknown variable shown',
    file: 'face.yaml',
    from: 'shows: [hint, error]',
    to: 'shows: [‸hnt, error]',
  },
  {
    code: 'F304',
    what: 'an unknown variable compared',
    file: 'visit.yaml',
    from: 'pinComplete: { is: { pinTyped: 4 } }',
    to: 'pinComplete: ‸{ is: { pinTipped: 4 } }',
  },
  {
    code: 'F305',
    what: 'an unknown target (XState throws without a place)',
    file: 'face.yaml',
    from: 'on: { TOUCH: looking }',
    to: 'on: { TOUCH: ‸lookin }',
  },
  {
    code: 'F305',
    what: 'an unknown state asked for',
    file: 'visit.yaml',
    from: '{ in: presence.present }',
    to: '‸{ in: presence.presnt }',
  },
  {
    code: 'F306',
    what: 'an ambiguous target',
    file: 'boot.yaml',
    from: '    on: { STAFF.OPEN: idleStaff }\n    ignore: [CARD.IN, CARD.OUT]\n\n  idleStaff',
    to: '    on: { STAFF.OPEN: ‸asking }\n    ignore: [CARD.IN, CARD.OUT]\n\n  idleStaff',
  },
  {
    code: 'F307',
    what: 'an unknown signal',
    file: 'identity.yaml',
    from: '{ raise: JOURNEY.START }',
    to: '‸{ raise: JOURNEY.STRAT }',
  },
  {
    code: 'F308',
    what: 'a field the event does not carry',
    file: 'access.yaml',
    from: '{ copy: { textSize: size } }',
    to: '‸{ copy: { textSize: sise } }',
  },
  {
    code: 'F308',
    what: 'a condition on a field the event does not carry',
    file: 'devices.yaml',
    from: 'DEVICE.LOST:\n        - { guard: { event: { device: reader } }',
    to: 'DEVICE.LOST:\n        - { guard: ‸{ event: { divice: reader } }',
  },
  {
    code: 'F309',
    what: 'adding to something that is no number',
    file: 'face.yaml',
    from: '{ add: { faceTriesUsed: 1 } }',
    to: '‸{ add: { hint: 1 } }',
  },
  {
    code: 'F310',
    what: 'a value the variable cannot hold',
    file: 'sharing.yaml',
    from: 'YES: { target: next, actions: [{ set: { prescription: electronic } }] }',
    to: 'YES: { target: next, actions: [‸{ set: { prescription: electric } }] }',
  },
  {
    code: 'F310',
    what: 'a value the event cannot carry',
    file: 'devices.yaml',
    from: 'DEVICE.LOST:\n        - { guard: { event: { device: reader } }',
    to: 'DEVICE.LOST:\n        - { guard: ‸{ event: { device: redaer } }',
  },
  {
    code: 'F311',
    what: 'a condition that names itself',
    file: 'visit.yaml',
    from: 'cardAway: { not: cardPresent }',
    to: 'cardAway: ‸{ not: cardAway }',
  },
  {
    code: 'F312',
    what: 'a condition named like a variable',
    file: 'visit.yaml',
    from: '  cardAway: { not: cardPresent }',
    to: '  readerUp: ‸{ not: cardPresent }\n  cardAway: { not: cardPresent }',
  },
  {
    code: 'F313',
    what: 'an unknown setting',
    file: 'visit.yaml',
    from: 'all: [settings.askSurgery, ',
    to: 'all: [‸settings.askSurgary, ',
  },
  {
    code: 'F314',
    what: 'an unknown condition (XState dies when it asks)',
    file: 'face.yaml',
    from: '{ guard: faceReady, target: looking }',
    to: '{ guard: ‸faceRedy, target: looking }',
  },
  {
    code: 'F315',
    what: 'a decision by text size',
    file: 'visit.yaml',
    from: 'pinComplete: { is: { pinTyped: 4 } }',
    to: 'pinComplete: ‸{ is: { textSize: 3 } }',
  },
  // ── settings
  {
    code: 'S101',
    what: 'a setting without basis',
    file: 'settings.yaml',
    from: '  faceTries: { title: 顔認証の回数, kind: count, default: 3, from: 1, to: 3, basis: R 3-6 R 3-10 }',
    to: '  ‸faceTries: { title: 顔認証の回数, kind: count, default: 3, from: 1, to: 3 }',
  },
  {
    code: 'S102',
    what: 'an unknown kind of setting',
    file: 'settings.yaml',
    from: 'kind: choice, of: [allAtOnce',
    to: 'kind: ‸choise, of: [allAtOnce',
  },
  {
    code: 'S103',
    what: 'a default out of its bounds',
    file: 'settings.yaml',
    from: 'faceTries: { title: 顔認証の回数, kind: count, default: 3',
    to: 'faceTries: { title: 顔認証の回数, kind: count, default: ‸9',
  },
];

describe('a faulty flow is refused at the right place', () => {
  for (const { code, what, file, from, to } of faults) {
    test(`${code} ${what}`, () => {
      // Of FACE.AGAIN nobody is left who hears it.
      const base =
        code === 'F220' ? withChange(flowFiles, 'prep.yaml', '      FACE.AGAIN: enrolling\n', '') : flowFiles;
      const changed = withChange(base, file, from, to);
      const marked = to.includes('‸') ? unmark(changed, file) : { files: changed, at: undefined };
      const { problems } = judgeFlow(marked.files);
      const same = problems.filter((problem) => problem.code === code);
      expect(problems.map((problem) => problem.code)).toContain(code);
      if (marked.at !== undefined)
        expect(same.map(({ place }) => `${place.file}:${place.line}:${place.column}`)).toContain(marked.at);
    });
  }
});

const judged = (text: string) => judgeFlow(flowFiles, { file: 'own.yaml', text });

describe('the facility’s settings', () => {
  test('S104 an unknown setting, with the name that was meant', () => {
    const { problems } = judged('faceTrise: 2\n');
    expect(problems.map(({ code, place }) => `${code} ${place.file}:${place.line}:${place.column}`)).toEqual([
      'S104 own.yaml:1:1',
    ]);
    expect(problems[0]?.help).toContain('faceTries');
  });

  test.each([
    ['faceTries: 4', 12],
    ['faceMatchRate: 1in1000', 16],
    ['faceTotalSeconds: 600', 19],
    ['faceTries: 2.5', 12],
    ['faceTries: "2"', 12],
    ['idleEnd: 5', 10],
    ['consentStyle: never', 15],
    ['askDrugs: yes', 11],
  ])('S103 %s is out of bounds', (text, column) => {
    const { problems, loaded } = judged(`${text}\n`);
    expect(problems.map(({ code, place }) => [code, place.line, place.column])).toEqual([['S103', 1, column]]);
    expect(loaded.settings.get('faceTries')).toBe(3);
  });

  test('a value within its bounds counts', () => {
    const { problems, loaded } = judged('faceTries: 2\naskDrugs: false\n');
    expect(problems).toEqual([]);
    expect([loaded.settings.get('faceTries'), loaded.settings.get('askDrugs')]).toEqual([2, false]);
  });
});

test('the shipped flow has no fault', () => {
  expect(judgeFlow(flowFiles).problems).toEqual([]);
});

test('all faults are told at once', () => {
  const one = withChange(flowFiles, 'mode.yaml', 'initial: selfService', 'initial: selfServise');
  const two = withChange(one, 'link.yaml', 'after: { pingEvery: asking }', 'after: { pingEverry: asking }');
  expect(judgeFlow(two).problems.map(({ code }) => code)).toEqual(expect.arrayContaining(['F203', 'F303']));
});

test('a message shows the line with a caret under full-width text', () => {
  const { files } = unmark(
    withChange(flowFiles, 'mode.yaml', 'initial: selfService', '# 受付のしかた\ninitial: ‸selfServise'),
    'mode.yaml',
  );
  const [problem] = judgeFlow(files).problems;
  if (problem === undefined) throw new Error('no problem');
  expect(formatProblem(problem, files.get('mode.yaml'))).toContain('mode.yaml:4:10 F203');
  const frame = formatProblem({ ...problem, place: { file: 'x', line: 1, column: 4, length: 2 } }, '受付：右の');
  expect(frame.split('\n').at(frame.includes('→') ? -2 : -1)).toBe(`    │ ${' '.repeat(6)}${'^'.repeat(4)}`);
});

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadFlow } from '../../../src/machines/load.ts';
import { alphabet } from '../../../src/machines/flow/names.ts';
import { parseTrace } from '../../../src/machines/trace/parse.ts';
import { createTraceRecorder, flowHash } from '../../../src/machines/trace/record.ts';
import { replayTrace } from '../../../src/machines/trace/replay.ts';
import { flowFiles, flowWith, withChange } from '../flow-files.ts';
import { goldenHead, play } from './play.ts';
import { scenarios } from './scenarios.ts';

const scriptOf = (name: string): string => scenarios.find((scenario) => scenario.name === name)?.script ?? '';

function stepsOf(lines: readonly string[]) {
  const trace = parseTrace(lines.join('\n'));
  if ('broken' in trace) throw new Error(`${trace.broken.line} ${trace.broken.cause}`);
  return trace.steps;
}

describe('replay finds the first place where a changed flow goes another way', () => {
  const lines = play(flowWith(), scriptOf('pin-wrong-then-face-limit'));

  test('another target: line of the trace and of the flow', () => {
    const changed = loadFlow(
      withChange(flowFiles, 'face.yaml', 'on: { TOUCH: looking }', 'on: { TOUCH: facePreparing }'),
      { file: 'own.yaml', text: 'faceTries: 3\n' },
    );
    // facePreparing goes on to looking at once: the same states, so nothing diverges.
    expect(replayTrace(changed, stepsOf(lines)).same).toBe(true);
    const elsewhere = loadFlow(
      withChange(
        flowFiles,
        'face.yaml',
        'matcher.verify.noMatch: { target: faceAgain, ',
        'matcher.verify.noMatch: { target: faceOff, ',
      ),
    );
    const replayed = replayTrace(elsewhere, stepsOf(lines));
    if (replayed.same) throw new Error('nothing found');
    const line = lines.findIndex((text) => text.includes('matcher.verify.noMatch')) + 1;
    expect([replayed.line, replayed.event]).toEqual([line, 'matcher.verify.noMatch']);
    expect(replayed.expected.at(-1)).toBe('journey.identity.face.faceAgain');
    expect(replayed.got.at(-1)).toBe('journey.identity.faceOff');
    const looking = (flowFiles.get('face.yaml') ?? '').split('\n').findIndex((text) => text === '      looking:') + 1;
    expect(`${replayed.place?.file}:${replayed.place?.line}`).toBe(`face.yaml:${looking}`);
  });

  test('the same states with another sound', () => {
    const quiet = loadFlow(withChange(flowFiles, 'face.yaml', ', { do: sound.attention }]', ']'));
    const replayed = replayTrace(quiet, stepsOf(lines));
    if (replayed.same) throw new Error('nothing found');
    expect([replayed.event, replayed.expected, replayed.got]).toEqual([
      'xstate.after.faceSeconds.visit.journey.identity.face.looking',
      ['sound.attention'],
      [],
    ]);
  });

  test('other settings go another way, too', () => {
    const replayed = replayTrace(flowWith('faceTries: 2\n'), stepsOf(lines));
    expect(replayed.same ? undefined : replayed.event).toBe('matcher.verify.noMatch');
  });

  test('the hash tells that flow or settings have changed', () => {
    const shipped = flowWith();
    const changed = withChange(flowFiles, 'face.yaml', 'title: もう一度', 'title: もういちど');
    const hashes = [
      flowHash(flowFiles, shipped),
      flowHash(changed, loadFlow(changed)),
      flowHash(flowFiles, flowWith('faceTries: 2\n')),
    ];
    expect(new Set(hashes).size).toBe(3);
    expect(flowHash(new Map([...flowFiles].toReversed()), shipped)).toBe(hashes[0]);
  });

  test('the view of every step can be drawn again', () => {
    const texts: string[] = [];
    replayTrace(flowWith(), stepsOf(lines), (view) => texts.push(view.text));
    expect(texts.length).toBe(lines.length - 1);
    expect(texts).toEqual(
      expect.arrayContaining(['pin', 'pinWrong', 'face', 'faceAgain', 'faceLimit', 'consentAll', 'finish']),
    );
  });
});

describe('a broken trace is named, never half used', () => {
  const lines = play(flowWith(), scriptOf('face'));
  const cases: readonly (readonly [string, (lines: readonly string[]) => readonly string[], number])[] = [
    ['no head', (all) => all.slice(1), 1],
    ['a second head', (all) => [...all.slice(0, 4), all[0] ?? '', ...all.slice(4)], 5],
    ['a line cut off', (all) => [...all.slice(0, -1), (all.at(-1) ?? '').slice(0, 30)], lines.length],
    ['another version', (all) => [(all[0] ?? '').replace('"v":1', '"v":2'), ...all.slice(1)], 1],
    ['an event of no alphabet', (all) => all.with(3, (all[3] ?? '').replace(/"ev":"[^"]*"/, '"ev":"PIN.DIGIT"')), 4],
    [
      'a field that the event does not have',
      (all) => all.with(3, (all[3] ?? '').replace('"k":"ev"', '"k":"ev","fields":{"digit":7}')),
      4,
    ],
    ['a member of no step', (all) => all.with(3, (all[3] ?? '').replace('"k":"ev"', '"k":"ev","note":"1234"')), 4],
    [
      'a run of something that is no key',
      (all) => all.with(3, (all[3] ?? '').replace('"k":"ev"', '"k":"ev","n":3')),
      4,
    ],
    ['a state that is no name', (all) => all.with(3, (all[3] ?? '').replace('"to":["', '"to":["田中 ')), 4],
    ['no text at all', () => [], 1],
  ];
  test.each(cases)('%s', (_, change, line) => {
    const trace = parseTrace(change(lines).join('\n'));
    expect('broken' in trace ? trace.broken.line : 'whole').toBe(line);
  });
});

describe('what is typed is in no trace', () => {
  test('keys are a run, stamped with the opening of the pad', () => {
    const lines = play(flowWith(), scriptOf('pin-while-scanning'));
    const keys = lines.filter((line) => line.includes('PIN.')).map((line): unknown => JSON.parse(line));
    expect(keys).toMatchObject([
      { ev: 'PIN.KEY', n: 2 },
      { ev: 'PIN.DELETE', n: 1 },
      { ev: 'PIN.KEY', n: 3 },
      { ev: 'PIN.SUBMIT' },
    ]);
    expect(keys.slice(0, 1)).toEqual([expect.not.objectContaining({ fields: expect.anything() })]);
  });

  test('nothing tells when a key was pressed', () => {
    const record = (gap: number): readonly string[] => {
      const lines: string[] = [];
      const recorder = createTraceRecorder(goldenHead, (line) => lines.push(line));
      recorder.event(1_000, { type: 'PICK.PIN' }, ['journey.identity.pin.typing.typed'], []);
      for (let key = 1; key <= 4; key++)
        recorder.event(1_000 + key * gap, { type: 'PIN.KEY' }, ['journey.identity.pin.typing.typed'], []);
      recorder.flush();
      return lines;
    };
    expect(record(37)).toEqual(record(911));
  });

  test('whatever an event carries beside its closed fields does not get in', () => {
    const names = [...alphabet.keys()];
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.dictionary(
          fc.string({ minLength: 1, maxLength: 8 }),
          fc.oneof(fc.string(), fc.integer(), fc.constant('48210977')),
        ),
        (type, extra) => {
          const lines: string[] = [];
          const recorder = createTraceRecorder(goldenHead, (line) => lines.push(line));
          const known = Object.keys(alphabet.get(type) ?? {});
          const secret = Object.fromEntries(
            Object.entries(extra).filter(([name]) => !known.includes(name) && name !== 'type'),
          );
          recorder.event(5, { ...secret, digits: '48210977', type }, ['journey.idle'], []);
          recorder.flush();
          const [, line = ''] = lines;
          return !line.includes('48210977') && !line.includes('fields');
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test('no event of the pads has a field', () => {
    for (const type of ['PIN.KEY', 'PIN.DELETE', 'PIN.SUBMIT']) expect(alphabet.get(type)).toEqual({});
  });
});

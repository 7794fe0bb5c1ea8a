import { describe, expect, test } from 'vitest';
import { alphabet } from '../../../src/machines/flow/names.ts';
import { parseTrace } from '../../../src/machines/trace/parse.ts';
import { authenticationRates, logEntryOf, logText, type LogEntry } from '../../../src/machines/trace/log.ts';
import { fitsFields, type FieldTable } from '../../../src/vocabulary/fields.ts';
import { logCatalogue, logOfDelay, logOfEvent } from '../../../src/vocabulary/log.ts';
import { signals } from '../../../src/vocabulary/events.ts';
import { flowWith } from '../flow-files.ts';
import { play } from './play.ts';
import { scenarios } from './scenarios.ts';

function logOf(name: string): readonly LogEntry[] {
  const scenario = scenarios.find((one) => one.name === name);
  const trace = parseTrace(play(flowWith(scenario?.settings), scenario?.script ?? '').join('\n'));
  if ('broken' in trace) throw new Error(trace.broken.cause);
  return trace.steps.flatMap((step) => logEntryOf(step) ?? []);
}

describe('the catalogue is closed', () => {
  test('every event from outside has its entry, or is said to be no news', () => {
    const outside = [...alphabet.keys()].filter((event) => !(event in signals));
    expect(Object.keys(logOfEvent).sort()).toEqual(outside.sort());
  });

  test('every entry can be raised', () => {
    const raised = new Set<string | null>([...Object.values(logOfEvent), ...Object.values(logOfDelay)]);
    expect(Object.keys(logCatalogue).filter((id) => !raised.has(id))).toEqual([]);
  });

  test('every delay named is one of the settings', () => {
    const { settingTable } = flowWith();
    expect(Object.keys(logOfDelay).filter((delay) => settingTable.get(delay)?.kind !== 'seconds')).toEqual([]);
  });

  test('an entry with a word gets it from every event that raises it', () => {
    for (const [event, id] of Object.entries(logOfEvent)) {
      if (id === null) continue;
      const fields: FieldTable = alphabet.get(event) ?? {};
      const sample = Object.fromEntries(
        Object.entries(fields).map(([name, spec]) => [name, 'oneOf' in spec ? (spec.oneOf[0] ?? '') : spec.to]),
      );
      expect(fitsFields(fields, sample)).toBe(true);
      const entry = logEntryOf({ t: 0, ev: event, fields: sample });
      const wordy = Object.keys(logCatalogue[id].word).length > 0;
      expect([event, entry?.word !== undefined]).toEqual([event, wordy]);
    }
  });
});

test('a visit reads as a log, tries of the card only as words', () => {
  const entries = logOf('pin-wrong-twice');
  expect(entries.map((entry) => logText(entry, 'en'))).toEqual([
    'self-test: all well',
    'wipe proven',
    'card placed',
    'card probed (PIN tries: more)',
    'face prepared',
    'PIN chosen',
    'number entered',
    'PIN: wrong (tries: more)',
    'number entered',
    'PIN: wrong (tries: last)',
    'card taken',
    'wipe proven',
  ]);
});

test('no entry of any visit carries a number', () => {
  for (const { name } of scenarios)
    for (const { t: _, ...entry } of logOf(name)) expect(JSON.stringify(entry)).not.toMatch(/\d/);
});

test('rates of the methods (認証率, R 3-17)', () => {
  const entries = ['face', 'pin-wrong-then-face-limit', 'pin-wrong-twice', 'nothing-works'].flatMap(logOf);
  expect(authenticationRates(entries)).toEqual({
    face: { done: 1, tried: 4 },
    pin: { done: 1, tried: 4 },
    visual: { done: 1, tried: 1 },
  });
});

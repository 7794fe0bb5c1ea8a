import { describe, expect, test } from 'vitest';
import { mutantsOf } from '../../../src/machines/explore/mutate.ts';
import { fateOf } from '../../../src/machines/laws/fate.ts';
import { goldenNamed, loaded } from './loaded.ts';

const mutants = mutantsOf(loaded.flow);

test('there is a mutant for every arrow, guard, action and held secret', () => {
  expect(mutants.length).toBeGreaterThan(900);
  expect(new Set(mutants.map(({ id }) => id)).size).toBe(mutants.length);
});

test('a mutant is undone without a trace', () => {
  const before = JSON.stringify(mutantsOf(loaded.flow).map(({ id, place }) => [id, place]));
  for (const mutant of mutants) mutant.apply()();
  expect(JSON.stringify(mutantsOf(loaded.flow).map(({ id, place }) => [id, place]))).toBe(before);
});

describe('a sample of mutants meets its fate (all of them: npm run mutate)', () => {
  test.each([
    ['delete journey on FAULT 0', 'checker', 'F212'],
    ['delete prep.scanning on scanner.read.read 0', 'checker', 'F206'],
    ['delete journey.identity.register.registering after registerHard 0', 'checker', 'F207'],
    ['drop journey.ending entry raise 0', 'law', 'secrets-only-in-identity'],
    ['unguard journey.identity.pin.typing on PIN.SUBMIT 0', 'law', 'pin-sent-whole'],
    ['drop journey.identity.face.looking entry add 0', 'law', 'face-limit'],
    ['delete journey.ending on CARD.OUT 0', 'checker', 'F212'],
    ['unhold journey.identity.register pin', 'law', 'jobs-have-their-secret'],
    ['delete mode.visualCheck on PATIENT.DONE 0', 'law', 'visual-for-one-patient'],
    ['drop journey.ending.cardLeft.left2 entry do 0', 'trace', 'card-left'],
  ])('%s: %s %s', (id, by, what) => {
    const mutant = mutants.find((one) => one.id === id);
    if (mutant === undefined) throw new Error(`no mutant ${id}`);
    const fate = fateOf(mutant, loaded, [goldenNamed('card-left')]);
    expect([fate.by, fate.what.split(':')[0]]).toEqual([by, what]);
  });
});

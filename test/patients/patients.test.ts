import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { refusedSpecies } from '../../src/actors/camera/practice/attacks/species.ts';
import { personas } from '../../src/actors/camera/practice/personas.ts';
import { behaviours, parsePatient, type PracticePatient } from '../../src/actors/practice/patient.ts';

const folder = new URL('./', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
const patients = files.map((file) => parsePatient(readFileSync(new URL(file, folder), 'utf8'), file));
const named = patients.map((patient, i) => [files[i] ?? '', patient] as const);

const some = (is: (patient: PracticePatient) => boolean) => patients.filter(is).length;

/** Behaviours that must not be let in by the face. */
const impostures: ReadonlySet<string> = new Set([
  'farAway',
  'dark',
  'nobody',
  'print',
  'printSmall',
  'printFilling',
  'screen',
]);

describe('practice patients', () => {
  it.each(named)('%s says that it is practice, and fits together', (_, { title, card, face, hands, expect: end }) => {
    expect(title).toMatch(/^練習 /);
    expect(face.persona).toBeLessThan(personas.length);
    expect(face.onCard ?? 0).toBeLessThan(personas.length);
    const attack = face.attack !== undefined || impostures.has(face.behaviour);
    if (attack) expect(end).toBe('refused');
    // Cards expire on a birthday, those of 2028 a month after it, and none of these has expired yet.
    const months = Number(card.expiry.slice(5, 7)) - Number(card.birth.slice(5, 7));
    expect((months + 12) % 12).toBe(card.generation === '2028' ? 1 : 0);
    expect(card.expiry.slice(8)).toBe(card.birth.slice(8));
    expect(card.expiry > '2026-11-24').toBe(true);
    if (end === 'received' && (hands.method === 'pin' || hands.orPin)) expect(hands.typedPins).toContain(card.pin);
  });

  it('have different titles, and different printed codes where the card has one', () => {
    expect(new Set(patients.map(({ title }) => title)).size).toBe(patients.length);
  });

  it('show every behaviour, every person and every kind of card', () => {
    for (const behaviour of behaviours) expect(some(({ face }) => face.behaviour === behaviour)).toBeGreaterThan(0);
    for (const kind of refusedSpecies) expect(some(({ face }) => face.attack === kind)).toBeGreaterThan(0);
    for (const number of personas.keys()) expect(some(({ face }) => face.persona === number)).toBeGreaterThan(0);
    for (const kind of ['normal', 'noPin', 'noPhoto', 'notMyNumber', 'phone', 'mute']) {
      expect(some(({ card }) => card.kind === kind)).toBeGreaterThan(0);
    }
  });

  it('have every answer of the program, and every way to answer the consents', () => {
    const answers = ['ok', 'unregistered', 'grace', 'expired', 'revoked', 'invalid', 'invalidNewer', 'none', 'several'];
    const troubles = ['serverDown', 'serverMaintenance', 'garbage', 'hang', 'crash'];
    for (const answer of [...answers, ...troubles]) {
      expect(some(({ program }) => program.qualification === answer), answer).toBeGreaterThan(0);
    }
    for (const way of ['agreeAll', 'refuseAll', 'each', 'nothing']) {
      expect(some(({ hands }) => hands.consents === way), way).toBeGreaterThan(0);
    }
  });

  it('end as the program’s answer demands', () => {
    const received = new Set(['ok', 'unregistered', 'grace']);
    for (const { program, expect: end } of patients) {
      if (end === 'received') expect(received).toContain(program.qualification);
    }
  });
});

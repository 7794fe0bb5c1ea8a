import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { JobInput } from '../../../src/vocabulary/jobs.ts';
import { once } from '../card/bench.ts';
import { ping, putPin, qualify, register, settings, stage, type Stage } from './stage.ts';

const consents: JobInput<'program.commit'> = {
  surgery: 'unasked',
  drugs: 'agreed',
  treatment: 'refused',
  checkup: 'unasked',
  highCost: 'unasked',
  subsidy: 'unasked',
  prescription: 'unasked',
};

let s: Stage;
beforeEach(async () => {
  s = await stage();
  s.server.tellProgram(settings());
});
afterEach(() => s.close());

describe('the PIN', () => {
  test('wrong three times: 2 left, 1 left, locked, and locked it stays', async () => {
    putPin(s.vault, '9999');
    expect(await qualify(s.jobs, 'pin')).toEqual({ outcome: 'pinWrong', left: 2 });
    expect(await qualify(s.jobs, 'pin')).toEqual({ outcome: 'pinWrong', left: 1 });
    expect(await qualify(s.jobs, 'pin')).toEqual({ outcome: 'pinLocked' });
    putPin(s.vault, '1234');
    expect(await qualify(s.jobs, 'pin')).toEqual({ outcome: 'pinLocked' });
  });

  test('right: the card signs, and the counter is full again', async () => {
    await s.place('pinTries: 1');
    putPin(s.vault, '1234');
    expect(await qualify(s.jobs, 'pin')).toEqual({ outcome: 'ok' });
    putPin(s.vault, '0000');
    expect(await qualify(s.jobs, 'pin')).toEqual({ outcome: 'pinWrong', left: 2 });
  });

  test('with none in the vault nothing is asked', async () => {
    expect(await qualify(s.jobs, 'pin')).toEqual({ outcome: 'pinUnknown' });
    putPin(s.vault, '0000');
    expect(await qualify(s.jobs, 'pin')).toEqual({ outcome: 'pinWrong', left: 2 });
  });

  test('card lost at each APDU: unknown exactly when the PIN was under way', async () => {
    putPin(s.vault, '1234');
    // SELECT JPKI, SELECT 0018, empty VERIFY, VERIFY, SELECT 0017, sign, SELECT 000A.
    for (let at = 1; at <= 7; at++) {
      await s.place(`pulledAtApdu: ${at}`);
      expect(await qualify(s.jobs, 'pin'), `APDU ${at}`).toEqual({ outcome: at === 4 ? 'pinUnknown' : 'cardGone' });
    }
  });

  test('a face needs none, and no card is no card', async () => {
    expect(await qualify(s.jobs, 'face')).toEqual({ outcome: 'ok' });
    expect(await qualify(s.jobs, 'visual')).toEqual({ outcome: 'ok' });
    s.reader.remove();
    expect(await qualify(s.jobs, 'face')).toEqual({ outcome: 'cardGone' });
  });

  test('waits for a card that somebody else holds for a moment', async () => {
    const held = await s.reader.connect();
    const asked = qualify(s.jobs, 'face');
    expect(await ping(s.jobs)).toEqual({ outcome: 'online' });
    if ('session' in held) await held.session.end();
    expect(await asked).toEqual({ outcome: 'ok' });
  });
});

describe('the server', () => {
  test.each([
    'ok',
    'unregistered',
    'grace',
    'expired',
    'revoked',
    'invalid',
    'invalidNewer',
    'none',
    'several',
  ] as const)('qualification: %s', async (qualification) => {
    s.server.tellProgram(settings({ qualification }));
    expect(await qualify(s.jobs, 'face')).toEqual({ outcome: qualification });
  });

  test('first registration, then qualified; the next patient is not', async () => {
    s.server.tellProgram(settings({ qualification: 'unregistered' }));
    expect(await qualify(s.jobs, 'face')).toEqual({ outcome: 'unregistered' });
    expect(await register(s.jobs, 'face')).toEqual({ outcome: 'ok' });
    expect(await qualify(s.jobs, 'face')).toEqual({ outcome: 'ok' });
    s.server.tellProgram(settings({ qualification: 'unregistered', registration: 'failed' }, { visit: 2 }));
    expect(await qualify(s.jobs, 'face')).toEqual({ outcome: 'unregistered' });
    expect(await register(s.jobs, 'face')).toEqual({ outcome: 'failed' });
  });

  test('down or in maintenance it costs no try', async () => {
    putPin(s.vault, '0000');
    s.server.tellProgram(settings({}, { server: 'down' }));
    expect(await ping(s.jobs)).toEqual({ outcome: 'serverDown' });
    expect(await qualify(s.jobs, 'pin')).toEqual({ outcome: 'serverDown' });
    s.server.tellProgram(settings({}, { server: 'maintenance' }));
    expect(await ping(s.jobs)).toEqual({ outcome: 'serverMaintenance' });
    expect(await once<'program.commit'>(s.jobs['program.commit'], consents)).toEqual({ outcome: 'serverMaintenance' });
    s.server.tellProgram(settings({}, { server: 'slow' }));
    expect(await ping(s.jobs)).toEqual({ outcome: 'slow' });
    s.server.tellProgram(settings());
    expect(await qualify(s.jobs, 'pin')).toEqual({ outcome: 'pinWrong', left: 2 });
  });

  test('takes the consents', async () => {
    expect(await once<'program.commit'>(s.jobs['program.commit'], consents)).toEqual({ outcome: 'ok' });
    s.server.tellProgram(settings({ commit: 'failed' }));
    expect(await once<'program.commit'>(s.jobs['program.commit'], consents)).toEqual({ outcome: 'failed' });
  });
});

describe('a program that misbehaves', () => {
  test('crash, then garbage: told, and restarted at the next use', async () => {
    s.server.tellProgram(settings({ qualification: 'crash' }));
    expect(await qualify(s.jobs, 'face')).toEqual({ outcome: 'programMissing' });
    s.server.tellProgram(settings({ qualification: 'garbage' }));
    expect(await ping(s.jobs)).toEqual({ outcome: 'online' });
    expect(await qualify(s.jobs, 'face')).toEqual({ outcome: 'garbage' });
    s.server.tellProgram(settings());
    expect(await ping(s.jobs)).toEqual({ outcome: 'online' });
    expect(await qualify(s.jobs, 'face')).toEqual({ outcome: 'ok' });
  });

  test('hang: stopped it answers nothing, is killed, and the next question is answered', async () => {
    s.server.tellProgram(settings({ qualification: 'hang' }));
    const answers: unknown[] = [];
    const stop = s.jobs['program.qualify']({ method: 'face' }, (outcome) => answers.push(outcome));
    expect(await ping(s.jobs)).toEqual({ outcome: 'online' });
    stop();
    expect(await ping(s.jobs)).toEqual({ outcome: 'online' });
    expect(answers).toEqual([]);
  });

  test('stopped while the server thinks, it acknowledges and lives on with its settings', async () => {
    s.server.tellProgram(settings({ qualification: 'unregistered' }));
    expect(await register(s.jobs, 'face')).toEqual({ outcome: 'ok' });
    s.server.tellProgram(settings({ seconds: 60, qualification: 'unregistered' }));
    const answers: unknown[] = [];
    const stop = s.jobs['program.qualify']({ method: 'face' }, (outcome) => answers.push(outcome));
    expect(await ping(s.jobs)).toEqual({ outcome: 'online' });
    stop();
    s.server.tellProgram(settings({ qualification: 'unregistered' }));
    // A program started anew would have forgotten the registration.
    expect(await qualify(s.jobs, 'face')).toEqual({ outcome: 'ok' });
    expect(answers).toEqual([]);
  });
});
